import { expect, it } from 'vitest';
import { readOwntracks } from './read-owntracks.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const location = { _type: 'location', lat: 49.843994, lon: 8.595176, tst: 1_795_249_800 };
const point = { deviceTime: '2026-11-21T08:30:00.000Z', coordinates: [8.595176, 49.843994] };

it.each<[string, object, object]>([
  ['where and when', location, point],
  [
    'everything, in km/h',
    { ...location, acc: 5, alt: 140, vel: 62, cog: 12, batt: 80, tid: 'da', topic: 'owntracks/a/b', t: 'u', conn: 'm' },
    { ...point, accuracyMetres: 5, altitudeMetres: 140, speedKmh: 62, heading: 12, batteryPercent: 80 },
  ],
  ['what it does not know', { ...location, vel: -1, cog: -1, batt: null, alt: 'high' }, point],
  ['no time', { ...location, tst: undefined }, { ...point, deviceTime: NOW.toISOString() }],
])('a location with %s', (_what, sent, expected) => {
  expect(readOwntracks(sent, NOW)).toEqual({ point: expected });
});

it.each([
  undefined,
  {},
  ...['transition', 'waypoint', 'status', 'lwt', 'encrypted', 'card'].map((_type) => ({ _type })),
])('%j is nothing that we keep', (sent) => {
  expect(readOwntracks(sent, NOW)).toEqual({ nothing: true });
});

it.each<[unknown, string]>([
  [{ lat: 1 }, '/_type'],
  [[], '/_type'],
  [{ ...location, _type: 1 }, '/_type'],
  [{ ...location, lat: 91 }, '/lat'],
  [{ ...location, lon: undefined }, '/lon'],
  [{ ...location, tst: 'soon' }, '/timestamp'],
])('%j is refused', (sent, pointer) => {
  const reading = readOwntracks(sent, NOW);
  expect('wrong' in reading && reading.wrong.map((one) => one.pointer)).toEqual([pointer]);
});
