import { describe, expect, it } from 'vitest';
import type { Fault } from './support/fake-server.ts';
import { aNewOrder, givenWorld } from './support/given.ts';
import { openMortal } from './support/mortal.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('locks, rollbacks and clocks (sdk scenarios 6, 12, 27)', () => {
  it('6: a tab freezes holding the lock: another one drains within its minute; what the thawed one brings is fenced out', async () => {
    const world = givenWorld();
    const told: string[] = [];
    const frozen = openMortal(world, {
      onStep: (name) => {
        if (name === 'after fetch') frozen.freeze(); // with the answer in its hands
        return false;
      },
    });
    frozen.sym.outbox.onAccepted((record) => void told.push(record.id));
    const held = await frozen.sym.orders.submit(frozen.sym.orders.draft(), aNewOrder());
    await world.clock.settle();
    expect(world.server.orders.size).toBe(1);

    const other = world.open();
    other.sym.outbox.onAccepted((record) => void told.push(record.id));
    const mine = await other.sym.orders.submit(other.sym.orders.draft(), aNewOrder());
    await world.clock.advance(50_000);
    expect(world.server.orders.has(mine.id)).toBe(false); // the lock is respected while its holder may be alive
    await world.clock.advance(15_000);
    expect(world.server.orders.has(mine.id)).toBe(true);
    await world.clock.advance(MINUTE);
    expect([await mine.state(), await other.sym.outbox.get(held.id).then((record) => record?.state)]).toEqual([
      'accepted',
      'accepted',
    ]);

    const before = await other.sym.outbox.get(held.id);
    expect(before?.receipt?.replayed).toBe(true);
    frozen.thaw();
    await world.clock.advance(10 * MINUTE);
    expect(await other.sym.outbox.get(held.id)).toEqual(before);
    expect(world.server.orders.size).toBe(2);
    expect(told.sort()).toEqual([held.id, mine.id].sort());
  });

  it.each<[string, Fault['kind'] | 'gone', boolean]>([
    ['the write had reached the majority, the answer had not', 'problem', true],
    ['the write was taken back with the old primary', 'gone', true],
    ['the write was never made', 'problem', false],
  ])('12: the primary steps down during the insert, %s: one order, never zero', async (_, kind, done) => {
    const world = givenWorld();
    let times = 0;
    world.server.fault = (request) => {
      if (request.method !== 'POST') return undefined;
      // Only a majority is an answer: until then the server says 503, whatever became of the write.
      if (++times === 2 && kind === 'gone') world.server.orders.clear();
      return times <= 2 ? { kind: 'problem', code: 'service_unavailable', done: done && times === 1 } : undefined;
    };
    const { sym } = world.open();
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.settle();
    expect(await sub.state()).toBe('queued');
    await world.clock.advance(10 * MINUTE);

    expect(await sub.state()).toBe('accepted');
    expect([...world.server.orders.keys()]).toEqual([sub.id]);
    expect((await sym.outbox.get(sub.id))?.receipt?.replayed).toBe(done && kind !== 'gone');
  });

  it.each([
    ['summer time begins', 1],
    ['summer time ends', -1],
  ])(
    '27: %s on a device that keeps local time: drains within one normal interval, order unchanged',
    async (_, hours) => {
      const world = givenWorld();
      world.server.fault = () => ({ kind: 'drop' });
      const { sym } = world.open();
      const order = aNewOrder();
      const draft = sym.orders.draft();
      await sym.orders.submit(draft, order);
      await world.clock.advance(20 * MINUTE); // in the middle of its backoff
      world.clock.jump(hours * 60 * MINUTE);
      world.server.fault = () => undefined;
      await world.clock.advance(6 * MINUTE);

      expect((await sym.outbox.get(draft.id))?.state).toBe('accepted');
      expect(world.server.orders.get(draft.id)?.body).toMatchObject({ pickup: order.pickup, delivery: order.delivery });
    },
  );

  it('27: the server’s clock is a day off: Retry-After counts by its own Date, and everything is delivered', async () => {
    for (const skew of [DAY, -DAY]) {
      const world = givenWorld();
      let limited = 1;
      world.server.clockSkewMs = skew;
      world.server.fault = () => {
        const until = new Date(world.clock.now() + skew + 90_000).toUTCString();
        return limited-- > 0 ? { kind: 'problem', code: 'rate_limited', headers: { 'retry-after': until } } : undefined;
      };
      const { sym } = world.open();
      const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
      await world.clock.advance(85_000);
      expect(await sub.state()).toBe('queued');
      await world.clock.advance(15_000);
      expect(await sub.state()).toBe('accepted');
    }
  });
});
