import { describe, expect, it } from 'vitest';
import { silent } from '../cache/redis.fixtures.ts';
import type { RedisPort } from '../cache/redis-port.ts';
import { aCtx } from '../db/mongo.fixtures.ts';
import { createBulkCharge, createCharge } from './charge.ts';
import { OPERATIONS, type OperationId } from './contract.gen.ts';
import { createTake, type Take } from './rate-limit-take.ts';

const watch = { rateLimited() {}, countedInMemory() {} };
const MB = 1_024 * 1_024;

/** What a call costs, as `bucket cost`. */
async function costOf(id: OperationId, headers: Record<string, string> = {}, items?: [number, number], actor = {}) {
  const taken: string[] = [];
  const take: Take = async (_tenant, charges) => {
    taken.push(...charges.map(({ bucket, cost }) => `${bucket.id} ${cost}`));
    return { allowed: true, standings: [], countedIn: 'redis' };
  };
  const ctx = aCtx();
  const who = { ...ctx, actor: { ...ctx.actor, ...actor } };
  await createCharge(take, watch)(who, OPERATIONS[id], { 'content-length': '100', ...headers });
  if (items) await createBulkCharge(take, watch)(who, OPERATIONS[id], { creates: items[0], changes: items[1] });
  return taken;
}

describe('a bulk costs', () => {
  it('its caller a request and its items, and its tenant what each item costs alone', async () => {
    expect(await costOf('bulkProducts', {}, [3, 2])).toEqual(['user 1', 'burst 1', 'bulk 5', 'tenant 50']);
    expect(await costOf('bulkOrders', {}, [3, 2])).toEqual([
      'user 1',
      'burst 1',
      'bulk 5',
      'submit-tenant 3',
      'tenant 20',
    ]);
    expect(await costOf('bulkOrders', {}, [500, 0])).toEqual(['user 1', 'burst 1', 'bulk 500', 'submit-tenant 500']);
  });

  it('a key the same from its own bucket, and the system nothing', async () => {
    expect(await costOf('bulkOrders', {}, [1, 0], { kind: 'api_key' })).toEqual([
      'api-key 1',
      'burst 1',
      'bulk 1',
      'submit-tenant 1',
    ]);
    expect(await costOf('bulkOrders', {}, [1, 1], { kind: 'system' })).toEqual([]);
  });

  it('its caller as many requests as ordinary bodies fit into its own, the most where it does not say', async () => {
    expect((await costOf('bulkProducts', { 'content-length': String(MB) }))[0]).toBe('user 11');
    expect((await costOf('bulkProducts', { 'content-encoding': 'gzip' }))[0]).toBe('user 52');
    expect((await costOf('bulkProducts', { 'content-length': String(99 * MB) }))[0]).toBe('user 52');
    expect(await costOf('reportPositions', { 'content-length': String(MB) })).toEqual([
      'report 11',
      'burst 1',
      'report-tenant 1',
    ]);
  });

  it('no more than a tenant has who does nothing else, also while each process counts for itself', async () => {
    const away = { script: () => Promise.reject(new Error('Redis is away.')) } as unknown as RedisPort; // all that take asks of it
    const take = createTake({ redis: away, log: silent });
    const [call, items, ctx] = [createCharge(take, watch), createBulkCharge(take, watch), aCtx()];
    await call(ctx, OPERATIONS.bulkProducts, { 'content-length': '100000' });
    const headers = await items(ctx, OPERATIONS.bulkProducts, { creates: 500, changes: 0 });
    expect(headers.RateLimit).toContain('"bulk"; r=0');
  });
});

it('a file costs a request, however large it is: of its bytes nothing is parsed', async () => {
  for (const id of ['uploadDocument', 'importProducts'] as const)
    expect(await costOf(id, { 'content-length': String(10 * MB) })).toEqual(['user 1', 'burst 1', 'tenant 10']);
});

it('a bulk whose items one bucket cannot hold says which, how long, and what is left in the others', async () => {
  const away = { script: () => Promise.reject(new Error('Redis is away.')) } as unknown as RedisPort; // as above
  const items = createBulkCharge(createTake({ redis: away, log: silent }), watch);
  const ctx = aCtx();
  await items(ctx, OPERATIONS.bulkClients, { creates: 299, changes: 0 });
  const refusal = await items(ctx, OPERATIONS.bulkClients, { creates: 500, changes: 0 }).catch(
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({
    code: 'rate_limited',
    extras: {
      headers: { 'Retry-After': expect.stringMatching(/^[1-9]/), RateLimit: expect.stringContaining('"tenant"') },
    },
  });
  // Nothing was taken for what was refused: one more still fits.
  await items(ctx, OPERATIONS.bulkClients, { creates: 1, changes: 0 });
});

describe('a call with a tracking link costs', () => {
  it.each(['getPublicTracking', 'pollTracking', 'streamTracking', 'getTracking'] as const)(
    'its link and not the people of its tenant: %s',
    async (id) => {
      const link = { kind: 'link', id: 'lnk_1', role: 'recipient' };
      expect(await costOf(id, {}, undefined, link)).toEqual(['link 1', 'link-tenant 1']);
    },
  );
});
