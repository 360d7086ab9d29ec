import { beforeAll, describe, expect, it } from 'vitest';
import { connected, silent } from '../src/platform/cache/redis.fixtures.ts';
import { limits } from '../src/platform/config/limits.ts';
import { type Charge, createTake } from '../src/platform/http/rate-limit-take.ts';
import { type Caller, caller } from './caller.ts';
import { bulks, documenting, methodOf, prepared, rowOf } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem, expectRetryAfter } from './problems.ts';
import { testApp } from './test-app.ts';
import { aWorld, ownWorld } from './world.ts';

const app = await testApp();
const { user, submit, submitTenant, bulk, tenant, address, report } = limits.rate;

type Bucket = Pick<Charge, 'bucket' | 'key'>;

/** Takes what is left of some buckets, but for so many units, as the application counts. */
async function usedUp(tenantId: string, buckets: readonly Bucket[], left = 0): Promise<void> {
  const redis = await connected({ url: process.env.REDIS_URL ?? '' });
  const take = createTake({ redis: redis.port, log: silent });
  for (const { bucket, key } of buckets) {
    const { standings } = await take(tenantId, [{ bucket, key, cost: 0 }]);
    const cost = (standings[0]?.remaining ?? 0) - left;
    await take(tenantId, [{ bucket, key, cost }]);
  }
  await redis.part.stop?.(AbortSignal.timeout(1_000));
}

const limited = documenting(429);

describe.concurrent('429 to a signed-in person who asked too often', () => {
  const world = ownWorld(app);
  /** An admin who has used up what he may ask in a minute, what he may order, and what he may report. */
  let tired: Caller;
  beforeAll(async () => {
    const person = await world().fresh('admin');
    tired = person;
    const { userId: key } = person;
    await usedUp(world().tenant.id, [
      { bucket: user, key },
      { bucket: submit, key },
      { bucket: report, key },
    ]);
  });

  it.each(limited.filter((id) => !rowOf(id).public && !rowOf(id).device))('%s', async (id) => {
    const { send } = await prepared(world(), id);
    const answer = await send({ caller: tired });
    expectProblem(answer, 429, 'rate_limited');
    expectRetryAfter(answer);
    expect(answer.headers.ratelimit).toMatch(/r=0/);
    expect(answer.headers['ratelimit-policy']).toMatch(/q=\d+; ?w=60/);
  });
});

describe.concurrent('429 for the whole of a bulk of which a bucket cannot hold the whole', () => {
  const world = ownWorld(app);
  const stored = async (tenantId: string) =>
    Promise.all(
      ['clients', 'products', 'carriers', 'vehicles', 'orders'].map((name) =>
        app.mongo.db.collection(name).countDocuments({ tenantId }),
      ),
    );

  it.each(bulks)('%s, though it could hold a part, and nothing of it is done', async (id) => {
    const own = await aWorld(app); // what the others add to theirs is not counted
    const { id: tenantId } = own.tenant;
    const call = await prepared(own, id);
    const { items } = call.body as { items: readonly object[] }; // of every bulk
    const person = await own.fresh('admin');
    await usedUp(tenantId, [{ bucket: bulk, key: person.userId }], 1);
    const before = await stored(tenantId);

    const answer = await call.send({ caller: person, body: { items: [items[0], items[0]] } });

    expectProblem(answer, 429, 'rate_limited');
    expectRetryAfter(answer);
    expect(answer.body.detail).toContain('"bulk"');
    // What is left of both: of his requests, which this one was, and of his items, of which none was taken.
    expect(answer.headers.ratelimit).toMatch(/"user"; r=59.*"bulk"; r=1;/);
    expect(answer.headers['ratelimit-policy']).toMatch(/"user"; q=60.*"bulk"; q=600/);
    expect(await stored(tenantId)).toEqual(before);
    expect((await call.send({ caller: person })).status).toBe(200);
  });

  it.each(bulks)('%s, where it is the tenant’s bucket that cannot', async (id) => {
    const own = await aWorld(app); // nobody else of the tenant shall find it empty
    const call = await prepared(own, id);
    const { id: key } = own.tenant;
    await usedUp(key, [
      { bucket: tenant, key },
      { bucket: submitTenant, key },
    ]);
    const answer = await call.send();
    expectProblem(answer, 429, 'rate_limited');
    expect(answer.body.detail).toMatch(/"(submit-)?tenant"/);
  });

  it.each(bulks)('%s tells in each answer what is left of both', async (id) => {
    const answer = await (await prepared(world(), id)).send();
    expect(answer.headers.ratelimit).toMatch(/^"user"; r=59; t=\d+, "burst"; r=\d+; t=\d+, "bulk"; r=599; t=\d+/);
    expect(new Set(answer.headers.ratelimit?.match(/"[a-z-]+"/g)).size).toBe(
      answer.headers.ratelimit?.split(', ').length,
    );
  });
});

describe.concurrent('429 to an address without a token that asked too often', () => {
  const world = ownWorld(app);
  const crowded = anAddress();
  const crowd = caller(app.url, { address: crowded });
  beforeAll(async () => {
    for (let sent = 0; sent < address.limit; sent += 20)
      await Promise.all(Array.from({ length: 20 }, () => crowd.get('/users')));
  });

  it.each(limited)('%s', async (id) => {
    const call = await prepared(world(), id);
    // Who knows a link's secret is counted by his link.
    const path = call.path.replace('/tl_', '/tl_0');
    // Nor does a device with its key count for its address.
    const answer = await crowd.send(methodOf(id), path, call.body, rowOf(id).device ? {} : call.headers);
    expectProblem(answer, 429, 'rate_limited');
    expectRetryAfter(answer);
  });

  it('but not to somebody signed in who calls from there, nor to probes', async () => {
    const there = (token?: string) => caller(app.url, { address: crowded, ...(token ? { token } : {}) });
    const answers = [
      await there(world().tenant.admin.token).get('/users'),
      await there().get('/health/live'),
      await there().get('/.well-known/jwks.json'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
