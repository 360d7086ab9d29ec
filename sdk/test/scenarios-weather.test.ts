import { describe, expect, it } from 'vitest';
import type { Fault } from './support/fake-server.ts';
import { aNewOrder, diskOn, givenWorld } from './support/given.ts';

const MINUTE = 60_000;
const page = (status: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'answer',
  status,
  type: 'text/html',
  body: '<h1>Hello</h1>',
  headers,
});

describe('bad weather (sdk scenarios 5, 14-16, 27-29)', () => {
  it('5: five tabs submit and drain at once, without any lock: one order each', async () => {
    const world = givenWorld();
    const tabs = Array.from({ length: 5 }, () => {
      const { locks: _, ...store } = diskOn(world.shelf);
      return world.open({ store });
    });
    const drafts = await Promise.all(
      tabs.map(async ({ sym }) => {
        const draft = sym.orders.draft();
        await sym.orders.submit(draft, aNewOrder());
        return draft.id;
      }),
    );
    await world.clock.advance(MINUTE);

    expect([...world.server.orders.keys()].sort()).toEqual(drafts.sort());
    expect(world.server.seen.filter((r) => r.method === 'POST')).toHaveLength(5); // leases alone already save the traffic
  });

  it('14: "in progress" ten times, then success: no attention, one order', async () => {
    const world = givenWorld();
    let times = 0;
    world.server.fault = () =>
      ++times <= 10
        ? { kind: 'problem', status: 409, code: 'idempotency_in_progress', headers: { 'retry-after': '1' } }
        : undefined;
    const { sym } = world.open();
    const attention: unknown[] = [];
    sym.outbox.on('attention', (record) => attention.push(record));
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.until(async () => (await sub.state()) === 'accepted', 60 * MINUTE);

    expect(attention).toEqual([]);
    expect(world.server.orders.size).toBe(1);
  });

  it('15: a captive portal answers 200 with a page, then redirects, then lets us through: accepted once, nothing failed', async () => {
    const world = givenWorld();
    const answers: (Fault | undefined)[] = [
      page(200),
      page(302, { location: 'https://portal.test' }),
      { kind: 'answer', status: 200, type: 'application/json', body: '{}' },
    ];
    world.server.fault = () => answers.shift();
    const { sym } = world.open();
    const states = new Set<string>();
    sym.outbox.on('change', (record) => record && states.add(record.state));
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.until(async () => (await sub.state()) === 'accepted', 10 * MINUTE);

    expect(states.has('attention')).toBe(false);
    expect(world.server.orders.size).toBe(1);
  });

  it('a server that does not know our version is half a deploy: nothing failed, the order arrives under its own version', async () => {
    const { clock, server, open } = givenWorld();
    server.fault = () => ({ kind: 'problem', status: 400, code: 'unknown_api_version' });
    const { sym } = open();
    const loud: string[] = [];
    sym.outbox.on('stalled', ({ id }) => loud.push(id));
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(600_000);
    expect([await sub.state(), new Set(loud)]).toEqual(['queued', new Set([sub.id])]);
    server.fault = () => undefined;
    await clock.until(async () => (await sub.state()) === 'accepted');
    expect(server.orders.size).toBe(1);
  });

  it('16: the CDN answers 403 and 404 pages for an hour: nothing failed, everything arrives afterwards', async () => {
    const world = givenWorld();
    let count = 0;
    world.server.fault = () => page(++count % 2 ? 403 : 404);
    const { sym } = world.open();
    const stalled: unknown[] = [];
    sym.outbox.on('stalled', (record) => stalled.push(record));
    for (let i = 0; i < 5; i++) await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(60 * MINUTE);
    expect((await sym.outbox.list()).map((r) => r.state)).toEqual(['queued', 'queued', 'queued', 'queued', 'queued']);
    expect(stalled.length).toBeGreaterThan(0);
    expect(await sym.outbox.health()).toMatchObject({ gate: 'offline', pending: 5 });

    world.server.fault = () => undefined;
    await world.clock.advance(6 * MINUTE);
    expect(world.server.orders.size).toBe(5);
  });

  it.each([2, -2])(
    '27: the clock is set %i days ahead during backoff and lease: drains within one normal interval, order unchanged',
    async (days) => {
      const world = givenWorld();
      world.server.fault = () => ({ kind: 'drop' });
      const { sym } = world.open();
      const draft = sym.orders.draft();
      await sym.orders.submit(draft, aNewOrder());
      await sym.orders.transition(draft.id, 'accepted');
      await world.clock.advance(20 * MINUTE);
      world.clock.jump(days * 86_400_000);
      world.server.fault = () => undefined;
      await world.clock.advance(6 * MINUTE);

      expect((await sym.outbox.list()).map((r) => r.state)).toEqual(['accepted', 'accepted']);
      expect(world.server.orders.get(draft.id)?.log.map((entry) => entry.what)).toEqual(['create', 'accepted']);
    },
  );

  it('28: Retry-After 600 with 200 queued and the network flapping: silence for 600 s, then three at a time', async () => {
    const world = givenWorld();
    let running = 0;
    let widest = 0;
    const { sym } = world.open({
      fetch: async (input, init) => {
        widest = Math.max(widest, ++running);
        await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 20));
        return world.server.fetch(input, init).finally(() => running--);
      },
    });
    world.server.fault = () => ({
      kind: 'problem',
      status: 503,
      code: 'service_unavailable',
      headers: { 'retry-after': '600' },
    });
    const start = world.clock.now();
    for (let i = 0; i < 200; i++) await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(100);
    const told = world.server.seen.length;
    world.server.fault = () => undefined;
    for (let i = 0; i < 9; i++) {
      await world.clock.advance(MINUTE);
      void sym.outbox.flush();
    }
    expect(world.server.seen.length).toBe(told);
    expect((await sym.outbox.health()).gate).toBe('wait');

    await world.clock.advance(5 * MINUTE);
    expect(world.server.orders.size).toBe(200);
    expect(world.server.seen[told]?.at ?? 0).toBeGreaterThanOrEqual(start + 600_000);
    expect(widest).toBe(3);
  });

  it('29: create, amend and cancel offline, the create meets 503 four times: strict order', async () => {
    const world = givenWorld();
    let refusals = 0;
    world.server.fault = (r) =>
      r.path === '/transport-orders' && ++refusals <= 4
        ? { kind: 'problem', status: 503, code: 'service_unavailable' }
        : undefined;
    const { sym } = world.open();
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, aNewOrder());
    await world.clock.settle(); // the first attempt is out
    await sym.orders.amend(draft.id, { instructions: 'Ring twice.' });
    await sym.orders.cancel(draft.id, 'Not needed.');
    await world.clock.advance(60 * MINUTE);

    expect(world.server.orders.get(draft.id)?.log.map((entry) => entry.what)).toEqual(['create', 'amend', 'cancelled']);
    expect(world.server.seen.map((r) => r.ifMatch)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'W/"v1"',
      '*',
    ]);
  });

  it('29: cancelled before any send: no request at all', async () => {
    const world = givenWorld();
    const offline = () => Promise.reject(new TypeError('offline'));
    const { sym: quiet } = world.open({
      extra: { auth: { getToken: offline, identity: () => ({ tenant: 'ten_1', sub: 'ada' }) } },
    });
    const draft = quiet.orders.draft();
    await quiet.orders.submit(draft, aNewOrder());
    await quiet.orders.amend(draft.id, { instructions: 'Ring twice.' });
    const cancelled = await quiet.orders.cancel(draft.id);
    await world.clock.advance(MINUTE);

    expect(await cancelled.accepted()).toMatchObject({ rejected: true, state: 'cancelled' });
    expect((await quiet.outbox.list()).map((r) => r.state)).toEqual(['cancelled', 'cancelled']);
    expect(world.server.seen).toEqual([]);
  });
});
