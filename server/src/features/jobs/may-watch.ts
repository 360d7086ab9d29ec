import type { Ctx } from '../../platform/http/context.ts';
import type { JobsDeps } from './jobs.deps.ts';
import { maySee } from './jobs.model.ts';

/** Who asks: a call, or a socket. */
export type Watcher = Pick<Ctx, 'tenantId' | 'actor' | 'deadline'>;

/** Whether the caller may watch the job live: whoever may get it. */
export async function mayWatch({ jobs }: JobsDeps, ctx: Watcher, id: string): Promise<boolean> {
  const job = await jobs.get(ctx, id);
  return job !== null && maySee(ctx.actor, job);
}
