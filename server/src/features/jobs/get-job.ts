import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { JobRecord } from '../../platform/queue/job-record.ts';
import type { JobsDeps } from './jobs.deps.ts';
import { maySee } from './jobs.model.ts';

/** A job, for who caused it and for staff; for everybody else there is none. */
export async function getJob({ jobs }: JobsDeps, ctx: Ctx, id: string): Promise<JobRecord> {
  const job = await jobs.get(ctx, id);
  if (!job || !maySee(ctx.actor, job)) throw NotFound({ what: 'job' });
  return job;
}
