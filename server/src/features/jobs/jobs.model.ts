import type { Actor } from '../../platform/http/context.ts';
import type { JobRecord } from '../../platform/queue/job-record.ts';

/** Who caused a job follows it, and staff does. A key of the same tenant is somebody else than the user who made it. */
export const maySee = (actor: Actor, { by }: Pick<JobRecord, 'by'>): boolean =>
  actor.role === 'admin' || actor.role === 'dispatcher' || (actor.kind === by.kind && actor.id === by.id);
