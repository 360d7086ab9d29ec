import { ok, type Routes } from '../../platform/http/operation.ts';
import { getJob } from './get-job.ts';
import type { JobsDeps } from './jobs.deps.ts';
import { presentJob } from './jobs.present.ts';

export const jobsRoutes = (deps: JobsDeps) =>
  ({
    getJob: async (ctx, { params }) => ok(presentJob(await getJob(deps, ctx, params.jobId))),
  }) satisfies Routes;
