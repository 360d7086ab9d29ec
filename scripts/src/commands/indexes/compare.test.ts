import { describe, expect, it } from 'vitest';
import type { CollectionIndexes, IndexSpec } from '../../../../server/src/platform/db/index-spec.ts';
import { type ExistingIndex, planIndexes } from './compare.ts';

const key = { tenantId: 1, createdAt: -1 } as const;
const spec = (fields: Partial<IndexSpec> = {}): IndexSpec => ({ name: 'newest', key, serves: ['list'], ...fields });
const wanting = (...indexes: IndexSpec[]): CollectionIndexes[] => [{ collection: 'orders', indexes }];
const having = (...indexes: ExistingIndex[]) => new Map([['orders', [{ name: '_id_', key: { _id: 1 } }, ...indexes]]]);

describe('the plan of indexes', () => {
  it('is empty when everything is as wanted, whatever the order of the indexes', () => {
    const expiring = { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 } as const;
    const plan = planIndexes(
      wanting(spec(), { ...expiring, serves: ['ttl'] }),
      having(expiring, { name: 'newest', key }),
    );
    expect(plan).toEqual({ steps: [], extra: [] });
  });

  it('builds what is absent, also in a collection that is not there yet', () => {
    expect(planIndexes(wanting(spec()), having()).steps).toMatchObject([
      { kind: 'build', collection: 'orders', name: 'newest' },
    ]);
    expect(planIndexes(wanting(spec()), new Map()).steps).toMatchObject([{ kind: 'build' }]);
  });

  it('takes the indexes of one collection from all repositories that share it', () => {
    const two = [...wanting(spec()), ...wanting(spec({ name: 'other', key: { other: 1 } }))];
    expect(planIndexes(two, having({ name: 'newest', key }, { name: 'other', key: { other: 1 } }))).toEqual({
      steps: [],
      extra: [],
    });
  });

  it.each<[string, Partial<IndexSpec>, Partial<ExistingIndex>]>([
    ['other keys', {}, { key: { tenantId: 1 } }],
    ['the same keys in another order', {}, { key: { createdAt: -1, tenantId: 1 } }],
    ['another direction', {}, { key: { tenantId: 1, createdAt: 1 } }],
    ['unique where it should not be', {}, { unique: true }],
    ['not unique where it should be', { unique: true }, {}],
    [
      'another partial filter',
      { partialFilterExpression: { a: { $exists: true } } },
      { partialFilterExpression: { b: { $exists: true } } },
    ],
    ['no partial filter', { partialFilterExpression: { a: { $exists: true } } }, {}],
    ['sparse', {}, { sparse: true }],
    ['a collation', {}, { collation: { locale: 'de' } }],
    ['an expiry nobody wants', {}, { expireAfterSeconds: 60 }],
  ])('leaves to a person an index with %s', (_what, wanted, there) => {
    const [step, ...more] = planIndexes(wanting(spec(wanted)), having({ name: 'newest', key, ...there })).steps;
    expect(more).toEqual([]);
    expect(step).toMatchObject({
      kind: 'blocked',
      name: 'newest',
      why: expect.stringContaining('cannot be changed in place'),
    });
  });

  it('leaves to a person an index that stands in the way under another name', () => {
    const plan = planIndexes(wanting(spec()), having({ name: 'tenantId_1_createdAt_-1', key }));
    expect(plan.steps).toMatchObject([{ kind: 'blocked', why: expect.stringContaining('tenantId_1_createdAt_-1') }]);
    expect(plan.extra).toEqual([{ collection: 'orders', name: 'tenantId_1_createdAt_-1' }]);
  });

  it.each([undefined, 60])('changes an expiry after %s s in place', (before) => {
    const there = { name: 'newest', key, ...(before === undefined ? {} : { expireAfterSeconds: before }) };
    expect(planIndexes(wanting(spec({ expireAfterSeconds: 0 })), having(there)).steps).toEqual([
      { kind: 'ttl', collection: 'orders', name: 'newest', seconds: 0, before },
    ]);
  });

  it('shows a hidden index that is wanted to the planner again', () => {
    expect(planIndexes(wanting(spec()), having({ name: 'newest', key, hidden: true })).steps).toEqual([
      { kind: 'unhide', collection: 'orders', name: 'newest' },
    ]);
  });

  it('names what nobody wants and never touches it', () => {
    expect(planIndexes(wanting(spec()), having({ name: 'newest', key }, { name: 'old', key: { old: 1 } }))).toEqual({
      steps: [],
      extra: [{ collection: 'orders', name: 'old' }],
    });
  });
});
