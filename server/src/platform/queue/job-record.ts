import type { TenantDocument } from '../db/tenant-collection.ts';
import type { Actor, Ctx } from '../http/context.ts';
import type { components } from '../http/contract.types.gen.ts';
import type { DefinedJob } from './define-job.ts';

type Job = components['schemas']['Job'];
export type JobKind = Job['kind'];

/** A job that somebody waits for: where it stands, and what came of it. Kept for thirty days after its end. */
export interface JobRecord extends TenantDocument {
  /** `job_<uuid>`; made from the call's key, so that a replay of the call finds its job. */
  readonly id: string;
  readonly kind: JobKind;
  readonly state: Job['state'];
  /** 0 to 100; never goes back. */
  readonly progress: number;
  readonly result?: Job['result'];
  readonly error?: Job['error'];
  /** Who caused it; he and staff may see it. */
  readonly by: Pick<Actor, 'kind' | 'id' | 'role'>;
  readonly requestId: string;
  /** Of the request that caused it: the same id with another hash is another request. */
  readonly requestHash: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt?: Date;
}

/**
 * How a feature has something done after its answer: records the job, in the operation's transaction where `ctx` has
 * one, and has it done. What stands in the record happens even when this process dies in the next moment or Redis is
 * away. An id that is there already gives that record, whoever asks. `data` is plain JSON and names the job by `jobId`.
 */
export type StartJob = <Deps, Data extends { readonly jobId: string }>(
  ctx: Ctx,
  job: DefinedJob<Deps, Data>,
  data: Data,
  of: { readonly kind: JobKind; readonly requestHash: string },
) => Promise<JobRecord>;
