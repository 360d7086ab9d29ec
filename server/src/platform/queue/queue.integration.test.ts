import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis, silent } from '../cache/redis.fixtures.ts';
import type { Part } from '../lifecycle.ts';
import { createBullQueue } from './bull-queue.ts';
import { defineJob, type JobCtx } from './define-job.ts';
import type { JobQueue } from './job-queue.ts';
import { createWorker } from './worker.ts';

let redis: OwnRedis;
beforeAll(async () => {
  redis = await ownRedis();
});
afterAll(() => redis.kill());

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

let queues = 0;
const LOCK_MS = 400;
function aQueue(name = `q${++queues}`, url = redis.url): JobQueue & { name: string } {
  const queue = createBullQueue({ name, url, log: silent, lockMs: LOCK_MS });
  endings.push(() => queue.close(100));
  return { ...queue, name };
}

interface Greeting {
  readonly who: string;
}
/** A job that does what the test gives it. */
const greet = defineJob({
  name: 'test.greet',
  data: (value) => {
    if (typeof value !== 'object' || value === null || !('who' in value)) throw new Error('not a greeting');
    return { who: String(value.who) };
  },
  key: (data: Greeting) => data.who,
  attempts: 3,
  backoffMs: 50,
  run: (deps: { say: (ctx: JobCtx, data: Greeting) => Promise<unknown> }, ctx, data) => deps.say(ctx, data),
});
const by = { tenantId: 'ten_1', requestId: 'req_1' };

/** A worker on `queue` that says what it is told. */
async function aWorker(queue: JobQueue, say: (ctx: JobCtx, data: Greeting) => Promise<unknown>): Promise<Part> {
  const worker = createWorker({ queue, jobs: [greet.with({ say })], log: silent }, { apiVersion: '2026-11-01' });
  await worker.start?.();
  return worker;
}

describe('a job', () => {
  it('runs in the tenant and under the request that caused it', async () => {
    const queue = aQueue();
    const seen: unknown[] = [];
    await aWorker(queue, async (ctx, data) => {
      seen.push([ctx.tenantId, ctx.requestId, ctx.actor, ctx.apiVersion, data, ctx.attempt]);
      await ctx.progress(50);
    });

    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));

    await eventually(() => expect(seen).toHaveLength(1));
    const actor = { kind: 'system', id: 'test.greet', role: 'admin' };
    expect(seen[0]).toEqual(['ten_1', 'req_1', actor, '2026-11-01', { who: 'ann' }, 1]);
  });

  it('enqueued twice runs once, but for another tenant again', async () => {
    const queue = aQueue();
    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));
    await queue.add(greet.request(by, { who: 'ann' }));
    await queue.add(greet.request({ ...by, tenantId: 'ten_2' }, { who: 'ann' }));
    await queue.add(greet.request(by, { who: 'last' }));
    const seen: string[] = [];

    await aWorker(queue, async (ctx, { who }) => void seen.push(`${ctx.tenantId} ${who}`));

    await eventually(() => expect(seen).toContain('ten_1 last'));
    expect(seen.sort()).toEqual(['ten_1 ann', 'ten_1 last', 'ten_2 ann']);
  });

  it('that fails is tried as often as it says, and knows its last try', async () => {
    const queue = aQueue();
    const tries: unknown[] = [];
    await aWorker(queue, async ({ attempt, lastAttempt }) => {
      tries.push([attempt, lastAttempt]);
      throw new Error('no luck');
    });

    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));
    await eventually(() => expect(tries).toHaveLength(3));
    await queue.add(greet.request(by, { who: 'other' }));
    await eventually(() => expect(tries).toHaveLength(6));

    expect(tries.slice(0, 3)).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it('is renewed only where the queue has it no more, or has ended it', async () => {
    const queue = aQueue();
    const ann = greet.request(by, { who: 'ann' });
    await eventually(() => queue.add(ann));
    await queue.renew(ann);
    await queue.renew(greet.request(by, { who: 'bob' }));
    const seen: string[] = [];
    await aWorker(queue, async (_, { who }) => void seen.push(who));
    await eventually(() => expect([...seen].sort()).toEqual(['ann', 'bob']));

    await eventually(async () => {
      await queue.renew(ann);
      expect([...seen].sort()).toEqual(['ann', 'ann', 'bob']);
    });
  });

  it('of a worker that was killed runs elsewhere', { timeout: 20_000 }, async () => {
    const queue = aQueue();
    const script = fileURLToPath(new URL('./dying-worker.fixtures.ts', import.meta.url));
    const dying = spawn(process.execPath, [script, redis.url, queue.name, String(LOCK_MS)]);
    endings.push(() => dying.kill('SIGKILL'));
    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));
    const [said] = await once(dying.stdout, 'data');
    expect(String(said)).toContain('took test.greet|ten_1|ann');

    dying.kill('SIGKILL');
    const done: string[] = [];
    await aWorker(queue, async (_, { who }) => void done.push(who));

    await eventually(() => expect(done).toEqual(['ann']), 15_000);
  });
});

describe('stopping', () => {
  it('lets the job under way end and leaves all others to other workers', async () => {
    const queue = aQueue();
    const seen: string[] = [];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const stopping = createBullQueue({ name: queue.name, url: redis.url, log: silent, lockMs: LOCK_MS });
    const working = await stopping.work(async ({ id }) => {
      seen.push(id);
      await finished;
      seen.push('done');
    });
    await eventually(() => queue.add(greet.request(by, { who: 'first' })));
    await eventually(() => expect(seen).toEqual(['test.greet|ten_1|first']));

    await working.pause();
    const elsewhere: string[] = [];
    await aWorker(queue, async (_, { who }) => void elsewhere.push(who));
    const later = Array.from({ length: 20 }, (_, i) => `later${i}`);
    for (const who of later) await queue.add(greet.request(by, { who }));
    await eventually(() => expect([...elsewhere].sort()).toEqual([...later].sort()));

    const stopped = stopping.close(5_000);
    finish();
    await stopped;
    expect(seen).toEqual(['test.greet|ten_1|first', 'done']);
  });

  it('gives up on a job that does not end, which then runs elsewhere', { timeout: 20_000 }, async () => {
    const queue = aQueue();
    const hanging = createBullQueue({ name: queue.name, url: redis.url, log: silent, lockMs: LOCK_MS });
    let taken = false;
    await aWorker(hanging, () => {
      taken = true;
      return new Promise(() => {});
    });
    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));
    await eventually(() => expect(taken).toBe(true));

    const from = performance.now();
    await hanging.close(300);
    expect(performance.now() - from).toBeLessThan(2_000);

    const done: string[] = [];
    await aWorker(queue, async (_, { who }) => void done.push(who));
    await eventually(() => expect(done).toEqual(['ann']), 15_000);
  });

  it('closes every connection it opened', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const queue = aQueue('q', own.url);
    await aWorker(queue, async () => undefined);
    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));
    const watch = aQueue('watch', own.url);
    await eventually(() => watch.add(greet.request(by, { who: 'x' })));

    await queue.close(1_000);

    const { Redis } = await import('ioredis');
    const asking = new Redis(own.url);
    endings.push(() => asking.disconnect());
    // The one that asks, and the watching queue's producer.
    await eventually(async () =>
      expect(
        String(await asking.client('LIST'))
          .trim()
          .split('\n'),
      ).toHaveLength(2),
    );
  });
});

describe('without Redis', () => {
  it('absent or frozen, adding fails within its deadline instead of hanging', async () => {
    const own = await ownRedis({ started: false });
    const queue = aQueue('q', own.url);
    const failing = async () => {
      const from = performance.now();
      await expect(queue.add(greet.request(by, { who: 'ann' }))).rejects.toThrow();
      return performance.now() - from;
    };

    expect(await failing()).toBeLessThan(2_500);
    const warnings: Error[] = [];
    process.on('warning', (warning) => warnings.push(warning));
    await Promise.allSettled(Array.from({ length: 20 }, () => failing()));
    expect(warnings).toEqual([]);
    await own.start();
    endings.push(() => own.kill());
    await eventually(() => queue.add(greet.request(by, { who: 'ann' })));
    own.freeze();
    expect(await failing()).toBeLessThan(2_500);
    own.thaw();
  });
});
