import { limits } from '../config/limits.ts';
import type { CollectionIndexes } from '../db/index-spec.ts';
import type { Mongo } from '../db/mongo.ts';
import { type TenantCtx, tenantCollection } from '../db/tenant-collection.ts';
import { deadlineIn } from '../http/context.ts';
import type { JobRequest } from './job-queue.ts';
import type { JobRecord } from './job-record.ts';

/** A record with what only the queue's side knows of it. */
export interface StoredJob extends JobRecord {
  /** What the queue is asked to do. */
  readonly request: JobRequest;
  /** When somebody has to look after it, unless it moves by itself; absent once everybody knows its end. */
  readonly dueAt?: Date;
  /** Runs that were begun, and those of them that failed; what is left ended without a word, or is under way. */
  readonly runs: number;
  readonly failures: number;
  /** Who is doing it, and until when he counts as alive. */
  readonly run?: { readonly owner: string; readonly until: Date };
}

/** A run of a job: what it may write ends with its hold on the record. */
export interface Run {
  readonly tenantId: string;
  readonly id: string;
  /** One for each run; nobody else writes with it. */
  readonly owner: string;
}

/** How a job ended. */
export type Outcome =
  | { readonly state: 'done'; readonly result?: NonNullable<JobRecord['result']> }
  | { readonly state: 'failed'; readonly error: NonNullable<JobRecord['error']> };

export const jobsIndexes: CollectionIndexes = {
  collection: 'jobs',
  indexes: [
    // Only what is not over stands in it, so it stays small.
    { name: 'due', key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $exists: true } }, serves: ['due'] },
    {
      name: 'expiry',
      key: { finishedAt: 1 },
      expireAfterSeconds: limits.jobs.keptDays * 24 * 3_600,
      serves: ['ttl'],
    },
  ],
};

/** How long things may take; the tests have less patience. */
export type JobTimes = { readonly [Name in keyof typeof limits.jobs]: number };

/** The records of jobs. Each is the row from which its job is enqueued, until its end is known. */
export type JobRecords = ReturnType<typeof createJobRecords>;

export function createJobRecords(mongo: Mongo, now: () => Date, times: JobTimes = limits.jobs) {
  const jobs = tenantCollection<StoredJob>(mongo.db, 'jobs');
  const after = (ms: number) => new Date(now().getTime() + ms);
  /** A run may take longer than any request: each of its writes has a deadline of its own. */
  const within = ({ tenantId }: Pick<Run, 'tenantId'>): TenantCtx => ({
    tenantId,
    deadline: deadlineIn(limits.deadline.requestMs),
  });
  /** Changes the record for its holder; undefined when the run is somebody else's by now. */
  const held = async (run: Run, update: Parameters<typeof jobs.update>[2]): Promise<StoredJob | undefined> => {
    const ctx = within(run);
    return (await jobs.update(ctx, { _id: jobs.key(ctx, run.id), 'run.owner': run.owner }, update)) ?? undefined;
  };

  return {
    key: jobs.key,
    insert: (ctx: TenantCtx, job: StoredJob) => jobs.insert(ctx, job),
    get: (ctx: TenantCtx, id: string) => jobs.get(ctx, id),

    /** Makes the job its run's; undefined when it is over, when it is not there, or while another run has it. */
    async begin(run: Run): Promise<StoredJob | undefined> {
      const ctx = within(run);
      const until = after(times.leaseMs);
      const free = [{ run: { $exists: false } }, { 'run.until': { $lte: now() } }];
      const begun = await jobs.update(
        ctx,
        { _id: jobs.key(ctx, run.id), state: { $in: ['waiting', 'running'] }, $or: free },
        {
          $set: { state: 'running', updatedAt: now(), run: { owner: run.owner, until }, dueAt: until },
          $inc: { runs: 1 },
        },
      );
      return begun ?? undefined;
    },
    /** Its worker lives. */
    beat(run: Run): Promise<StoredJob | undefined> {
      const until = after(times.leaseMs);
      return held(run, { $set: { 'run.until': until, dueAt: until } });
    },
    /** Never goes back: a second run passes again where the first has been. */
    progress: (run: Run, percent: number) => held(run, { $max: { progress: percent }, $set: { updatedAt: now() } }),
    /** A try failed and is not the last one; the next is looked for after `waitMs`, should the queue forget it. */
    again: (run: Run, percent: number, waitMs: number) =>
      held(run, {
        $max: { progress: percent },
        $set: { state: 'waiting', updatedAt: now(), dueAt: after(waitMs) },
        $inc: { failures: 1 },
        $unset: { run: '' },
      }),
    /** The end. It stays due until everybody was told. */
    end(run: Run, percent: number, outcome: Outcome): Promise<StoredJob | undefined> {
      const at = now();
      return held(run, {
        $max: { progress: percent },
        $set: { ...outcome, updatedAt: at, finishedAt: at, dueAt: after(times.handOverMs) },
        $unset: { run: '' },
      });
    },
    /** Everybody knows how it ended: there is nothing left to do with it. */
    async told(job: JobRecord): Promise<void> {
      await jobs.update(within(job), { _id: job._id, state: job.state }, { $unset: { dueAt: '' } });
    },

    /** Of all tenants, those to look after, the longest waiting first. */
    due: (limit: number): Promise<StoredJob[]> =>
      mongo.db
        .collection<StoredJob>('jobs')
        .find({ dueAt: { $lte: now() } }, { sort: { dueAt: 1 }, limit, maxTimeMS: limits.db.longestMaxTimeMs })
        .toArray(),
    /** It was looked after; whoever has it meanwhile has said when it is due next. */
    async lookedAfter(job: StoredJob): Promise<void> {
      const seen = { _id: job._id, ...(job.dueAt ? { dueAt: job.dueAt } : {}) };
      await jobs.update(within(job), seen, { $set: { dueAt: after(times.renewMs) } });
    },
  };
}
