import { expect, it } from 'vitest';
import { isTimeZone, newTenant } from './tenants.model.ts';
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

it('a tenant has the defaults of the product where nothing was said', () => {
  const at = new Date('2026-11-21T08:00:00.000Z');
  const plain = newTenant('ten_1', { slug: 'acme', name: 'Acme' }, at);
  expect(plain).toEqual({
    _id: 'ten_1',
    slug: 'acme',
    name: 'Acme',
    timeZone: 'UTC',
    currency: 'EUR',
    locale: 'en',
    referencePrefix: 'SYM',
    priceHoldDays: 14,
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
  });
});
