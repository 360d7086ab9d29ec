import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import { aCtx } from '../db/mongo.fixtures.ts';
import { createRequestLog } from '../db/request-log.ts';
import type { Ctx } from '../http/context.ts';
import { ASKED, aJobId, aProcess, count, jobsDatabase, type OneProcess, type ProcessOptions } from './jobs.fixtures.ts';

let redis: OwnRedis;
let database: Awaited<ReturnType<typeof jobsDatabase>>;
beforeAll(async () => {
  [redis, database] = await Promise.all([ownRedis(), jobsDatabase()]);
});
afterAll(async () => {
  await database.drop();
  await redis.kill();
});
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  // A sweeper looks after every job of its database.
  await database.mongo.db.collection('jobs').deleteMany({});
});

let names = 0;
/** Processes that share a queue of the test's own. */
function aFleet(own: Pick<OwnRedis, 'url'> = redis) {
  const name = `jobs${++names}`;
  return {
    name,
    process(options?: ProcessOptions): OneProcess {
      const one = aProcess({ mongo: database.mongo, redis: own, name }, options);
      endings.push(() => one.end());
      return one;
    },
  };
}
const counted = { lines: 1, created: 1, refused: 0, mistakes: [] };
const start = ({ jobs }: OneProcess, ctx: Ctx, jobId = aJobId()) => jobs.start(ctx, count, { jobId, to: 3 }, ASKED);
const stateOf = async ({ jobs }: OneProcess, ctx: Ctx, id: string) => (await jobs.get(ctx, id))?.state;
const isDone = (one: OneProcess, ctx: Ctx, id: string) =>
  eventually(async () => expect(await stateOf(one, ctx, id)).toBe('done'), 20_000);

describe('a job that was started', () => {
  it('stands in its record, is done by a worker, and its result is kept', async () => {
    const fleet = aFleet();
    const [starting, working] = [fleet.process(), fleet.process()];
    const ctx = aCtx();
    const seen: unknown[] = [];

    const record = await start(starting, ctx);
    expect(record).toMatchObject({ state: 'waiting', progress: 0, kind: 'products.import', by: ctx.actor });
    await working.work(async (jobCtx, data) => {
      seen.push([jobCtx.tenantId, jobCtx.requestId, data, jobCtx.attempt, jobCtx.lastAttempt]);
      return counted;
    });

    await isDone(starting, ctx, record.id);
    expect(await starting.jobs.get(ctx, record.id)).toMatchObject({ progress: 100, result: counted });
    expect(seen).toEqual([[ctx.tenantId, ctx.requestId, { jobId: record.id, to: 3 }, 1, false]]);
  });

  it('is started with the transaction of its operation, and not at all when that is given up', async () => {
    const fleet = aFleet();
    const one = fleet.process();
    const ctx = aCtx();
    const requests = createRequestLog(database.mongo, database.mongo.db);
    const [kept, givenUp] = [aJobId(), aJobId()];
    const enqueued: string[] = [];
    const { add } = one.queue;
    one.queue.add = (job) => {
      enqueued.push(String(job.envelope.jobId));
      return add(job);
    };
    const operation = (jobId: string, then: () => void) =>
      requests.run(ctx, { key: undefined, hash: '' }, async (inside) => {
        await start(one, inside, jobId);
        then();
        return { status: 202 };
      });
    const done: string[] = [];
    await one.work(async (_, { jobId }) => void done.push(jobId));

    const refused = operation(givenUp, () => {
      throw new Error('the operation fails after all');
    });
    await expect(refused).rejects.toThrow('after all');
    await operation(kept, () => expect(enqueued).toEqual([]));
    expect(enqueued).toEqual([kept]);

    await isDone(one, ctx, kept);
    expect(await one.jobs.get(ctx, givenUp)).toBeNull();
    expect(done).toEqual([kept]);
  });

  it('is done although its process died before the queue got it', async () => {
    const fleet = aFleet();
    const ctx = aCtx();
    const [dead, alive] = [fleet.process(), fleet.process()];
    dead.queue.add = () => new Promise(() => {});

    const { id } = await start(dead, ctx);
    await alive.work(async () => counted);

    await isDone(alive, ctx, id);
  });

  it('waits for a Redis that is away, and the call that starts it does not', async () => {
    const own = await ownRedis({ started: false });
    endings.push(() => own.kill());
    const one = aFleet(own).process();
    const ctx = aCtx();

    const from = performance.now();
    const { id } = await start(one, ctx);
    expect(performance.now() - from).toBeLessThan(1_000);
    await one.work(async () => counted);
    expect(await stateOf(one, ctx, id)).toBe('waiting');
    await own.start();

    await isDone(one, ctx, id);
  });

  it('outlives a Redis that forgets everything', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const one = aFleet(own).process();
    const ctx = aCtx();
    const { id } = await start(one, ctx);
    await eventually(() => one.queue.add(count.request(ctx, { jobId: aJobId(), to: 1 })));

    await own.kill();
    await own.start();
    const done: string[] = [];
    await one.work(async (_, { jobId }) => void done.push(jobId));

    await isDone(one, ctx, id);
    expect(done).toEqual([id]);
  });

  it('is the same one for the same request, also at the same moment, and runs once', async () => {
    const one = aFleet().process();
    const ctx = aCtx();
    const jobId = aJobId();
    let runs = 0;
    await one.work(async () => void runs++);

    const records = await Promise.all([1, 2, 3, 4].map(() => start(one, ctx, jobId)));
    await isDone(one, ctx, jobId);
    const later = await start(one, aCtx({ tenantId: ctx.tenantId }), jobId);

    expect(new Set(records.map(({ id, createdAt }) => `${id} ${createdAt.getTime()}`)).size).toBe(1);
    expect(later.state).toBe('done');
    expect(runs).toBe(1);
  });

  it('is the same one for the same request in two transactions at the same moment', async () => {
    const one = aFleet().process();
    const ctx = aCtx();
    const jobId = aJobId();
    const requests = createRequestLog(database.mongo, database.mongo.db);
    const inTransaction = () =>
      requests.run(ctx, { key: undefined, hash: '' }, async (inside) => ({
        status: 202,
        body: (await start(one, inside, jobId)).createdAt.getTime(),
      }));

    const replies = await Promise.all([1, 2, 3, 4].map(inTransaction));

    expect(new Set(replies.map(({ reply }) => reply.body)).size).toBe(1);
  });

  it('is not another request’s, but another tenant may have one of the same id', async () => {
    const one = aFleet().process();
    const [ctx, other] = [aCtx(), aCtx()];
    const jobId = aJobId();
    await start(one, ctx, jobId);

    const another = one.jobs.start(ctx, count, { jobId, to: 4 }, { ...ASKED, requestHash: 'another' });
    await expect(another).rejects.toMatchObject({ code: 'idempotency_key_reuse', status: 422 });
    expect(await one.jobs.get(other, jobId)).toBeNull();
    await start(one, other, jobId);
    const done: string[] = [];
    await one.work(async (jobCtx) => void done.push(jobCtx.tenantId));

    await isDone(one, ctx, jobId);
    await isDone(one, other, jobId);
    expect(done.sort()).toEqual([ctx.tenantId, other.tenantId].sort());
  });

  it('is done once by two workers', async () => {
    const fleet = aFleet();
    const [one, two] = [fleet.process(), fleet.process()];
    const ctx = aCtx();
    const done: string[] = [];
    for (const worker of [one, two]) await worker.work(async (_, { jobId }) => void done.push(jobId));

    const ids = (await Promise.all(Array.from({ length: 20 }, () => start(one, ctx)))).map(({ id }) => id);
    for (const id of ids) await isDone(one, ctx, id);

    expect(done.sort()).toEqual(ids.sort());
  });

  it('waits for a worker that knows it: an older one uses up its tries in the queue, never the job', async () => {
    const fleet = aFleet();
    const [older, newer] = [fleet.process(), fleet.process()];
    const ctx = aCtx();
    let tries = 0;
    await older.queue.work(async ({ name }) => {
      tries++;
      throw new Error(`This version knows no job ${name}.`);
    });
    const { id } = await start(older, ctx);
    await eventually(() => expect(tries).toBe(count.attempts));
    await older.end();

    await newer.work(async () => counted);

    await isDone(newer, ctx, id);
  });
});

it('what is due is found by an index that holds nothing else', async () => {
  const jobs = database.mongo.db.collection('jobs');
  const plan = await jobs.find({ dueAt: { $lte: new Date() } }, { sort: { dueAt: 1 } }).explain('queryPlanner');

  expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain('"indexName":"due"');
  const due = (await jobs.indexes()).find(({ name }) => name === 'due');
  expect(due?.partialFilterExpression).toEqual({ dueAt: { $exists: true } });
});

describe('a worker that dies', { timeout: 40_000 }, () => {
  it('leaves a record another worker goes on with, and progress does not go back', async () => {
    const fleet = aFleet();
    const survivor = fleet.process();
    const ctx = aCtx();
    const script = fileURLToPath(new URL('./dying-recorded-worker.fixtures.ts', import.meta.url));
    const url = new URL(process.env.MONGODB_URI ?? '');
    url.pathname = `/${database.mongo.db.databaseName}`;
    const dying = spawn(process.execPath, [script, url.href, redis.url, fleet.name]);
    endings.push(() => dying.kill('SIGKILL'));
    const { id } = await start(survivor, ctx);
    const [said] = await once(dying.stdout, 'data');
    expect(String(said)).toContain(`took ${id}`);

    dying.kill('SIGKILL');
    expect(await survivor.jobs.get(ctx, id)).toMatchObject({ state: 'running', progress: 40 });
    const seen: unknown[] = [];
    await survivor.work(async (jobCtx) => {
      await jobCtx.progress(10);
      await new Promise((resolve) => setTimeout(resolve, 100));
      seen.push((await survivor.jobs.get(ctx, id))?.progress, jobCtx.attempt);
      return counted;
    });

    await isDone(survivor, ctx, id);
    expect(seen).toEqual([40, 1]);
    expect(survivor.told.map(({ data }) => data.progress)).toEqual([40, 100]);
  });
});
