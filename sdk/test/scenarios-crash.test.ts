import { describe, expect, it } from 'vitest';
import type { FakeOrder } from './support/fake-server.ts';
import { aNewOrder, diskOn, givenWorld, type World } from './support/given.ts';
import { openMortal } from './support/mortal.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const orders = (world: World): FakeOrder[] => [...world.server.orders.values()];
const creates = (world: World) => world.server.seen.filter((r) => r.method === 'POST');

describe('crashes (sdk scenarios 1-4, 7-10, 13)', () => {
  it('1: killed at every await of submit: a promise that was kept, or an order that was never promised', async () => {
    let acknowledged = 0;
    let dieAt = 1;
    for (; dieAt < 200; dieAt++) {
      const world = givenWorld({ seed: dieAt });
      const app = openMortal(world, { dieAt });
      let answer: 'kept' | 'refused' | undefined;
      app.sym.orders.submit(app.sym.orders.draft(), aNewOrder()).then(
        () => (answer = 'kept'),
        () => (answer = 'refused'),
      );
      await world.clock.settle();
      const died = app.steps() >= dieAt;
      app.kill();

      world.open();
      await world.clock.advance(10 * MINUTE);

      expect(answer, `step ${dieAt}`).not.toBe('refused');
      expect(orders(world).length, `step ${dieAt}`).toBe(answer === 'kept' || world.shelf.records.size > 0 ? 1 : 0);
      if (answer === 'kept') acknowledged++;
      if (!died) break; // the whole of submit and drain fits in fewer steps
    }
    expect(dieAt).toBeGreaterThan(15);
    expect(acknowledged).toBeGreaterThan(5);
  });

  it('2: killed after the server committed and before the reply was read: same key, one order, replayed', async () => {
    const world = givenWorld();
    const app = openMortal(world, { onStep: (name) => name === 'after fetch' });
    const draft = app.sym.orders.draft();
    await app.sym.orders.submit(draft, aNewOrder());
    await world.clock.settle();
    expect(orders(world)).toHaveLength(1);
    app.kill();

    const next = world.open();
    await world.clock.until(async () => (await next.sym.outbox.get(draft.id))?.state === 'accepted');

    expect(orders(world)).toHaveLength(1);
    expect(creates(world).map((r) => r.key)).toEqual([draft.id, draft.id]);
    expect((await next.sym.outbox.get(draft.id))?.receipt?.replayed).toBe(true);
  });

  it('3: killed between reply and receipt: one order, one notification', async () => {
    const world = givenWorld();
    let patches = 0;
    const app = openMortal(world, { onStep: (name) => name === 'before patch' && ++patches === 2 });
    const heard: string[] = [];
    app.sym.outbox.onAccepted((record) => void heard.push(record.id));
    const draft = app.sym.orders.draft();
    await app.sym.orders.submit(draft, aNewOrder());
    await world.clock.settle();
    app.kill();
    expect(heard).toEqual([]);

    const next = world.open();
    next.sym.outbox.onAccepted((record) => void heard.push(record.id));
    await world.clock.advance(10 * MINUTE);

    expect(heard).toEqual([draft.id]);
    expect(orders(world)).toHaveLength(1);
  });

  it('4: a request sits ten minutes in a proxy and arrives after its retry: one order', async () => {
    const world = givenWorld();
    let first = true;
    world.server.fault = () => {
      const late = first;
      first = false;
      return late ? { kind: 'late', ms: 10 * MINUTE } : undefined;
    };
    const { sym } = world.open();
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(20 * MINUTE);

    expect(await sub.state()).toBe('accepted');
    expect(orders(world)).toHaveLength(1);
    expect(orders(world)[0]?.log).toHaveLength(1);
  });

  it('7: a tab freezes while it sends, its lease runs out, it thaws: the server replays, the state stays', async () => {
    const world = givenWorld();
    const app = openMortal(world, {
      onStep: (name) => {
        if (name === 'before fetch') app.freeze();
        return false;
      },
    });
    const draft = app.sym.orders.draft();
    await app.sym.orders.submit(draft, aNewOrder());
    await world.clock.settle();

    const other = world.open();
    await world.clock.until(async () => (await other.sym.outbox.get(draft.id))?.state === 'accepted', 5 * MINUTE);
    const before = await other.sym.outbox.get(draft.id);
    app.thaw();
    await world.clock.advance(MINUTE);

    expect(creates(world)).toHaveLength(2);
    expect(orders(world)).toHaveLength(1);
    expect(await other.sym.outbox.get(draft.id)).toEqual(before);
  });

  it('7: a lock that was busy an hour ago and is busy now was not held for an hour: the pass waits its minute', async () => {
    const world = givenWorld();
    const { sym } = world.open();
    const submit = () => sym.orders.submit(sym.orders.draft(), aNewOrder());
    const { id } = await submit();
    await world.clock.advance(MINUTE);
    const name = `sym:${(await sym.outbox.get(id))?.scope}`;
    const hold = (ms: number) =>
      diskOn(world.shelf).locks?.tryWith(
        name,
        () => new Promise<void>((resolve) => world.clock.setTimeout(resolve, ms)),
      );

    void hold(1000);
    await sym.outbox.flush(); // busy, and nothing to send: no other look follows
    await world.clock.advance(60 * MINUTE);
    void hold(20_000);
    await submit();
    await world.clock.advance(15_000);
    expect(orders(world)).toHaveLength(1);
    await world.clock.advance(10_000);
    expect(orders(world)).toHaveLength(2);

    void hold(60 * MINUTE); // this one stands still
    await submit();
    await world.clock.advance(55_000);
    expect(orders(world)).toHaveLength(2);
    await world.clock.advance(15_000);
    expect(orders(world)).toHaveLength(3);
  });

  it('a page stores an order and is gone: another page, which heard of it, sends it within a minute', async () => {
    const world = givenWorld();
    const idle: ((what: 'changed' | 'lost') => void)[] = [];
    const watch = (fn: (what: 'changed' | 'lost') => void) => {
      idle.push(fn);
      return () => {};
    };
    world.open({ store: { ...diskOn(world.shelf), watch } });
    await world.clock.advance(MINUTE);
    const page = openMortal(world);
    await page.sym.orders.submit(page.sym.orders.draft(), aNewOrder());
    page.kill();
    expect(orders(world)).toHaveLength(0);
    for (const tell of idle) tell('changed');
    await world.clock.advance(MINUTE);
    expect(orders(world)).toHaveLength(1);
  });

  it('8: two tabs submit the same draft in the same millisecond: one record, one order', async () => {
    const world = givenWorld();
    const [one, two] = [world.open(), world.open()];
    const draft = one.sym.orders.draft();
    await Promise.all([one.sym.orders.submit(draft, aNewOrder()), two.sym.orders.submit(draft, aNewOrder())]);
    await world.clock.advance(MINUTE);

    expect(world.shelf.records.size).toBe(1);
    expect(orders(world)).toHaveLength(1);
  });

  it('9: double tap, reload in between, back button: one order; a changed form under the same draft is told', async () => {
    const world = givenWorld();
    const app = openMortal(world);
    const draft = app.sym.orders.draft();
    await Promise.all([app.sym.orders.submit(draft, aNewOrder()), app.sym.orders.submit(draft, aNewOrder())]);
    app.kill();
    const reloaded = world.open();
    const again = await reloaded.sym.orders.submit(draft, aNewOrder());
    await world.clock.advance(MINUTE);
    await reloaded.sym.orders.submit(draft, aNewOrder());
    await world.clock.advance(MINUTE);

    expect(await again.state()).toBe('accepted');
    expect(orders(world)).toHaveLength(1);
    await expect(reloaded.sym.orders.submit(draft, aNewOrder({ instructions: 'Ring twice.' }))).rejects.toMatchObject({
      name: 'IdempotencyReuse',
    });
  });

  it('10: thirty days offline after a first attempt that had committed: one order', async () => {
    const world = givenWorld();
    let online = true;
    world.server.fault = (request) => (online && request.method === 'POST' ? { kind: 'drop-reply' } : { kind: 'drop' });
    const app = openMortal(world);
    const draft = app.sym.orders.draft();
    await app.sym.orders.submit(draft, aNewOrder());
    await world.clock.settle();
    online = false;
    await world.clock.advance(MINUTE);
    app.kill();
    await world.clock.advance(30 * DAY);
    world.server.fault = () => undefined;

    const next = world.open();
    await world.clock.until(async () => (await next.sym.outbox.get(draft.id))?.state === 'accepted', MINUTE);
    expect(orders(world)).toHaveLength(1);
  });

  it('13: the key comes back quoted and in capitals: it is ours all the same', async () => {
    const world = givenWorld();
    const { sym } = world.open({
      fetch: async (input, init) => {
        const reply = await world.server.fetch(input, init);
        const key = reply.headers.get('idempotency-key');
        if (key) reply.headers.set('idempotency-key', `"${key.toUpperCase()}"`);
        return reply;
      },
    });
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    expect(await sub.state()).toBe('accepted');
  });
});
