import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../src/platform/cache/redis.fixtures.ts';
import { type Answer, caller } from './caller.ts';
import { documenting, methodOf, type Prepared, prepared } from './examples.ts';
import { DATA_COMMANDS, type Failure, whileFailing } from './fail-point.ts';
import { anAddress } from './given-tenant.ts';
import { expectProblem, expectRetryAfter } from './problems.ts';
import { startTestApp, type TestApp, testApp } from './test-app.ts';
import { aWorld, type World } from './world.ts';

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
  await wellAgain();
  const calls = await ready(ids);
  return whileFailing(
    { failCommands: DATA_COMMANDS, appName: `symphonia/api+realtime+worker/${VERSION}`, ...failure },
    () => Promise.all(calls.map(async ([id, { send }]) => [id, await send()] as const)),
  );
}

/** A driver that was told of a server's end looks for it for a while. */
async function wellAgain(): Promise<void> {
  const ping = () =>
    app.mongo.db.command({ ping: 1 }).then(
      () => true,
      () => false,
    );
  while (!(await ping()));
}

/** Probes and pages need no database; only readiness documents a 503, which is about the process. */
const needingData = (status: number) => documenting(status).filter((id) => id !== 'getReady');

/** Orders of a bulk are atomic each: once it has begun, each of its items is refused as its own call would be. */
function expectRefused(id: string, answer: Answer, status: number, code: string): void {
  if (id !== 'bulkOrders' || answer.status !== 200) {
    expectProblem(answer, status, code);
    return;
  }
  const rows = answer.body.items as { status: number; problem: { code: string; retryable: boolean } }[];
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ status, problem: { code, status, retryable: true } });
}

describe('while the database', () => {
  it('refuses commands for a reason we did not foresee, every operation answers 500 without saying which', async () => {
    for (const [id, answer] of await answersWhile({ errorCode: 8_000 }, needingData(500))) {
      expectRefused(id, answer, 500, 'internal_error');
      expect(answer.text, id).not.toMatch(/mongo|failpoint|failCommand/i);
    }
  });

  it('cuts every connection, every operation answers 503 and when to try again', async () => {
    for (const [id, answer] of await answersWhile({ closeConnection: true }, needingData(503))) {
      expectRefused(id, answer, 503, 'service_unavailable');
      if (answer.status === 503) expectRetryAfter(answer);
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
    for (const [id, answer] of await answersWhile({ errorCode: 50 }, documenting(504))) {
      expectRefused(id, answer, 504, 'deadline_exceeded');
      if (answer.status === 504) expect(answer.body.retryable).toBe(true);
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
    await wellAgain();
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
