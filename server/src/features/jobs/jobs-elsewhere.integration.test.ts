import { expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { startServerProcess } from '../../../test/server-process.ts';
import { testApp } from '../../../test/test-app.ts';
import { eventually } from '../../platform/cache/redis.fixtures.ts';
import { watcher } from '../tracking/watcher.fixtures.ts';

/** A process that answers and does no work. */
const app = await testApp({ ROLES: 'api,realtime' });

it('a job started here is done by a worker elsewhere, and watched here to its end', async () => {
  const { admin } = await givenTenant(app);
  const csv = 'name,transportType,unit\n"Euro pallet, groupage",ltl,pallet\nBox,unknown,piece\n';
  const taken = await admin.raw('post', '/products/import', csv, { 'Content-Type': 'text/csv' });
  expect([taken.status, taken.body.state]).toEqual([202, 'waiting']);
  const { id } = taken.body as { id: string };
  const watching = await watcher(app.url, admin.token);
  expect((await watching.sub(`job:${id}`)).t).toBe('subscribed');

  const worker = await startServerProcess(app, { ROLES: 'worker' });
  const end = await watching.event(`job:${id}`, 'job.done');
  watching.close();

  expect(end.data).toEqual({ jobId: id, state: 'done', progress: 100 });
  const done = await admin.get(`/jobs/${id}`);
  expect(done.body).toMatchObject({ state: 'done', progress: 100, result: { lines: 2, created: 1, refused: 1 } });
  await eventually(async () => expect((await admin.get('/products')).body.data).toHaveLength(1));
  expect(await worker.end('SIGTERM')).toBe(0);
});
