import { expect, it } from 'vitest';
import { startTestApp, testApp } from '../../test/test-app.ts';
import { eventually } from '../platform/cache/redis.fixtures.ts';

const app = await testApp();

it('what is to be done every day is done by a process of the worker role', async () => {
  const schedules = app.mongo.db.collection<{ _id: string; day?: string }>('schedules');

  await eventually(async () => {
    const done = await schedules.find({ day: { $exists: true } }).toArray();
    expect(done.map(({ _id }) => _id)).toEqual(
      expect.arrayContaining(['contracts.end-run-out', 'subscriptions.end-trials']),
    );
  }, 20_000);
});

it('a process without the worker role takes on no work of its own', async () => {
  const answering = await startTestApp({ ROLES: 'api' });

  const names = answering.parts.map(({ name }) => name);
  await answering.stop();

  for (const name of ['worker', 'sweeper of jobs', 'daily tasks', 'relay']) {
    expect(names).not.toContain(name);
    expect(app.parts.map((part) => part.name)).toContain(name);
  }
});
