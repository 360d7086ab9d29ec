import { randomUUID } from 'node:crypto';
import type { IndexDescription } from 'mongodb';
import { eventually, type OwnRedis, silent } from '../cache/redis.fixtures.ts';
import { limits } from '../config/limits.ts';
import { ownDatabase } from '../db/mongo.fixtures.ts';
import type { Mongo } from '../db/mongo.ts';
import { createLeader } from '../events/leader.ts';
import { API_VERSION } from '../http/contract.gen.ts';
import type { Part } from '../lifecycle.ts';
import type { LiveMessage } from '../realtime/types.ts';
import { createBullQueue } from './bull-queue.ts';
import { defineJob, type JobCtx } from './define-job.ts';
import type { JobQueue } from './job-queue.ts';
import { type JobTimes, jobsIndexes } from './job-records.ts';
import { createJobs, type Jobs, type JobsDeps } from './jobs.ts';
import { createWorker } from './worker.ts';

/** As in production, only sooner. A hold lasts as long as there, because a busy machine must not take it from anybody. */
export const SOON: JobTimes = { ...limits.jobs, handOverMs: 100, renewMs: 300, progressMs: 20 };
/** For those who are to lose it. */
export const SHORT_HOLD: JobTimes = { ...SOON, leaseMs: 1_000, beatMs: 100 };
export const LOCK_MS = 400;

export interface Counting {
  readonly jobId: string;
  readonly to: number;
}
/** Does the work of a test. */
export type Count = (ctx: JobCtx, data: Counting) => Promise<unknown>;

/** A job that does what the test gives it; three tries. */
export const count = defineJob({
  name: 'test.count',
  data: (value) => value as Counting, // the tests' own
  key: ({ jobId }: Counting) => jobId,
  attempts: 3,
  backoffMs: 30,
  timeoutMs: 20_000,
  run: (deps: { readonly work: Count }, ctx, data) => deps.work(ctx, data),
});

export const aJobId = (): string => `job_${randomUUID()}`;
/** Of a request that asks for a job. */
export const ASKED = { kind: 'products.import', requestHash: 'hash' } as const;

/** A database with the indexes of jobs. */
export async function jobsDatabase(): Promise<ReturnType<typeof ownDatabase>> {
  const own = ownDatabase();
  await own.mongo.start?.();
  await eventually(() => {
    if (!own.mongo.reached) throw new Error('MongoDB was not reached.');
  });
  await own.mongo.db
    .collection(jobsIndexes.collection)
    .createIndexes(jobsIndexes.indexes.map(({ serves: _, ...index }) => index as unknown as IndexDescription)); // the driver's form
  return own;
}

/** What one process has of jobs. */
export interface OneProcess {
  readonly jobs: Jobs;
  readonly queue: JobQueue;
  /** What it told the live channels. */
  readonly told: readonly (LiveMessage & { readonly channel: string; readonly tenantId: string })[];
  /** Begins to work, as a process of the worker role does. */
  work(work: Count): Promise<void>;
  end(): Promise<void>;
}

/** One process on these servers. */
export function aProcess(
  on: { readonly mongo: Mongo; readonly redis: Pick<OwnRedis, 'url'>; readonly name: string },
  { reach = () => 'everywhere', times = SOON, now = () => new Date() }: ProcessOptions = {},
): OneProcess {
  const queue = createBullQueue({ name: on.name, url: on.redis.url, log: silent, lockMs: LOCK_MS });
  const told: (LiveMessage & { channel: string; tenantId: string })[] = [];
  const publish: JobsDeps['publish'] = async (tenantId, channel, message) => {
    told.push({ tenantId, channel, ...message });
    return reach();
  };
  const jobs = createJobs({ mongo: on.mongo, queue, publish, log: silent, now, times });
  const parts: Part[] = [];
  return {
    jobs,
    queue,
    told,
    async work(work) {
      const deps = { queue, jobs: [count.with({ work })], log: silent, runRecorded: jobs.run };
      parts.push(
        createWorker(deps, { apiVersion: API_VERSION }),
        jobs.sweeper(createLeader(on.mongo, 'sweeper:jobs', randomUUID(), () => new Date())),
      );
      for (const part of parts) await part.start?.();
    },
    async end() {
      for (const part of parts.toReversed()) await part.stop?.(AbortSignal.timeout(2_000));
      await queue.close(100);
    },
  };
}

export interface ProcessOptions {
  /** How far what is told gets. */
  readonly reach?: () => 'everywhere' | 'here';
  readonly times?: JobTimes;
  readonly now?: () => Date;
}
