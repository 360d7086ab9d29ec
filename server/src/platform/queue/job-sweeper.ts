import type { Mongo } from '../db/mongo.ts';
import { LEASE_MS, type Leader } from '../events/leader.ts';
import { createLoop, type Loop } from '../events/loop.ts';
import type { Logger } from '../observability/log.ts';
import { isOver } from './job-live.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRecord } from './job-record.ts';
import type { JobRecords } from './job-records.ts';

export interface JobSweeperDeps {
  readonly mongo: Pick<Mongo, 'reached'>;
  readonly records: Pick<JobRecords, 'due' | 'lookedAfter'>;
  readonly queue: Pick<JobQueue, 'renew'>;
  readonly tell: (job: JobRecord) => Promise<void>;
  readonly leader: Leader;
  readonly log: Logger;
}

/** The loop's own steps, which cost one look into an index that is nearly always empty. */
const IDLE_MS = 1_000;
const BATCH = 100;

/**
 * Looks after records that did not move when they should have: their process died before it enqueued them, Redis was away
 * or came back empty, their worker was killed, or their end was not told to everyone. The queue gets them once more,
 * which changes nothing where it has them. While it is away the round fails, and everything waits in its record.
 */
export function createJobSweeper({ mongo, records, queue, tell, leader, log }: JobSweeperDeps): Loop {
  return createLoop({
    name: 'sweeper of jobs',
    log,
    idleMs: IDLE_MS,
    async round() {
      if (!mongo.reached || !(await leader.lead())) return 'idle';
      const ledAt = performance.now();
      const due = await records.due(BATCH);
      for (const job of due) {
        // Somebody else may lead by then; two who look after one job only do it in vain.
        if (performance.now() - ledAt > LEASE_MS / 2) return 'more';
        if (isOver(job)) await tell(job);
        else await queue.renew(job.request);
        await records.lookedAfter(job);
      }
      return due.length === BATCH ? 'more' : 'idle';
    },
    onStop: () => leader.release(),
  });
}
