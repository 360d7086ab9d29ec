import { describe, expect, it } from 'vitest';
import { aNewVersion } from './pricing.fixtures.ts';
import { gridSightOf, inForce, inSight, newGridVersion, takenFromStandard, toTariff } from './pricing.model.ts';

const at = new Date('2026-11-21T08:30:00.000Z');
const head = {
  id: 'grd_a',
  name: 'Groupage',
  transportType: 'ltl',
  currency: 'EUR',
  standard: true,
  createdAt: new Date(0),
} as const;

describe('a version of a grid', () => {
  it('is a document of its own, marked as the newest, and keeps the place of its grid in lists', () => {
    const grid = newGridVersion('ten_a', head, 3, aNewVersion(), at);
    expect(grid).toMatchObject({
      _id: 'ten_a:grd_a:v3',
      tenantId: 'ten_a',
      version: 3,
      newest: true,
      createdAt: new Date(0),
      issuedAt: at,
    });
  });

  it('counts 250 g for a litre and adds nothing, unless it says otherwise', () => {
    const { surcharges: _, ...bare } = aNewVersion();
    expect(newGridVersion('ten_a', head, 1, bare, at)).toMatchObject({ volumetricFactor: 250, surcharges: [] });
    expect(newGridVersion('ten_a', head, 1, aNewVersion({ volumetricFactor: 0 }), at).volumetricFactor).toBe(0);
  });

  it('reaches the price function with its times as RFC 3339 in UTC', () => {
    const grid = newGridVersion(
      'ten_a',
      head,
      1,
      aNewVersion({ validFrom: '2026-01-01T00:00:00+01:00', validTo: '2027-01-01T00:00:00Z' }),
      at,
    );
    expect(toTariff(grid)).toMatchObject({
      validFrom: '2025-12-31T23:00:00.000Z',
      validTo: '2027-01-01T00:00:00.000Z',
    });
  });
});

describe('an active contract', () => {
  const later = new Date('2027-01-01T00:00:00.000Z');
  const contract = { gridId: 'grd_own', validFrom: at, activatedAt: later };

  it('is in force from its beginning on', () => {
    expect(inForce(contract, at)).toBe(contract);
    expect(inForce(contract, new Date(at.getTime() - 1))).toBeUndefined();
    expect(inForce(undefined, at)).toBeUndefined();
  });

  it('takes over from the standard grid as a new version would, issued when it was activated', () => {
    expect(takenFromStandard(contract, { id: 'grd_a' })).toEqual({ validFrom: at, issuedAt: later });
    const ending = { ...contract, validTo: later };
    expect(takenFromStandard(ending, { id: 'grd_a' })).toEqual({ validFrom: at, validTo: later, issuedAt: later });
  });

  it('takes nothing from the grid that it is on', () => {
    expect(takenFromStandard(contract, { id: 'grd_own' })).toBeUndefined();
    expect(takenFromStandard(undefined, { id: 'grd_a' })).toBeUndefined();
  });
});

describe('who sees a grid', () => {
  it.each([
    ['admin', true, true, true],
    ['dispatcher', true, true, true],
    ['client', true, true, false],
    ['carrier', false, false, false],
    ['driver', false, false, false],
  ])('a %s: a standard grid %s, one of its contracts %s, another %s', (role, standard, own, another) => {
    const sight = gridSightOf({ role }, ['grd_own']);
    expect(inSight(sight, { id: 'grd_a', standard: true })).toBe(standard);
    expect(inSight(sight, { id: 'grd_own', standard: false })).toBe(own);
    expect(inSight(sight, { id: 'grd_b', standard: false })).toBe(another);
  });
});
