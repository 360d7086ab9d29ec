import { limits } from '../config/limits.ts';
import { isDuplicateKey } from '../db/errors.ts';
import type { Mongo } from '../db/mongo.ts';
import type { TenantCtx } from '../db/tenant-collection.ts';
import type { Leader } from '../events/leader.ts';
import { IdempotencyInProgress, IdempotencyKeyReuse } from '../http/errors.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import { createTell, type Publish } from './job-live.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRecord, StartJob } from './job-record.ts';
import { createJobRecords, type JobTimes, type StoredJob } from './job-records.ts';
import { createJobSweeper } from './job-sweeper.ts';
import { createRecordedRun, type RunRecorded } from './recorded-run.ts';

export interface JobsDeps {
  readonly mongo: Mongo;
  readonly queue: JobQueue;
  readonly publish: Publish;
  readonly log: Logger;
  readonly now: () => Date;
  /** Default: `limits.jobs`. */
  readonly times?: JobTimes;
}

/** Jobs that somebody waits for. */
export interface Jobs {
  readonly start: StartJob;
  get(ctx: TenantCtx, id: string): Promise<JobRecord | null>;
  /** For the worker. */
  readonly run: RunRecorded;
  /** For the worker role: brings back what was forgotten elsewhere. */
  sweeper(leader: Leader): Part;
}

/** Jobs with a record: MongoDB says what is to be done and how it went, the queue only carries it to a worker. */
export function createJobs({ mongo, queue, publish, log, now, times = limits.jobs }: JobsDeps): Jobs {
  const records = createJobRecords(mongo, now, times);
  const tell = createTell({ records, publish, log });

  /** Nobody waits for this: what fails here, or dies with this process, is found by the sweeper. */
  const enqueue = ({ id, tenantId, request }: StoredJob): void => {
    queue.add(request).catch((error: unknown) => {
      log.warn({ err: error, jobId: id, tenantId }, 'a job waits in its record until the queue takes it');
    });
  };

  /** The record that is there already; it must be of the same request. */
  const known = async (ctx: TenantCtx, id: string, requestHash: string): Promise<StoredJob | null> => {
    const job = await records.get(ctx, id);
    if (job && job.requestHash !== requestHash) throw IdempotencyKeyReuse({ key: id.slice(id.indexOf('_') + 1) });
    return job;
  };

  const start: StartJob = async (ctx, job, data, { kind, requestHash }) => {
    const before = await known(ctx, data.jobId, requestHash);
    if (before) return before;
    const { tenantId, requestId, actor } = ctx;
    const id = data.jobId;
    const request = job.request(ctx, data);
    const at = now();
    const record: StoredJob = {
      _id: records.key(ctx, id),
      tenantId,
      id,
      kind,
      state: 'waiting',
      progress: 0,
      by: { kind: actor.kind, id: actor.id, role: actor.role },
      requestId,
      requestHash,
      createdAt: at,
      updatedAt: at,
      request: {
        ...request,
        id: `${job.name}|${tenantId}|${id}`,
        envelope: { ...request.envelope, jobId: id },
        timeoutMs: request.timeoutMs + times.timeoutGraceMs,
      },
      dueAt: new Date(at.getTime() + times.handOverMs),
      runs: 0,
      failures: 0,
    };
    try {
      await records.insert(ctx, record);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // The same call at the same moment. In a transaction nothing can be read any more: the caller asks again.
      const theirs = ctx.unit ? null : await known(ctx, id, requestHash);
      if (!theirs) throw IdempotencyInProgress({});
      return theirs;
    }
    if (ctx.unit) ctx.unit.afterCommit(() => enqueue(record));
    else enqueue(record);
    return record;
  };

  return {
    start,
    get: records.get,
    run: createRecordedRun({ records, log, times, tell }),
    sweeper: (leader) => createJobSweeper({ mongo, records, queue, tell, leader, log }),
  };
}
