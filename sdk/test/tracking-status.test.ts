import { describe, expect, it } from 'vitest';
import { createCore } from '../src/core/client.ts';
import { serverSnapshots } from '../src/tracking/snapshot.ts';
import { evt, givenTracking, story, subscribed } from './tracking-fakes.ts';

describe('the status of a subscription', () => {
  it('is told at each change, once, also of an end', async () => {
    const world = givenTracking();
    const { subscription } = world.watch({ order: '1' });
    const told: string[] = [];
    const stop = subscription.on('status', ({ state, channel }) => told.push(`${channel} ${state}`));
    await world.welcome();
    await world.socket.say(subscribed(0, false)); // a snapshot is fetched
    expect(told).toEqual(['order:1 catching-up', 'order:1 live']);

    await world.socket.say(evt(1), evt(3));
    await world.socket.say(evt(2));
    expect(told.slice(2)).toEqual(['order:1 catching-up', 'order:1 live']);
    await world.socket.end(1006);
    subscription.close();
    expect(told.slice(4)).toEqual(['order:1 connecting', 'order:1 ended']);

    stop();
    world.live.close();
    expect(told).toHaveLength(6);
  });

  it('has listeners that disturb nobody when they throw', async () => {
    const world = givenTracking();
    const { subscription, got } = world.watch({ order: '1' });
    subscription.on('status', () => {
      throw new Error('A defect of the page.');
    });
    await world.welcome();
    await world.socket.say(subscribed(0, false), evt(1));
    expect(story(got)).toEqual(['S0', 1]);
  });
});

it('the snapshot of a job is the job itself', async () => {
  const asked: string[] = [];
  const core = createCore({
    baseUrl: 'https://api.test/api/v1',
    auth: { getToken: async () => ({ token: 't', sub: 'ada', tenant: 'ten_1', expiresAt: 9e15 }) },
    fetch: async (url) => {
      asked.push(String(url));
      return new Response('{"id":"job_1","state":"running","progress":40}', {
        headers: { 'content-type': 'application/json' },
      });
    },
  });
  const { data, stream } = await serverSnapshots(core)('job:job_1', new AbortController().signal);
  expect(asked).toEqual(['https://api.test/api/v1/jobs/job_1']);
  expect(data).toMatchObject({ state: 'running', progress: 40 });
  expect(stream).toBeUndefined(); // its position is that of the subscription
});
