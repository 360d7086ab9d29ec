import { beforeAll, describe, expect, it } from 'vitest';
import { connected, silent } from '../src/platform/cache/redis.fixtures.ts';
import { limits } from '../src/platform/config/limits.ts';
import { createTake } from '../src/platform/http/rate-limit-take.ts';
import { type Caller, caller } from './caller.ts';
import { aWorld, documenting, methodOf, prepared, rowOf, type World } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem, expectRetryAfter } from './problems.ts';
import { testApp } from './test-app.ts';

const app = await testApp();
let world: World;
/** An admin who has used up what he may ask in a minute, and what he may order. */
let tired: Caller;
/** Somebody without a token whose address has used up its hundred requests. */
let crowd: Caller;
const crowded = anAddress();

beforeAll(async () => {
  world = await aWorld(app);
  const person = await world.fresh('admin');
  tired = person;
  const redis = await connected({ url: process.env.REDIS_URL ?? '' });
  const { user, submit, address } = limits.rate;
  // Counted as the application counts: a charge as large as the bucket is sixty requests at once.
  await createTake({ redis: redis.port, log: silent })(world.tenant.id, [
    { bucket: user, key: person.userId, cost: user.limit },
    { bucket: submit, key: person.userId, cost: submit.limit },
  ]);
  await redis.part.stop?.(AbortSignal.timeout(1_000));

  crowd = caller(app.url, { address: crowded });
  for (let sent = 0; sent < address.limit; sent += 20)
    await Promise.all(Array.from({ length: 20 }, () => crowd.get('/users')));
});

const limited = documenting(429);

describe.concurrent('429 to a signed-in person who asked too often', () => {
  it.each(limited.filter((id) => !rowOf(id).public))('%s', async (id) => {
    const { send } = await prepared(world, id);
    const answer = await send({ caller: tired });
    expectProblem(answer, 429, 'rate_limited');
    expectRetryAfter(answer);
    expect(answer.headers.ratelimit).toMatch(/r=0/);
    expect(answer.headers['ratelimit-policy']).toMatch(/q=\d+; ?w=60/);
  });
});

describe.concurrent('429 to an address without a token that asked too often', () => {
  it.each(limited)('%s', async (id) => {
    const call = await prepared(world, id);
    const answer = await crowd.send(methodOf(id), call.path, call.body, call.headers);
    expectProblem(answer, 429, 'rate_limited');
    expectRetryAfter(answer);
  });

  it('but not to somebody signed in who calls from there, nor to probes', async () => {
    const there = (token?: string) => caller(app.url, { address: crowded, ...(token ? { token } : {}) });
    const answers = [
      await there(world.tenant.admin.token).get('/users'),
      await there().get('/health/live'),
      await there().get('/.well-known/jwks.json'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
