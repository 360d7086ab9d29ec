import type { Jobs } from '../../platform/queue/jobs.ts';

/** What the use cases of this feature work with. */
export interface JobsDeps {
  readonly jobs: Pick<Jobs, 'get'>;
}
