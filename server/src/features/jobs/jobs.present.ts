import type { Job } from '../../platform/http/contract.types.gen.ts';
import type { JobRecord } from '../../platform/queue/job-record.ts';

/** A job as the API shows it, the same for everybody who sees it. */
export function presentJob(job: JobRecord): Job {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    progress: job.progress,
    ...(job.result ? { result: job.result } : {}),
    ...(job.error ? { error: job.error } : {}),
    createdAt: job.createdAt.toISOString(),
    updatedAt: job.updatedAt.toISOString(),
    ...(job.finishedAt ? { finishedAt: job.finishedAt.toISOString() } : {}),
  };
}
