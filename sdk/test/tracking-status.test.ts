import { describe, expect, it } from 'vitest';
import { createCore } from '../src/core/client.ts';
import { linkAuth } from '../src/tracking/index.ts';
import { serverSnapshots } from '../src/tracking/snapshot.ts';
import { channelOf, type Target } from '../src/tracking/target.ts';
import { evt, givenTracking, story, subscribed } from './tracking-fakes.ts';

describe('the status of a subscription', () => {
  it('is told at each change, once, also of an end', async () => {
    const world = givenTracking();
    const { subscription } = world.watch({ order: '1' });
    const told: string[] = [];
    const stop = subscription.on('status', ({ state, transport }) => told.push(`${state} ${transport}`));
    await world.welcome();
    await world.socket.say(subscribed(0, false)); // a snapshot is fetched
    expect(told).toEqual(['connecting socket', 'catching-up socket', 'live socket']);

    await world.socket.say(evt(1), evt(3));
    await world.socket.say(evt(2));
    expect(told.slice(3)).toEqual(['catching-up socket', 'live socket']);
    await world.socket.end(1006);
    subscription.close();
    expect(told.slice(5)).toEqual(['connecting none', 'ended none']);

    stop();
    world.live.close();
    expect(told).toHaveLength(7);
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

it.each<[Target, string, boolean]>([
  [{ order: 'o,1' }, '/tracking/orders/o%2C1', true],
  [{ vehicle: 'veh_1' }, '/tracking/vehicles/veh_1', true],
  [{ client: 'cli_1' }, '/tracking/clients/cli_1', true],
  [{ board: [8.4, 49.7, 8.9, 50.2] }, '/tracking/board?bbox=8.4%2C49.7%2C8.9%2C50.2', true],
  [{ job: 'job_1' }, '/jobs/job_1', true],
  [{ delivery: 'o1' }, '/public/tracking/tl_1', false],
])('the snapshot of %o is read at %s', async (target, path, signed) => {
  const asked: string[] = [];
  const core = createCore({
    baseUrl: 'https://api.test/api/v1',
    auth: linkAuth('tl_1'),
    fetch: async (url, init) => {
      asked.push(String(url));
      expect(new Headers(init?.headers).get('authorization')).toBe(signed ? 'Bearer tl_1' : null);
      return new Response('{"stream":{"epoch":"e","seq":4},"n":1}', {
        headers: { 'content-type': 'application/json' },
      });
    },
  });
  const { data, stream } = await serverSnapshots(core)(channelOf(target), new AbortController().signal, target);
  expect(asked).toEqual([`https://api.test/api/v1${path}`]);
  expect(data).toMatchObject({ n: 1 });
  expect(stream).toEqual({ epoch: 'e', seq: 4 });
});
