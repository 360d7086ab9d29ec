import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../src/platform/cache/redis.fixtures.ts';
import { type Answer, caller } from './caller.ts';
import { aWorld, documenting, methodOf, type Prepared, prepared, type World } from './examples.ts';
import { DATA_COMMANDS, type Failure, whileFailing } from './fail-point.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem, expectRetryAfter } from './problems.ts';
import { startTestApp, type TestApp, testApp } from './test-app.ts';

/** Failures hit the application by its name, and everybody else's application has another one. */
const VERSION = `outage-${process.pid}`;
const app = await testApp({ VERSION });
let world: World;
beforeAll(async () => {
  world = await aWorld(app);
});

type Ids = ReturnType<typeof documenting>;
const ready = (ids: Ids) => Promise.all(ids.map(async (id) => [id, await prepared(world, id)] as const));

/** The answers of operations while the database fails in one way; what the calls need was made before. */
async function answersWhile(
  failure: Omit<Failure, 'failCommands' | 'appName'>,
  ids: Ids,
): Promise<(readonly [string, Answer])[]> {
  const calls = await ready(ids);
  return whileFailing(
    { failCommands: DATA_COMMANDS, appName: `symphonia/api+realtime+worker/${VERSION}`, ...failure },
    () => Promise.all(calls.map(async ([id, { send }]) => [id, await send()] as const)),
  );
}

/** Probes and pages need no database; only readiness documents a 503, which is about the process. */
const needingData = (status: number) => documenting(status).filter((id) => id !== 'getReady');

describe('while the database', () => {
  it('refuses commands for a reason we did not foresee, every operation answers 500 without saying which', async () => {
    for (const [id, answer] of await answersWhile({ errorCode: 8_000 }, needingData(500))) {
      expectProblem(answer, 500, 'internal_error');
      expect(answer.text, id).not.toMatch(/mongo|failpoint|failCommand/i);
    }
  });

  it('cuts every connection, every operation answers 503 and when to try again', async () => {
    for (const [, answer] of await answersWhile({ closeConnection: true }, needingData(503))) {
      expectProblem(answer, 503, 'service_unavailable');
      expectRetryAfter(answer);
    }
  });

  it.each([
    // Of these one stands for each way to the database: a read, a write, a transaction, which its driver repeats for a while.
    ['is shutting down', 91, ['getOrder', 'placeOrder']],
    ['is stepping down', 11_602, ['getOrder', 'placeOrder']],
    ['is no longer the primary', 10_107, ['getOrder', 'placeOrder', 'createClient']],
  ] as const)('%s, reads and writes answer 503', async (_what, errorCode, ids) => {
    for (const [, answer] of await answersWhile({ errorCode }, [...ids]))
      expectProblem(answer, 503, 'service_unavailable');
  });

  it('gives up a command because its time is over, every operation answers 504', async () => {
    for (const [, answer] of await answersWhile({ errorCode: 50 }, documenting(504))) {
      expectProblem(answer, 504, 'deadline_exceeded');
      expect(answer.body.retryable).toBe(true);
    }
  });

  it('is slower than an operation may be, it is asked to give up', async () => {
    for (const [, answer] of await answersWhile({ blockConnection: true, blockTimeMS: 2_500 }, [
      'listOrders',
      'getClient',
      'moveOrder',
    ])) {
      expectProblem(answer, 504, 'deadline_exceeded');
    }
  });

  it('is well again, the next request is answered as ever', async () => {
    const { send } = await prepared(world, 'listClients');
    expect((await send()).status).toBe(200);
  });
});

describe('a process that never reached the database', () => {
  let alone: TestApp;
  beforeAll(async () => {
    alone = await startTestApp({ MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/none` }, { database: 'absent' });
  });
  afterAll(() => alone.stop());

  const there = ({ by, caller: who }: Prepared) =>
    caller(alone.url, { address: anAddress(), ...(by && who.token ? { token: who.token } : {}) });

  it('is alive, is not ready, and answers every operation with 503', async () => {
    const calls = await ready(needingData(503));
    const answers = await Promise.all(
      calls.map(([id, call]) => there(call).send(methodOf(id), call.path, call.body, call.headers)),
    );
    for (const answer of answers) {
      expectProblem(answer, 503, 'service_unavailable');
      expectRetryAfter(answer);
    }
    const anybody = caller(alone.url, { address: anAddress() });
    expect([(await anybody.get('/health/live')).status, (await anybody.get('/health/ready')).status]).toEqual([
      200, 503,
    ]);
  });
});
