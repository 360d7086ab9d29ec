import { afterAll, beforeAll, expect, it } from 'vitest';
import { NotFound, PreconditionRequired, VersionMismatch } from '../http/errors.ts';
import { aCtx, ownDatabase } from './mongo.fixtures.ts';
import type { Mongo } from './mongo.ts';
import { type TenantCollection, tenantCollection } from './tenant-collection.ts';
import { amendVersioned, firstVersion, type VersionedDocument } from './versioned.ts';

interface Thing extends VersionedDocument {
  readonly name: string;
  readonly note?: string;
  readonly limits?: { readonly a?: number; readonly b?: number };
}

let mongo: Mongo;
let drop: () => Promise<void>;
let things: TenantCollection<Thing>;
const ctx = aCtx();
const at = new Date('2026-11-21T08:30:00.000Z');
const later = new Date('2026-11-21T09:00:00.000Z');

beforeAll(() => {
  ({ mongo, drop } = ownDatabase());
  things = tenantCollection<Thing>(mongo.db, 'things');
});
afterAll(() => drop());

const aThing = async (id: string, fields: Partial<Thing> = {}) => {
  await things.insert(ctx, { ...firstVersion(ctx, id, at), name: 'a', ...fields });
  return id;
};
const amend = (id: string, ifMatch: number | '*' | undefined, patch: object, as = ctx) =>
  amendVersioned(things, as, { id, what: 'thing', ifMatch, patch, at: later });

it('a change counts the version up, keeps what it did not name and says when it was', async () => {
  const id = await aThing('t1', { note: 'n', limits: { a: 1, b: 2 } });

  const amended = await amend(id, 1, { name: 'b', limits: { a: 9 } });

  expect(amended).toMatchObject({
    name: 'b',
    note: 'n',
    limits: { a: 9, b: 2 },
    version: 2,
    createdAt: at,
    updatedAt: later,
  });
  expect(await things.get(ctx, id)).toEqual(amended);
});

it('null removes a field: it is not there afterwards, not stored as null', async () => {
  const id = await aThing('t2', { note: 'n', limits: { a: 1, b: 2 } });

  await amend(id, 1, { note: null, limits: { b: null } });

  const stored = await things.get(ctx, id);
  expect(Object.keys(stored ?? {})).not.toContain('note');
  expect(stored?.limits).toEqual({ a: 1 });
});

it('removing what is not there changes nothing but the version', async () => {
  const id = await aThing('t3');
  expect(await amend(id, 1, { note: null })).toMatchObject({ name: 'a', version: 2 });
});

it('a change based on an older version is refused and names the current one', async () => {
  const id = await aThing('t4');
  await amend(id, 1, { name: 'b' });

  const refused = await amend(id, 1, { name: 'c' }).catch((error: unknown) => error);

  expect(VersionMismatch.is(refused) && refused.extras).toMatchObject({
    members: { currentVersion: 2 },
    headers: { etag: 'W/"v2"' },
  });
  expect((await things.get(ctx, id))?.name).toBe('b');
});

it('a change without If-Match is refused, and so is one that would take any version', async () => {
  const id = await aThing('t5');
  for (const ifMatch of [undefined, '*'] as const) {
    expect(PreconditionRequired.is(await amend(id, ifMatch, { name: 'b' }).catch((error: unknown) => error))).toBe(
      true,
    );
  }
});

it('what is not there, or is there in another tenant only, is not found', async () => {
  const id = await aThing('t6');
  expect(NotFound.is(await amend('t0', 1, { name: 'b' }).catch((error: unknown) => error))).toBe(true);
  expect(NotFound.is(await amend(id, 1, { name: 'b' }, aCtx()).catch((error: unknown) => error))).toBe(true);
});

it('of many changes based on one version exactly one wins and the others are told', async () => {
  const id = await aThing('t7');

  const results = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => amend(id, 1, { name: `n${i}` })));

  const won = results.filter((result) => result.status === 'fulfilled');
  const lost = results.filter((result) => result.status === 'rejected');
  expect(won).toHaveLength(1);
  expect(lost.every(({ reason }) => VersionMismatch.is(reason))).toBe(true);
  expect(await things.get(ctx, id)).toEqual(won[0]?.value);
});

it('a change that lost between its reading and its writing is told what happened meanwhile', async () => {
  const id = await aThing('t8');
  const slow: TenantCollection<Thing> = {
    ...things,
    async update(as, filter, update, options) {
      await amend(id, 1, { name: 'faster' });
      return things.update(as, filter, update, options);
    },
  };

  const refused = await amendVersioned(slow, ctx, {
    id,
    what: 'thing',
    ifMatch: 1,
    patch: { name: 'slower' },
    at: later,
  }).catch((error: unknown) => error);

  expect(VersionMismatch.is(refused)).toBe(true);
  expect((await things.get(ctx, id))?.name).toBe('faster');
});

it('two changes in transactions of their own: one wins, the other is told that the version is another', async () => {
  const id = await aThing('t9');
  const inTransaction = (name: string) =>
    mongo.transaction((session) => amend(id, 1, { name }, { ...ctx, unit: { session, afterCommit() {} } }));

  const results = await Promise.allSettled(['x', 'y', 'z'].map(inTransaction));

  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(
    results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as { code?: string }).code),
  ).toEqual(['version_mismatch', 'version_mismatch']);
});
