import { expect, it } from 'vitest';
import { createCore } from '../src/core/client.ts';
import { fakeSymphonia, type LiveWay, virtualClock } from '../src/testing/index.ts';
import { tracking } from '../src/tracking/index.ts';
import { seeded } from './support/given.ts';
import { collect, story } from './tracking-fakes.ts';

/** A watcher of `order:1` who has had its first snapshot, and is then moved from one transport to another. */
async function givenWatcher() {
  const clock = virtualClock(undefined, 1);
  const api = fakeSymphonia({ clock });
  const net = { baseUrl: api.baseUrl, fetch: api.fetch, WebSocket: api.WebSocket };
  const client = tracking()(createCore({ ...net, clock, auth: api.signIn('ada'), random: seeded(1) }));
  const subscription = client.subscribe({ order: '1' });
  const { got } = collect(subscription);
  await clock.until(() => subscription.status().state === 'live');

  return {
    ...{ api, client, clock, got, subscription },
    /** Leaves only this way, with an event while nothing connects and one afterwards. */
    async goTo(way: LiveWay, meanwhile = () => {}) {
      for (const one of ['socket', 'stream', 'poll'] as const)
        if (one === way) api.live.blocked.delete(one);
        else api.live.blocked.add(one);
      api.live.cut();
      api.live.tell('order:1', 'order.picked_up', {});
      meanwhile();
      await clock.until(() => subscription.status().transport === way && subscription.status().state === 'live');
      api.live.tell('order:1', 'order.picked_up', {});
      await clock.advance(3_000);
    },
  };
}

it('while the history is whole, no change of the transport costs a snapshot, and nothing is told twice', async () => {
  const { client, goTo, got } = await givenWatcher();
  for (const way of ['stream', 'poll', 'socket', 'poll', 'stream', 'socket'] as const) await goTo(way);
  expect(story(got)).toEqual(['S0', ...Array.from({ length: 12 }, (_, i) => i + 1)]);
  client.close();
});

it.each(['stream', 'poll'] as const)('with the history gone, a change to a %s costs one snapshot', async (way) => {
  const { api, client, goTo, got } = await givenWatcher();
  await goTo(way, () => api.live.trim());
  expect(story(got)).toEqual(['S0', 'S1', 2]);
  client.close();
});

it.each(['stream', 'poll'] as const)(
  'a channel that joins others on a %s with its position needs no snapshot, nor do they',
  async (way) => {
    const { api, client, clock, goTo, got } = await givenWatcher();
    await goTo(way);
    const first = client.subscribe({ order: '2' });
    collect(first);
    await clock.until(() => first.cursor() !== undefined);
    first.close();
    api.live.tell('order:2', 'order.picked_up', {});
    const other = client.subscribe({ order: '2' }, { since: first.cursor() });
    const joined = collect(other);
    await clock.until(() => other.status().state === 'live');
    await clock.advance(3_000);
    expect([story(joined.got), story(got)]).toEqual([[1], ['S0', 1, 2]]);
    client.close();
  },
);
