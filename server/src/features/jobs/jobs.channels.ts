import { limits } from '../../platform/config/limits.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import type { Authorize } from '../../platform/realtime/types.ts';
import type { JobsDeps } from './jobs.deps.ts';
import { mayWatch } from './may-watch.ts';

/** What this feature's channels begin with; the rest is the job's id. */
export const JOB_CHANNEL = 'job:';

/** Says whether a session may watch a job. Asked when it subscribes and with every fresh token. */
export const authorizeChannel =
  (deps: JobsDeps): Authorize =>
  ({ ctx }, channel) =>
    mayWatch(deps, { ...ctx, deadline: deadlineIn(limits.deadline.requestMs) }, channel.slice(JOB_CHANNEL.length));
