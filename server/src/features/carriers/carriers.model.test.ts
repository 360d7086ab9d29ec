import { describe, expect, it } from 'vitest';
import { aNewCarrier } from './carriers.fixtures.ts';
import { type Carrier, covers, inSight, sightOf } from './carriers.model.ts';
import { presentCarrier } from './carriers.present.ts';

const at = new Date('2026-11-21T08:30:00.000Z');
const carrier: Carrier = {
  _id: 'ten_a:car_a',
  tenantId: 'ten_a',
  id: 'car_a',
  version: 1,
  createdAt: at,
  updatedAt: at,
  active: true,
  ...aNewCarrier(),
};

describe('who sees a carrier and its vehicles', () => {
  it.each([
    ['an admin sees all', { role: 'admin' }, true],
    ['a dispatcher sees all', { role: 'dispatcher' }, true],
    ['a client sees all', { role: 'client' }, true],
    ['a carrier sees itself', { role: 'carrier', carrierId: 'car_a' }, true],
    ['a carrier does not see another', { role: 'carrier', carrierId: 'car_b' }, false],
    ['a driver sees the carrier he drives for', { role: 'driver', carrierId: 'car_a' }, true],
    ['a driver does not see another carrier', { role: 'driver', carrierId: 'car_b' }, false],
    ['a driver who belongs to no carrier sees none', { role: 'driver' }, false],
  ])('%s', (_rule, viewer, sees) => {
    expect(inSight(sightOf(viewer), 'car_a')).toBe(sees);
  });
});

describe('a carrier’s rating', () => {
  it('is never shown to a client', () => {
    expect(presentCarrier({ role: 'client' }, carrier)).not.toHaveProperty('rating');
  });

  it.each(['admin', 'dispatcher', 'carrier', 'driver'])('is shown to a %s', (role) => {
    expect(presentCarrier({ role }, carrier)).toHaveProperty('rating', 4.5);
  });
});

describe('covering a city', () => {
  const key = (name: string) => name.toLowerCase();

  it('compares names by their key', () => {
    expect(covers(key, carrier, 'DARMSTADT')).toBe(true);
    expect(covers(key, carrier, 'Bonn')).toBe(false);
  });

  it('is never true for a name without a key', () => {
    expect(covers(() => '', carrier, 'Darmstadt')).toBe(false);
  });
});
