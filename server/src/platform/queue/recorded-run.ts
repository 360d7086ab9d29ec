import { randomUUID } from 'node:crypto';
import { AppError } from '../errors/app-error.ts';
import { InternalError } from '../http/errors.ts';
import type { Logger } from '../observability/log.ts';
import { atMost } from './at-most.ts';
import type { RunningJob } from './job-queue.ts';
import type { JobRecord } from './job-record.ts';
import type { JobRecords, JobTimes, Outcome, Run, StoredJob } from './job-records.ts';
import { createProgress } from './progress.ts';

export interface RecordedRunDeps {
  readonly records: JobRecords;
  readonly log: Logger;
  readonly times: JobTimes;
  /** Told of each change, in order; never rejects. */
  readonly tell: (job: JobRecord) => Promise<void>;
}

/** Does a job that has a record; `work` gets the job with its try counted, and its progress kept, by the record. */
export type RunRecorded = (
  running: RunningJob,
  of: { readonly jobId: string; readonly timeoutMs: number },
  work: (running: RunningJob) => Promise<unknown>,
) => Promise<void>;

/**
 * The record says more than the queue: how often a job was tried, who has it, how it ended. Rejects when a try failed, so
 * that the queue gives the job again.
 *
 * Dying half-way leaves a hold on the record that runs out; then another worker goes on, to whom the queue or the sweeper
 * gives the job. A run that lost its hold, because its process was frozen or cut off, writes nothing any more.
 */
export function createRecordedRun({ records, log, times, tell }: RecordedRunDeps): RunRecorded {
  const told = async (job: StoredJob | undefined): Promise<void> => {
    if (job) await tell(job);
  };

  return async (running, { jobId, timeoutMs }, work) => {
    const run: Run = { tenantId: running.envelope.tenantId, id: jobId, owner: randomUUID() };
    const job = await records.begin(run);
    // Over, or another worker's: should that one die, the sweeper brings it back.
    if (!job) return;
    if (job.runs - job.failures > times.silentRuns) {
      log.error({ job: running.name, jobId, tenantId: run.tenantId }, 'a job is given up: its runs end without a word');
      return told(await records.end(run, job.progress, failed(undefined)));
    }

    await tell(job);
    const { attempts, backoffMs } = job.request;
    const attempt = job.failures + 1;
    const lastAttempt = attempt >= attempts;
    const progress = createProgress({
      from: job.progress,
      write: async (percent) => told(await records.progress(run, percent)),
      everyMs: times.progressMs,
      log,
    });
    const beating = setInterval(() => {
      records.beat(run).catch((error: unknown) => log.warn({ err: error, jobId }, 'a job could not say that it lives'));
    }, times.beatMs);
    try {
      const mine = { ...running, attempt, lastAttempt, progress: progress.to };
      const end = await atMost(work(mine), timeoutMs, 'the try took too long').then(done, (error: unknown) => ({
        error,
      }));
      const percent = await progress.stop();
      if (!('error' in end)) return await told(await records.end(run, 100, end));
      if (lastAttempt) await told(await records.end(run, percent, failed(end.error)));
      else await told(await records.again(run, percent, backoffMs * 2 ** (attempt - 1) + times.handOverMs));
      throw end.error;
    } finally {
      clearInterval(beating);
    }
  };
}

/** A job gives the result of its kind, or nothing. */
const done = (result: unknown): Outcome =>
  result === undefined ? { state: 'done' } : { state: 'done', result: result as NonNullable<JobRecord['result']> }; // what its kind says

/** A refusal of ours is a sentence for callers; whatever else it was stands in the log only. */
function failed(error: unknown): Outcome {
  const { code, message } = error instanceof AppError ? error : InternalError({});
  return { state: 'failed', error: { code, message } };
}
