import { limits } from '../config/limits.ts';
import type { Ctx } from '../http/context.ts';
import type { JobRequest } from './job-queue.ts';

/** What a job knows of its run: the tenant and request it is for, and where it stands. */
export interface JobCtx extends Ctx {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** 0 to 100. */
  progress(percent: number): Promise<void>;
}

/** A kind of background work. */
export interface JobSpec<Deps, Data> {
  /** `feature.what-it-does`; never changed while jobs of it wait. */
  readonly name: string;
  /** Checks the data as it comes back from the queue, written perhaps by an older version; throws when it is not ours. */
  readonly data: (value: unknown) => Data;
  /** Makes two enqueues one job; unique within tenant and name. */
  readonly key: (data: Data) => string;
  /** How often it is tried in all. Default 3. */
  readonly attempts?: number;
  /** The wait before the second try, doubled for each further one. Default 5 s. */
  readonly backoffMs?: number;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  /** Does the work. It runs at least once: look first, so that a second run does no harm. */
  run(deps: Deps, ctx: JobCtx, data: Data): Promise<unknown>;
}

/** A job with its dependencies, ready for the worker. */
export interface RunnableJob {
  readonly name: string;
  readonly timeoutMs: number;
  run(ctx: JobCtx, data: unknown): Promise<unknown>;
}

export interface DefinedJob<Deps, Data> extends JobSpec<Deps, Data> {
  /** The request to do it, for whoever enqueues; plain JSON, so it can wait in an outbox. */
  request(of: { tenantId: string; requestId: string }, data: Data, delayMs?: number): JobRequest;
  /** Gives it what it needs. */
  with(deps: Deps): RunnableJob;
}

/** Declares a job: its name, its data, and what makes two of them one. */
export function defineJob<Deps, Data>(spec: JobSpec<Deps, Data>): DefinedJob<Deps, Data> {
  const { name, attempts = limits.queue.attempts, backoffMs = limits.queue.backoffMs } = spec;
  const { timeoutMs = limits.queue.jobTimeoutMs } = spec;
  return {
    ...spec,
    request: ({ tenantId, requestId }, data, delayMs) => ({
      name,
      id: `${name}|${tenantId}|${spec.key(data)}`,
      envelope: { tenantId, requestId, data },
      attempts,
      backoffMs,
      timeoutMs,
      ...(delayMs === undefined ? {} : { delayMs }),
    }),
    with: (deps) => ({ name, timeoutMs, run: (ctx, data) => spec.run(deps, ctx, spec.data(data)) }),
  };
}
