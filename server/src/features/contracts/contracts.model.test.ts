import { describe, expect, it } from 'vitest';
import { firstVersion } from '../../platform/db/versioned.ts';
import { aNewContract } from './contracts.fixtures.ts';
import {
  type Contract,
  changeOf,
  maySee,
  movesAt,
  moveTo,
  NEXT,
  newContract,
  partyOf,
  statusAt,
} from './contracts.model.ts';
import { presentContract } from './contracts.present.ts';

const at = new Date('2026-11-21T08:30:00.000Z');
const before = new Date('2026-11-21T08:29:59.999Z');
const later = new Date('2027-01-01T00:00:00.000Z');
const head = firstVersion({ tenantId: 'ten_a' }, 'ctr_a', at);
const contract = (fields: Partial<Contract> = {}): Contract => ({
  ...newContract(head, aNewContract({ clientId: 'cli_a', gridId: 'grd_a', note: 'cheap' })),
  ...fields,
});

describe('a new contract', () => {
  it('is a draft that has never been active, with its times as dates', () => {
    const made = newContract(head, aNewContract({ carrierId: 'car_a', gridId: 'grd_a', validTo: later.toISOString() }));
    expect(made).toEqual({
      ...head,
      carrierId: 'car_a',
      transportType: 'ltl',
      gridId: 'grd_a',
      validFrom: new Date('2026-01-01T00:00:00.000Z'),
      validTo: later,
      status: 'draft',
      activated: false,
    });
    expect([partyOf(made), partyOf(contract())]).toEqual([{ carrierId: 'car_a' }, { clientId: 'cli_a' }]);
  });
});

describe('a contract goes', () => {
  it('from draft to active to ended, or from draft to ended, and never back', () => {
    expect(NEXT).toEqual({ draft: ['active', 'ended'], active: ['ended'], ended: [] });
  });

  it.each<[string, Partial<Contract>, object]>([
    ['without an end: now', {}, { status: 'ended', validTo: at }],
    ['with a later end: now', { validTo: later }, { status: 'ended', validTo: at }],
    ['that has run out: when it did', { validTo: before }, { status: 'ended' }],
  ])('to its end, one %s', (_which, fields, set) => {
    expect(moveTo(contract({ status: 'active', ...fields }), 'ended', at)).toEqual({ set });
  });

  it.each<[string, Partial<Contract>, readonly string[]]>([
    ['a draft whose end has come: only to its end', { validTo: at }, ['ended']],
    ['a draft whose end lies ahead: to both', { validTo: later }, ['active', 'ended']],
    ['a draft without an end: to both', {}, ['active', 'ended']],
    ['an active one that has run out: to its end', { status: 'active', validTo: before }, ['ended']],
    ['an ended one: nowhere', { status: 'ended', validTo: before }, []],
  ])('by the clock: %s', (_which, fields, moves) => {
    expect(movesAt(contract(fields), at)).toEqual(moves);
  });

  it('to active for good, from a moment that is kept: it stays known that it was', () => {
    expect(moveTo(contract(), 'active', at)).toEqual({
      set: { status: 'active', activated: true, activatedAt: at },
    });
  });
});

describe('by the clock', () => {
  it.each<[string, Partial<Contract>, string]>([
    ['an active one is ended at its very end', { status: 'active', validTo: at }, 'ended'],
    ['an active one is active until then', { status: 'active', validTo: later }, 'active'],
    ['an active one without an end is active', { status: 'active' }, 'active'],
    ['a draft stays a draft', { status: 'draft', validTo: before }, 'draft'],
  ])('%s', (_rule, fields, status) => {
    expect(statusAt(contract(fields), at)).toBe(status);
  });
});

describe('a merge patch', () => {
  it('sets what it names, with times as dates, and takes away what is null', () => {
    expect(changeOf({ gridId: 'grd_b', validFrom: '2026-11-21T08:30:00Z', validTo: null, note: null })).toEqual({
      set: { gridId: 'grd_b', validFrom: at },
      unset: ['validTo', 'note'],
    });
    expect(changeOf({ validTo: '2026-11-21T09:30:00+01:00', note: 'n' })).toEqual({
      set: { validTo: at, note: 'n' },
      unset: [],
    });
  });
});

describe('who sees a contract', () => {
  const draft = contract();
  const active = contract({ status: 'active', activated: true });
  const ended = contract({ status: 'ended', activated: true });
  const givenUp = contract({ status: 'ended' });
  const ofCarrier: Contract = { ...contract({ status: 'active', activated: true }), carrierId: 'car_a' };
  it.each<[string, Parameters<typeof maySee>[0], readonly Contract[]]>([
    ['an admin: every one', { role: 'admin' }, [draft, active, ended, givenUp]],
    ['a dispatcher: every one', { role: 'dispatcher' }, [draft, active, ended, givenUp]],
    ['its client: what has been active', { role: 'client', clientId: 'cli_a' }, [active, ended]],
    ['another client: none', { role: 'client', clientId: 'cli_b' }, []],
    ['a client of nobody: none', { role: 'client' }, []],
    ['a carrier: none of a client', { role: 'carrier', carrierId: 'car_a' }, []],
    ['a driver: none', { role: 'driver', carrierId: 'car_a' }, []],
  ])('%s', (_who, viewer, seen) => {
    expect([draft, active, ended, givenUp].filter((one) => maySee(viewer, one))).toEqual(seen);
  });

  it('its carrier', () => {
    expect(maySee({ role: 'carrier', carrierId: 'car_a' }, ofCarrier)).toBe(true);
    expect(maySee({ role: 'carrier', carrierId: 'car_b' }, ofCarrier)).toBe(false);
  });

  it.each([
    ['admin', 'cheap'],
    ['dispatcher', 'cheap'],
    ['client', undefined],
    ['carrier', undefined],
  ])('and its note: %s', (role, note) => {
    expect(presentContract({ role }, active).note).toBe(note);
  });
});
