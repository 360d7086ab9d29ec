/** Who a job is for, so that the worker can act in his tenant and its lines carry the request that caused it. */
export interface JobEnvelope {
  readonly tenantId: string;
  readonly requestId: string;
  /** Its record, where somebody waits for it. */
  readonly jobId?: string;
  /** Plain JSON: ids, not documents. */
  readonly data: unknown;
}

/** A job to be done at least once. */
export interface JobRequest {
  readonly name: string;
  /** Two jobs of one id are one job, for as long as the queue remembers it; a job must look first in any case. */
  readonly id: string;
  readonly envelope: JobEnvelope;
  /** How often it is tried in all. */
  readonly attempts: number;
  /** The wait before the second try, doubled for each further one. */
  readonly backoffMs: number;
  /** After this long a try counts as failed. It is not interrupted: the next try may run beside it. */
  readonly timeoutMs: number;
  readonly delayMs?: number;
}

/** A job being done. */
export interface RunningJob {
  readonly name: string;
  readonly id: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  readonly envelope: JobEnvelope;
  /** 0 to 100; kept with the job. */
  progress(percent: number): Promise<void>;
}

/** Work under way. */
export interface Working {
  /** Takes no further job once it has resolved, within a second; those under way go on. Never rejects. */
  pause(): Promise<void>;
}

/** Where work waits. Not a record: what must happen has a document, from which it is enqueued again when this forgets. */
export interface JobQueue {
  /** Resolves when the queue has it; rejects within 2 s when it cannot, after which it may be there all the same. */
  add(job: JobRequest): Promise<void>;
  /** As `add`, and when the queue remembers that it ended, it is done once more: for those who know that it was not. */
  renew(job: JobRequest): Promise<void>;
  /** Does jobs with `handle`; a rejection is a failed try. A process that dies half-way leaves its jobs to others. */
  work(handle: (job: RunningJob) => Promise<unknown>): Promise<Working>;
  /** Stops: lets jobs under way end for up to `withinMs`, then leaves them to be done again elsewhere. */
  close(withinMs: number): Promise<void>;
}
