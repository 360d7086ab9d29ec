import { expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import { jobsIndexes } from './job-records.ts';

const { jobs, daily, queue, deadline } = limits;

it('a silent worker has lost its record before the queue gives its job to another', () => {
  expect(jobs.leaseMs).toBeLessThan(queue.lockMs);
});

it('a worker that lives says so several times before anybody takes it for dead', () => {
  expect(jobs.beatMs * 3).toBeLessThan(jobs.leaseMs);
  expect(daily.beatMs * 3).toBeLessThan(daily.leaseMs);
});

it('a job that is just being enqueued is nobody else’s concern', () => {
  expect(jobs.handOverMs).toBeGreaterThan(deadline.jobAddMs);
});

it('jobs are kept for thirty days after their end', () => {
  expect(jobsIndexes.indexes).toContainEqual(
    expect.objectContaining({ key: { finishedAt: 1 }, expireAfterSeconds: 30 * 24 * 3_600 }),
  );
});
