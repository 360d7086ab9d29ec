import type { GivenTenant, Person } from '../../../test/given-tenant.ts';
import type { TestApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import type { Actor } from '../../platform/http/context.ts';
import type { JobQueue, RunningJob } from '../../platform/queue/job-queue.ts';
import type { JobRecord } from '../../platform/queue/job-record.ts';
import { ASKED, aJobId, count } from '../../platform/queue/jobs.fixtures.ts';
import { createJobs } from '../../platform/queue/jobs.ts';

/** A job that waits, and goes on as the test says. */
export interface GivenJob {
  readonly record: JobRecord;
  readonly id: string;
  /** One try of it, in this process and told through its live channels. */
  run(work: (running: RunningJob) => Promise<unknown>): Promise<void>;
}

/** Takes everything and does nothing. */
const NOWHERE: JobQueue = {
  add: async () => {},
  renew: async () => {},
  work: () => Promise.reject(new Error('Nobody works here.')),
  close: async () => {},
};

/** A job that `who` caused, made below the API; it is done only when the test does it. */
export async function givenJob(
  app: TestApp,
  tenant: Pick<GivenTenant, 'id'>,
  who: Pick<Person, 'userId'> & { readonly role: Actor['role'] },
): Promise<GivenJob> {
  const { mongo, realtime } = app;
  const publish = realtime.publish.bind(realtime);
  const jobs = createJobs({ mongo, queue: NOWHERE, publish, log: aCtx().log, now: () => new Date() });
  const ctx = aCtx({ tenantId: tenant.id, actor: { kind: 'user', id: who.userId, role: who.role } });
  const record = await jobs.start(ctx, count, { jobId: aJobId(), to: 3 }, ASKED);
  const { tenantId, requestId } = ctx;
  const { id } = record;
  const running: RunningJob = {
    name: count.name,
    id,
    attempt: 1,
    lastAttempt: false,
    envelope: { tenantId, requestId, jobId: id, data: {} },
    progress: async () => {},
  };
  return { record, id, run: (work) => jobs.run(running, { jobId: id, timeoutMs: 20_000 }, work) };
}
