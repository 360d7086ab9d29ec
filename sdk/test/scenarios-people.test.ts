import { describe, expect, it } from 'vitest';
import { AuthRequired, type PendingOrders, tokenSource } from '../src/index.ts';
import { isRejected } from '../src/outbox/index.ts';
import { aNewOrder, givenWorld } from './support/given.ts';
import { openMortal } from './support/mortal.ts';

const MINUTE = 60_000;

describe('refusals and handlers (sdk scenarios 17, 18)', () => {
  it('17: one refused order among 1,000: 999 accepted, one in attention, its callback called across restarts until it is done', async () => {
    const world = givenWorld();
    const refused = 'Refuse me.';
    world.server.admit = (body) =>
      body.instructions === refused ? { problem: [422, 'unknown_reference'] } : { status: 'placed' };
    const app = openMortal(world);
    const calls: string[] = [];
    app.sym.outbox.onAttention((record, problem) => {
      calls.push(`${record.id} ${problem?.code}`);
      throw new Error('The page was not ready.');
    });
    const ids: string[] = [];
    for (let i = 0; i < 1000; i++) {
      const draft = app.sym.orders.draft();
      ids.push(draft.id);
      await app.sym.orders.submit(draft, aNewOrder(i === 7 ? { instructions: refused } : {}));
    }
    await world.clock.advance(MINUTE);
    expect(world.server.orders.size).toBe(999);
    expect((await app.sym.outbox.list({ state: 'attention' })).map((r) => r.id)).toEqual([ids[7]]);
    expect(calls.length).toBeGreaterThan(1);
    app.kill();

    const next = world.open();
    next.sym.outbox.onAttention((record) => void calls.push(record.id));
    await world.clock.advance(MINUTE);
    const heard = calls.length;
    await world.clock.advance(10 * MINUTE);
    expect(calls.at(-1)).toBe(ids[7]);
    expect(calls.length).toBe(heard);
  });

  it('17: a refused order can be corrected and sent under the same id', async () => {
    const world = givenWorld();
    world.server.admit = (body) => (body.instructions ? { problem: [422, 'unknown_reference'] } : { status: 'placed' });
    const { sym } = world.open();
    const draft = sym.orders.draft();
    const sub = await sym.orders.submit(draft, aNewOrder({ instructions: 'No.' }));
    const answer = sub.accepted();
    await world.clock.advance(1000);
    expect(await answer).toMatchObject({ rejected: true, problem: { code: 'unknown_reference' } });

    await sym.outbox.replace(draft.id, aNewOrder());
    await world.clock.advance(MINUTE);
    expect(world.server.orders.get(draft.id)?.log.map((e) => e.what)).toEqual(['create']);
    expect(await sub.state()).toBe('accepted');
  });

  it('a body replaced after the first had won becomes an amendment of the one order', async () => {
    const world = givenWorld();
    world.server.fault = (r) => (r.method === 'POST' ? { kind: 'drop-reply' } : { kind: 'drop' });
    const { sym } = world.open();
    const draft = sym.orders.draft();
    const sub = await sym.orders.submit(draft, aNewOrder());
    await world.clock.settle();
    await sym.outbox.replace(draft.id, aNewOrder({ instructions: 'Ring twice.' }));
    world.server.fault = () => undefined;
    await world.clock.advance(10 * MINUTE);

    expect(world.server.orders.size).toBe(1);
    expect(world.server.orders.get(draft.id)?.log.map((e) => e.what)).toEqual(['create', 'amend']);
    expect(world.server.orders.get(draft.id)?.body).toMatchObject({ instructions: 'Ring twice.' });
    expect(await sub.state()).toBe('accepted');
  });

  it('an amendment replaced after the first had won becomes another one; a move goes to a person', async () => {
    const world = givenWorld();
    const { sym } = world.open();
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, aNewOrder());
    await world.clock.advance(1000);
    world.server.fault = () => ({ kind: 'drop-reply' });
    const amended = await sym.orders.amend(draft.id, { instructions: 'Ring.' });
    await world.clock.settle();
    await sym.outbox.replace(amended.id, { instructions: 'Ring twice.' });
    world.server.fault = () => undefined;
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.get(draft.id)?.log.map((e) => e.what)).toEqual(['create', 'amend', 'amend']);
    expect(world.server.orders.get(draft.id)?.body).toMatchObject({ instructions: 'Ring twice.' });
    expect(await amended.state()).toBe('accepted');

    world.server.fault = () => ({ kind: 'drop-reply' });
    const moved = await sym.orders.transition(draft.id, { to: 'cancelled', reason: 'Too late.' });
    await world.clock.settle();
    await sym.outbox.replace(moved.id, { to: 'cancelled', reason: 'Too early.' });
    world.server.fault = () => undefined;
    await world.clock.advance(10 * MINUTE);
    expect((await sym.outbox.get(moved.id))?.lastError?.code).toBe('idempotency_key_reuse');
    expect(await moved.state()).toBe('attention');
  });

  it('18: the callback throws, then the app dies in it, then it finishes: called each time, and never again', async () => {
    const world = givenWorld();
    let calls = 0;
    const first = openMortal(world);
    first.sym.outbox.onAccepted(() => {
      calls++;
      if (calls === 1) throw new Error('Not yet.');
      return new Promise(() => {}); // the app dies in here
    });
    const sub = await first.sym.orders.submit(first.sym.orders.draft(), aNewOrder());
    await world.clock.advance(10_000);
    expect(calls).toBe(2);
    first.kill();

    const next = world.open();
    const orders: unknown[] = [];
    next.sym.outbox.onAccepted((_, order) => {
      calls++;
      orders.push(order);
    });
    await world.clock.advance(60 * MINUTE);
    expect(calls).toBe(3);
    expect(orders).toMatchObject([{ id: sub.id, status: 'placed' }]);
  });

  it('18: another tab tells the same orders meanwhile: what was heard there is not told here', async () => {
    const world = givenWorld();
    const { sym } = world.open();
    await Promise.all([1, 2, 3].map(() => sym.orders.submit(sym.orders.draft(), aNewOrder())));
    await world.clock.advance(MINUTE);
    const told: string[] = [];
    sym.outbox.onAccepted((record) => {
      told.push(record.id);
      for (const [id, theirs] of world.shelf.records)
        if (id !== record.id) world.shelf.records.set(id, { ...theirs, notified: true });
    });
    await world.clock.advance(MINUTE);
    expect(told).toHaveLength(1);
  });

  it('what is malformed is refused at once, naming each field, and stored nowhere', async () => {
    const world = givenWorld();
    const { sym } = world.open();
    const broken = { ...aNewOrder(), lines: [], colour: 'red' } as unknown as ReturnType<typeof aNewOrder>;
    await expect(sym.orders.submit(sym.orders.draft(), broken)).rejects.toMatchObject({
      name: 'Validation',
      problem: {
        errors: [
          { pointer: '/lines', code: 'minItems' },
          { pointer: '/colour', code: 'additionalProperties' },
        ],
      },
    });
    expect(world.shelf.records.size).toBe(0);
  });
});

describe('sessions and users (sdk scenarios 19, 21, 22)', () => {
  it('19: token expired, refresh token revoked, 50 queued: paused, told once; signing in sends all 50', async () => {
    const world = givenWorld();
    world.server.tokens.delete('token-ada');
    const tokens = tokenSource({
      clock: world.clock,
      refresh: () => Promise.reject(new AuthRequired()),
    });
    tokens.set({ token: 'expired', sub: 'ada', tenant: 'ten_1', expiresAt: world.clock.now() + 600_000 });
    const { sym } = world.open({ extra: { auth: tokens } });
    let told = 0;
    sym.outbox.on('auth-required', () => told++);
    const subs = [];
    for (let i = 0; i < 50; i++) subs.push(await sym.orders.submit(sym.orders.draft(), aNewOrder()));
    await world.clock.advance(30 * MINUTE);

    expect(told).toBe(1);
    expect(new Set((await sym.outbox.list()).map((r) => `${r.state} ${r.pause}`))).toEqual(new Set(['paused auth']));
    expect(await sym.outbox.health()).toMatchObject({ gate: 'auth', pending: 50 });
    expect(world.server.seen.length).toBeLessThan(10);

    world.server.tokens.set('fresh', { tenant: 'ten_1', sub: 'ada' });
    tokens.set({ token: 'fresh', sub: 'ada', tenant: 'ten_1', expiresAt: world.clock.now() + 600_000 });
    await world.clock.advance(MINUTE);
    expect(world.server.orders.size).toBe(50);
  });

  it('21: A queues, B signs in: nothing of A is sent or seen; A returns and it goes out as A', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const ada = openMortal(world, { user: 'ada' });
    const hers = await ada.sym.orders.submit(ada.sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    ada.kill();
    world.server.fault = () => undefined;
    world.server.seen.length = 0;

    const bob = openMortal(world, { user: 'bob' });
    await world.clock.advance(30 * MINUTE);
    expect(world.server.seen).toEqual([]);
    expect(await bob.sym.outbox.list()).toEqual([]);
    expect(await bob.sym.outbox.get(hers.id)).toBeUndefined();
    expect((await bob.sym.outbox.health()).pending).toBe(0);
    expect(await bob.sym.outbox.export()).not.toContain(hers.id);
    bob.kill();

    world.open({ user: 'ada' });
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.get(hers.id)?.owner).toBe('ten_1|ada');
  });

  it('21: the same tab changes hands while an order waits: it is never sent under the other token', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const { sym, tokens } = world.open({ user: 'ada' });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    world.server.fault = () => undefined;
    world.server.seen.length = 0;
    world.server.tokens.set('token-bob', { tenant: 'ten_1', sub: 'bob' });
    tokens.set({ token: 'token-bob', sub: 'bob', tenant: 'ten_1', expiresAt: world.clock.now() + 86_400_000 });
    await world.clock.advance(60 * MINUTE);

    expect(world.server.seen.filter((r) => r.method === 'POST')).toEqual([]);
  });

  it('22: signing out asks what to do with waiting orders, records a send under way, and sends nothing after', async () => {
    const world = givenWorld();
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { sym, tokens } = world.open({
      fetch: async (input, init) => {
        if (init?.method === 'POST' && String(input).endsWith('/transport-orders')) await gate;
        return world.server.fetch(input, init);
      },
    });
    const subs = [];
    for (let i = 0; i < 5; i++) subs.push(await sym.orders.submit(sym.orders.draft(), aNewOrder()));
    await world.clock.settle(); // three are on their way
    const refusal = await sym.auth.logout().catch((error: PendingOrders) => error);
    expect(refusal).toMatchObject({ name: 'PendingOrders', count: 5 });

    await sym.auth.logout({ pending: 'keep' });
    open();
    await world.clock.advance(30 * MINUTE);
    expect(tokens.identity()).toBeNull();
    expect(world.server.orders.size).toBe(3);
    expect([...world.shelf.records.values()].map((r) => r.state)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'queued',
      'queued',
    ]);

    const back = world.open();
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.size).toBe(5);
    expect((await back.sym.outbox.list()).every((r) => r.state === 'accepted')).toBe(true);
  });

  it('22: "discard" removes what was never sent and keeps what the server may have', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const { sym } = world.open();
    const sent = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.settle();
    const unsent = await sym.orders.submit(sym.orders.draft(), aNewOrder(), { dependsOn: [sent.id] });
    await sym.auth.logout({ pending: 'discard' });
    expect(world.shelf.records.get(sent.id)?.state).not.toBe('cancelled');
    expect(world.shelf.records.get(unsent.id)?.state).toBe('cancelled');
  });

  it('no token is in anything that is stored', async () => {
    const world = givenWorld();
    const { sym } = world.open();
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    const everything = JSON.stringify([[...world.shelf.records.values()], [...world.shelf.meta.entries()]]);
    expect(everything).not.toContain('token-ada');
    expect(everything).toContain('"sub":"ada"');
  });

  it('an order whose predecessor is discarded goes to a person', async () => {
    const world = givenWorld();
    world.server.admit = () => ({ problem: [422, 'unknown_reference'] });
    const { sym } = world.open();
    const one = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    const two = await sym.orders.submit(sym.orders.draft(), aNewOrder(), { dependsOn: [one.id] });
    await world.clock.advance(1000);
    await sym.outbox.discard(one.id, { confirm: true });
    await world.clock.advance(1000);
    const answer = await two.accepted();
    expect(isRejected(answer) && answer.error?.code).toBe('dependency_gone');
  });
});
