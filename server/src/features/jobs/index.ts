import type { Feature } from '../../platform/platform.ts';
import type { StartJob } from '../../platform/queue/job-record.ts';
import { jobsIndexes } from '../../platform/queue/job-records.ts';
import type { Jobs } from '../../platform/queue/jobs.ts';
import type { Authorize } from '../../platform/realtime/types.ts';
import { authorizeChannel } from './jobs.channels.ts';
import { jobsRoutes } from './jobs.routes.ts';
import { mayWatch, type Watcher } from './may-watch.ts';

export { JOB_CHANNEL } from './jobs.channels.ts';
export { presentJob } from './jobs.present.ts';

/** What other features may ask of jobs. */
export interface JobsApi {
  /** Has something done after the answer, with a record that the caller can follow. */
  readonly start: StartJob;
  /** Whether the caller may follow this job, live as by `getJob`. */
  mayWatch(ctx: Watcher, jobId: string): Promise<boolean>;
}

export interface JobsFeature extends Feature {
  readonly api: JobsApi;
  /** Who may watch which `job:` channel. */
  readonly channels: Authorize;
}

/** Work that goes on after its answer, for those who wait for it. */
export function jobsFeature(jobs: Pick<Jobs, 'start' | 'get'>): JobsFeature {
  return {
    routes: jobsRoutes({ jobs }),
    indexes: [jobsIndexes],
    api: { start: jobs.start, mayWatch: (ctx, jobId) => mayWatch({ jobs }, ctx, jobId) },
    channels: authorizeChannel({ jobs }),
  };
}
