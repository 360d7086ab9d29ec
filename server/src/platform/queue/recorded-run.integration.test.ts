import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import { aCtx } from '../db/mongo.fixtures.ts';
import { NotFound } from '../http/errors.ts';
import type { RunningJob } from './job-queue.ts';
import {
  ASKED,
  aJobId,
  aProcess,
  count,
  jobsDatabase,
  type OneProcess,
  type ProcessOptions,
  SHORT_HOLD,
  SOON,
} from './jobs.fixtures.ts';

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
function given(options: ProcessOptions = {}) {
  const on = { mongo: database.mongo, redis, name: `runs${++names}` };
  const ctx = aCtx();
  const id = aJobId();
  const make = (more: ProcessOptions = {}): OneProcess => {
    const made = aProcess(on, { ...options, ...more });
    endings.push(() => made.end());
    return made;
  };
  const one = make();
  const start = () => one.jobs.start(ctx, count, { jobId: id, to: 3 }, ASKED);
  const record = () => one.jobs.get(ctx, id);
  const reaches = (state: string) =>
    eventually(async () => expect(await record()).toMatchObject({ state }), 20_000).then(record);
  /** As the queue gives it to a worker. */
  const { tenantId, requestId } = ctx;
  const running: RunningJob = {
    name: count.name,
    id: 'any',
    attempt: 1,
    lastAttempt: false,
    envelope: { tenantId, requestId, jobId: id, data: {} },
    progress: async () => {},
  };
  const run = (by: OneProcess, work: (running: RunningJob) => Promise<unknown>, timeoutMs = 10_000) =>
    by.jobs.run(running, { jobId: id, timeoutMs }, work);
  return { one, make, ctx, id, start, record, reaches, run };
}

/** Later by this much. */
const ahead = (ms: number) => () => new Date(Date.now() + ms);
const counted = (lines: number) => ({ lines, created: lines, refused: 0, mistakes: [] });

/** A promise and its end. */
const pending = () => Promise.withResolvers<unknown>();

describe('a try that fails', () => {
  it('is told as waiting, keeps its progress, and the next one may do it', async () => {
    const { one, start, record, reaches, id, ctx } = given();
    const between: unknown[] = [];
    await one.work(async (jobCtx) => {
      if (jobCtx.attempt > 1) {
        const { state, progress } = (await record()) ?? {};
        between.push([jobCtx.attempt, jobCtx.lastAttempt, state, progress]);
      }
      await jobCtx.progress(jobCtx.attempt * 10);
      if (jobCtx.attempt < 3) throw new Error('no luck');
      return counted(3);
    });

    await start();

    expect(await reaches('done')).toMatchObject({ progress: 100, result: counted(3) });
    expect(between).toEqual([
      [2, false, 'running', 10],
      [3, true, 'running', 20],
    ]);
    const told = one.told.map(({ data }) => `${data.state} ${data.progress}`);
    expect(told).toContain('waiting 10');
    expect(told).toContain('waiting 20');
    expect(told.at(-1)).toBe('done 100');
    const numbers = one.told.map(({ data }) => Number(data.progress));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(one.told.map(({ channel, tenantId }) => `${tenantId} ${channel}`))).toEqual(
      new Set([`${ctx.tenantId} job:${id}`]),
    );
  });

  it('makes the job fail only when it was the last one, with a sentence that gives nothing away', async () => {
    const { one, start, reaches } = given();
    let tries = 0;
    await one.work(async (jobCtx) => {
      tries++;
      await jobCtx.progress(55);
      throw new Error('connect ECONNREFUSED mongodb://root:secret@10.0.0.7');
    });

    await start();

    const failed = await reaches('failed');
    expect(tries).toBe(3);
    expect(failed).toMatchObject({ progress: 55, error: { code: 'internal_error' } });
    expect(JSON.stringify([failed?.error, one.told])).not.toMatch(/ECONN|secret|10\.0\.0\.7/);
    expect(failed?.finishedAt).toBeInstanceOf(Date);
    expect(one.told.at(-1)).toMatchObject({ type: 'job.failed', kind: 'status', data: { state: 'failed' } });
  });

  it('says why where the refusal is one of ours', async () => {
    const { one, start, reaches } = given();
    await one.work(() => Promise.reject(NotFound({ what: 'file' })));

    await start();

    expect((await reaches('failed'))?.error).toEqual({
      code: 'not_found',
      message: 'There is no file that you may see.',
    });
  });

  it('is one that takes too long, whatever it still does afterwards', async () => {
    const { one, start, record, run } = given();
    await start();
    const late = pending();

    await expect(run(one, () => late.promise, 50)).rejects.toThrow('too long');
    expect(await record()).toMatchObject({ state: 'waiting', failures: 1 });
    await run(one, async () => counted(2));
    late.resolve(counted(1));

    expect(await record()).toMatchObject({ state: 'done', result: counted(2) });
  });
});

describe('the hold of a run', () => {
  it('keeps others off while its worker lives, however long it takes', async () => {
    const { one, make, start, record, run } = given({ times: SHORT_HOLD });
    await start();
    const work = pending();
    const mine = run(one, () => work.promise);
    await eventually(async () => expect((await record())?.state).toBe('running'));

    await new Promise((resolve) => setTimeout(resolve, SHORT_HOLD.leaseMs * 2));
    const taken: unknown[] = [];
    await run(make(), async (running) => taken.push(running));
    work.resolve(counted(1));
    await mine;

    expect(taken).toEqual([]);
    expect(await record()).toMatchObject({ state: 'done', runs: 1 });
  });

  it('runs out in a process that is frozen, and what that one writes when it thaws is not taken', async () => {
    const { one, make, start, record, run } = given({ times: { ...SOON, beatMs: 60_000 } });
    const later = make({ now: ahead(SOON.leaseMs + 1_000) });
    await start();
    const frozen = pending();
    const work = pending();
    const first = run(one, async (running) => {
      await running.progress(30);
      await frozen.promise;
      await running.progress(90);
      return counted(1);
    });
    await eventually(async () => expect((await record())?.progress).toBe(30));

    const second = run(later, () => work.promise);
    await eventually(async () => expect(await record()).toMatchObject({ runs: 2 }));
    frozen.resolve(undefined);
    await first;
    expect(await record()).toMatchObject({ state: 'running', progress: 30 });
    work.resolve(counted(2));
    await second;

    expect(await record()).toMatchObject({ state: 'done', result: counted(2) });
    expect([...one.told, ...later.told].filter(({ type }) => type === 'job.done')).toHaveLength(1);
  });

  it('is not given for ever to a job that kills whoever does it', async () => {
    const { one, make, start, record, run } = given({ times: { ...SOON, beatMs: 60_000 } });
    await start();
    const never = () => new Promise(() => {});
    for (let death = 0; death < SOON.silentRuns; death++) {
      const dying = make({ now: ahead(death * 2 * SOON.leaseMs) });
      run(dying, never, 500).catch(() => undefined);
      await eventually(async () => expect(await record()).toMatchObject({ runs: death + 1 }));
    }

    const begun: unknown[] = [];
    await run(make({ now: ahead(SOON.silentRuns * 2 * SOON.leaseMs) }), async (running) => begun.push(running));

    expect(begun).toEqual([]);
    expect(await record()).toMatchObject({ state: 'failed', error: { code: 'internal_error' } });
    expect(one.told).toEqual([]);
  });
});

describe('the end of a job', () => {
  it('is told until it has reached everyone, under one id', async () => {
    let redisIsAway = true;
    const { one, start, reaches, record, id } = given({ reach: () => (redisIsAway ? 'here' : 'everywhere') });
    await one.work(async () => counted(1));
    await start();
    await reaches('done');
    const ends = () => one.told.filter(({ type }) => type === 'job.done');
    await eventually(() => expect(ends().length).toBeGreaterThan(1));
    expect(await record()).toHaveProperty('dueAt');

    redisIsAway = false;

    await eventually(async () => expect(await record()).not.toHaveProperty('dueAt'));
    expect(new Set(ends().map((end) => end.id))).toEqual(new Set([`${id}@done`]));
    expect(ends()[0]).toMatchObject({ kind: 'status', data: { jobId: id, state: 'done', progress: 100 } });
  });

  it('that was told keeps nobody busy: nothing of it is due', async () => {
    const { one, start, reaches, record } = given();
    await one.work(async () => counted(1));
    await start();

    await reaches('done');

    await eventually(async () => expect(await record()).not.toHaveProperty('dueAt'));
    expect(await record()).not.toHaveProperty('run');
  });
});
