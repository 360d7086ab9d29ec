import { v7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { IdempotencyInProgress, IdempotencyKeyReuse, ServiceUnavailable } from '../http/errors.ts';
import { aCtx, ownDatabase } from './mongo.fixtures.ts';
import { createRequestLog } from './request-log.ts';
import { tenantCollection } from './tenant-collection.ts';

const { mongo, drop } = ownDatabase();
afterAll(drop);

let clock = Date.now();
const log = createRequestLog(mongo, mongo.db, () => clock);
const things = tenantCollection<{ _id: string; tenantId: string; by: string }>(mongo.db, 'things');
await mongo.db.createCollection('things');
await mongo.db.createCollection('idempotency');

/** Stores one thing and answers with its id. */
const storing = (by: string) => async (ctx: Parameters<typeof things.insert>[0]) => {
  const id = v7();
  await things.insert(ctx, { _id: things.key(ctx, id), tenantId: ctx.tenantId, by });
  return { status: 201, body: { id } };
};
const storedBy = async (tenantId: string) =>
  (await mongo.db.collection('things').find({ tenantId }).toArray()).map(({ by }) => by as string);
/** A door that work waits behind. */
function aDoor() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

it('a frozen attempt that thaws after another took it over leaves nothing, even under the same request id', async () => {
  const ctx = aCtx();
  const request = { key: v7(), hash: 'h' };
  const [inside, thawed] = [aDoor(), aDoor()];
  const frozen = log.run(ctx, request, async (tx) => {
    const reply = await storing('the frozen one')(tx);
    inside.open();
    await thawed.opened;
    return reply;
  });
  await inside.opened;
  clock += 31_000;

  const second = await log.run(ctx, request, storing('the second'));
  thawed.open();

  await expect(frozen).rejects.toSatisfy(IdempotencyInProgress.is);
  expect(await storedBy(ctx.tenantId)).toEqual(['the second']);
  expect(await log.run(ctx, request, storing('nobody'))).toEqual({
    reply: { status: 201, headers: {}, body: second.reply.body },
    replayed: true,
  });
});

it('a live attempt is not taken over', async () => {
  const ctx = aCtx();
  const request = { key: v7(), hash: 'h' };
  const [inside, done] = [aDoor(), aDoor()];
  const running = log.run(ctx, request, async (tx) => {
    inside.open();
    await done.opened;
    return storing('the first')(tx);
  });
  await inside.opened;
  clock += 29_000;
  await expect(log.run(ctx, request, storing('the second'))).rejects.toSatisfy(IdempotencyInProgress.is);
  done.open();
  await running;
  expect(await storedBy(ctx.tenantId)).toEqual(['the first']);
});

it('a key with another request is refused whether the first is done or still running', async () => {
  const ctx = aCtx();
  const key = v7();
  await log.run(ctx, { key, hash: 'one' }, storing('one'));
  await expect(log.run(ctx, { key, hash: 'two' }, storing('two'))).rejects.toSatisfy(IdempotencyKeyReuse.is);
  expect(await storedBy(ctx.tenantId)).toEqual(['one']);
});

it('what a failed attempt wrote is gone, and its key is free', async () => {
  const ctx = aCtx();
  const request = { key: v7(), hash: 'h' };
  const failing = log.run(ctx, request, async (tx) => {
    await storing('failed')(tx);
    throw new Error('a rule said no');
  });
  await expect(failing).rejects.toThrow('a rule said no');
  expect(await storedBy(ctx.tenantId)).toEqual([]);
  expect((await log.run(ctx, request, storing('again'))).replayed).toBe(false);
});

it('acts after the commit once, and never when nothing was committed', async () => {
  const ctx = aCtx();
  const acted: string[] = [];
  await log.run(ctx, { key: undefined, hash: '' }, async (tx) => {
    tx.unit?.afterCommit(() => void acted.push('committed'));
    return storing('a')(tx);
  });
  const failing = log.run(ctx, { key: undefined, hash: '' }, async (tx) => {
    tx.unit?.afterCommit(() => void acted.push('never'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(acted).toEqual(['committed']);
});

it('writers in each other’s way are repeated, not refused', async () => {
  const ctx = aCtx();
  const _id = `${ctx.tenantId}:counter`;
  const counters = tenantCollection<{ _id: string; tenantId: string; n: number }>(mongo.db, 'counters');
  await counters.insert(ctx, { _id, tenantId: ctx.tenantId, n: 0 });
  const count = () =>
    log.run(ctx, { key: undefined, hash: '' }, async (tx) => ({
      status: 200,
      body: await counters.update(tx, { _id }, { $inc: { n: 1 } }),
    }));
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, count));
  expect(
    outcomes
      .filter(({ status }) => status === 'rejected')
      .map((outcome) => ServiceUnavailable.is((outcome as PromiseRejectedResult).reason)),
  ).toEqual([]);
  expect((await counters.get(ctx, 'counter'))?.n).toBe(8);
});
