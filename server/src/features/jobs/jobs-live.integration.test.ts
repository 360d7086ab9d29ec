import { afterEach, expect, it } from 'vitest';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { type Watcher, watcher } from '../tracking/watcher.fixtures.ts';
import { givenJob } from './given-job.fixtures.ts';

const app = await testApp();

const open: Watcher[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
const watch = async (who: Person) => {
  const one = await watcher(app.url, who.token);
  open.push(one);
  return one;
};

async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const job = await givenJob(app, tenant, { ...trade.client, role: 'client' });
  return { tenant, ...trade, job, channel: `job:${job.id}` };
}

it('who caused a job, and staff, watch it to its end', async () => {
  const { client, tenant, job, channel } = await given();
  const watching = [await watch(client), await watch(tenant.dispatcher)];
  for (const one of watching) expect((await one.sub(channel)).t).toBe('subscribed');

  await job.run(async (running) => {
    for (const one of watching)
      expect((await one.event(channel)).data).toEqual({ jobId: job.id, state: 'running', progress: 0 });
    await running.progress(30);
    for (const one of watching)
      expect(await one.event(channel)).toMatchObject({
        type: 'job.progress',
        data: { jobId: job.id, state: 'running', progress: 30 },
      });
  });

  for (const one of watching)
    expect(await one.event(channel)).toMatchObject({
      id: `${job.id}@done`,
      type: 'job.done',
      data: { jobId: job.id, state: 'done', progress: 100 },
    });
});

it('a job that failed says so', async () => {
  const { client, job, channel } = await given();
  const watching = await watch(client);
  await watching.sub(channel);

  for (let tries = 0; tries < 3; tries++)
    await job.run(() => Promise.reject(new Error('no luck'))).catch(() => undefined);

  expect(await watching.event(channel, 'job.failed')).toMatchObject({
    data: { jobId: job.id, state: 'failed', progress: 0 },
  });
});

it('who comes back after the end hears the end, whatever progress was left out', async () => {
  const { client, job, channel } = await given();
  const first = await watch(client);
  const { epoch, seq } = await first.sub(channel);
  first.close();
  await job.run((running) => running.progress(60));

  const back = await watch(client);
  back.send({ t: 'sub', ch: channel, epoch, seq });

  expect((await back.event(channel, 'job.done')).data.progress).toBe(100);
});

it('to everybody else the channel of a job is one that does not exist', async () => {
  const { tenant, clientId, carrierId, channel, job } = await given();
  const refused = async (who: Person, ch = channel) => (await (await watch(who)).sub(ch)).code;

  expect(await refused(await tenant.person('client', { clientId }))).toBe('not_found');
  expect(await refused(await tenant.person('carrier', { carrierId }))).toBe('not_found');
  expect(await refused(await tenant.person('driver', { carrierId }))).toBe('not_found');
  const elsewhere = await givenTenant(app);
  expect(await refused(elsewhere.admin)).toBe('not_found');
  expect(await refused(elsewhere.dispatcher)).toBe('not_found');
  expect(await refused(tenant.admin, `job:${job.id.replace(/.$/, 'f')}`)).toBe('not_found');
  expect(await refused(tenant.admin, `order:${job.id}`)).toBe('not_found');
});
