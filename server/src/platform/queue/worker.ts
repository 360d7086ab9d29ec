import { limits } from '../config/limits.ts';
import { deadlineIn } from '../http/context.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from '../observability/log.ts';
import type { JobCtx, RunnableJob } from './define-job.ts';
import type { JobQueue, RunningJob, Working } from './job-queue.ts';
import type { RunRecorded } from './recorded-run.ts';

export interface WorkerDeps {
  readonly queue: JobQueue;
  readonly jobs: readonly RunnableJob[];
  readonly log: Logger;
  /** Does jobs that have a record; without it such a job fails. */
  readonly runRecorded?: RunRecorded;
  /** Runs each job as a transaction of its own in the tracing tool; default: runs it. */
  readonly traced?: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  readonly onDone?: (name: string, outcome: 'done' | 'failed', ms: number) => void;
}

export interface WorkerOptions {
  /** The version of the contract that jobs speak. */
  readonly apiVersion: string;
  readonly now?: () => number;
}

/** Does the jobs of `queue`, each in the tenant and under the request that caused it, and tells how it went. */
export function createWorker(deps: WorkerDeps, options: WorkerOptions): Part {
  const { queue, jobs, log, runRecorded, traced, onDone } = deps;
  const { apiVersion, now = Date.now } = options;
  const byName = new Map(jobs.map((job) => [job.name, job]));
  let working: Promise<Working | undefined> | undefined;

  const contextOf = (running: RunningJob, { timeoutMs }: RunnableJob, jobLog: Logger): JobCtx => ({
    tenantId: running.envelope.tenantId,
    requestId: running.envelope.requestId,
    apiVersion,
    // The system may do in this tenant what its job says; who caused it stands in the request's own lines.
    actor: { kind: 'system', id: running.name, role: 'admin' },
    address: 'internal',
    deadline: deadlineIn(timeoutMs, now),
    log: jobLog,
    attempt: running.attempt,
    lastAttempt: running.lastAttempt,
    progress: (percent) => running.progress(percent),
  });

  async function handle(running: RunningJob): Promise<unknown> {
    const job = byName.get(running.name);
    // During a deployment an older worker may meet a newer job: the tries that are left find a newer worker.
    if (!job) throw new Error(`This version knows no job ${running.name}.`);
    const { jobId } = running.envelope;
    if (jobId === undefined) return perform(running, job);
    if (!runRecorded) throw new Error('This worker does no jobs that have a record.');
    return runRecorded(running, { jobId, timeoutMs: job.timeoutMs }, (mine) => perform(mine, job));
  }

  /** One try, with its lines in the log and its place in the numbers. */
  async function perform(running: RunningJob, job: RunnableJob): Promise<unknown> {
    const { tenantId, requestId, data } = running.envelope;
    const jobLog = log.child({ job: running.name, jobId: running.id, attempt: running.attempt, tenantId, requestId });

    const from = now();
    try {
      const work = () => job.run(contextOf(running, job, jobLog), data);
      const result = await (traced ? traced(running.name, work) : work());
      onDone?.(running.name, 'done', now() - from);
      jobLog.info({ ms: now() - from }, 'job done');
      return result;
    } catch (error) {
      onDone?.(running.name, 'failed', now() - from);
      const fields = { ms: now() - from, err: error };
      if (running.lastAttempt) jobLog.error(fields, 'job failed for good');
      else jobLog.warn(fields, 'job failed and will be tried again');
      throw error;
    }
  }

  return {
    name: 'worker',
    stopWithinMs: limits.deadline.queueCloseMs + 1_000,
    start() {
      // Loading the queue's library takes longer than everything else; nobody who calls us should wait for it.
      working = queue.work(handle).catch((error: unknown) => {
        log.error({ err: error }, 'the worker could not start');
        return undefined;
      });
    },
    drain: () => void working?.then((one) => one?.pause()),
    stop: () => queue.close(limits.deadline.queueCloseMs),
  };
}
