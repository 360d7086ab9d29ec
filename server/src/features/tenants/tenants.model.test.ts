import { expect, it } from 'vitest';
import { isTimeZone, newTenant, withSettings } from './tenants.model.ts';
import { presentTenant } from './tenants.present.ts';

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['America/Argentina/Ushuaia', true],
  ['Europe/Atlantis', false],
  ['', false],
  ['Berlin', false],
])('%s is a zone: %s', (zone, expected) => {
  expect(isTimeZone(zone)).toBe(expected);
});

const at = new Date('2026-11-21T08:00:00.000Z');
const ACME = { slug: 'acme', name: 'Acme' };

it('a tenant has the defaults of the product where nothing was said', () => {
  const plain = newTenant('ten_1', ACME, at);
  expect(plain).toEqual({
    _id: 'ten_1',
    slug: 'acme',
    name: 'Acme',
    timeZone: 'UTC',
    currency: 'EUR',
    locale: 'en',
    referencePrefix: 'SYM',
    priceHoldDays: 14,
    geofenceMetres: 200,
    autoMove: false,
    retentionDays: 30,
    version: 1,
    createdAt: at,
  });
  expect(
    newTenant(
      'ten_1',
      {
        slug: 'acme',
        name: 'Acme',
        timeZone: 'Europe/Zurich',
        currency: 'CHF',
        locale: 'de-CH',
        referencePrefix: 'ACM',
      },
      at,
    ),
  ).toMatchObject({ timeZone: 'Europe/Zurich', currency: 'CHF', locale: 'de-CH', referencePrefix: 'ACM' });
  expect(presentTenant(plain)).toEqual({
    id: 'ten_1',
    slug: 'acme',
    name: 'Acme',
    timeZone: 'UTC',
    currency: 'EUR',
    locale: 'en',
    referencePrefix: 'SYM',
    priceHoldDays: 14,
    geofenceMetres: 200,
    autoMove: false,
    retentionDays: 30,
    version: 1,
  });
});

it('a tenant from before there were more settings has their defaults, and keeps what it set', () => {
  const { geofenceMetres: _, autoMove: __, retentionDays: ___, version: ____, ...old } = newTenant('ten_1', ACME, at);

  expect(withSettings(old)).toEqual(newTenant('ten_1', ACME, at));
  expect(withSettings({ ...old, geofenceMetres: 500, version: 3 })).toMatchObject({ geofenceMetres: 500, version: 3 });
});
