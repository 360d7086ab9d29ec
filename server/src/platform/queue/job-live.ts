import type { Logger } from '../observability/log.ts';
import type { Reach } from '../realtime/hub.ts';
import type { LiveMessage } from '../realtime/types.ts';
import type { JobRecord } from './job-record.ts';
import type { JobRecords } from './job-records.ts';

/** `Realtime.publish`. */
export type Publish = (tenantId: string, channel: string, message: LiveMessage) => Promise<Reach>;

export const isOver = ({ state }: Pick<JobRecord, 'state'>): boolean => state === 'done' || state === 'failed';

/**
 * Tells a job's channel where it stands. Its end is told until it has reached everyone: what died with its process, or
 * went out while Redis was away, the sweeper tells again, under the same id.
 */
export function createTell(deps: { records: Pick<JobRecords, 'told'>; publish: Publish; log: Logger }) {
  const { records, publish, log } = deps;
  return async (job: JobRecord): Promise<void> => {
    try {
      const reach = await publish(job.tenantId, `job:${job.id}`, messageOf(job));
      if (isOver(job) && reach === 'everywhere') await records.told(job);
    } catch (error) {
      log.warn({ err: error, jobId: job.id, tenantId: job.tenantId }, 'where a job stands could not be told');
    }
  };
}

/** Of several that wait for a slow watcher only the newest progress goes out; an end is never left out. */
function messageOf({ id, state, progress, updatedAt }: JobRecord): LiveMessage {
  const ts = updatedAt.toISOString();
  const data = { jobId: id, state, progress };
  return state === 'done' || state === 'failed'
    ? { type: `job.${state}`, kind: 'status', id: `${id}@${state}`, ts, data }
    : { type: 'job.progress', kind: 'position', subject: id, id: `${id}@${state}:${progress}:${ts}`, ts, data };
}
