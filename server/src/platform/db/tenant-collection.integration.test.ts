import { afterAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from './mongo.fixtures.ts';
import { tenantCollection } from './tenant-collection.ts';

const { mongo, drop } = ownDatabase();
afterAll(drop);

const things = tenantCollection<{ _id: string; tenantId: string; n: number }>(mongo.db, 'things');
const someThings = ({ tenantId }: { tenantId: string }, ...numbers: number[]) =>
  numbers.map((n) => ({ _id: `${tenantId}:${n}`, tenantId, n }));
const stored = (ctx: ReturnType<typeof aCtx>) => things.count(ctx, {}, 100);

describe('many documents in one call', () => {
  it('are there afterwards, all of them; none are none', async () => {
    const ctx = aCtx();
    await things.insertAll(ctx, someThings(ctx, 1, 2, 3));
    await things.insertAll(ctx, []);
    expect(await stored(ctx)).toBe(3);
  });

  it('are all there or none when their transaction ends otherwise', async () => {
    const ctx = aCtx();
    const given = mongo.transaction(async (session) => {
      await things.insertAll({ ...ctx, unit: { session, afterCommit() {} } }, someThings(ctx, 1, 2));
      throw new Error('given up');
    });
    await expect(given).rejects.toThrow('given up');
    expect(await stored(ctx)).toBe(0);
  });

  it('are none of them stored when one belongs to another tenant', async () => {
    const [ctx, other] = [aCtx(), aCtx()];
    const mixed = [...someThings(ctx, 1), ...someThings(other, 2)];
    await expect(things.insertAll(ctx, mixed)).rejects.toThrow('another tenant');
    expect([await stored(ctx), await stored(other)]).toEqual([0, 0]);
  });
});
