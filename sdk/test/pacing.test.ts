import { describe, expect, it } from 'vitest';
import { aNewOrder, givenWorld } from './support/given.ts';

const isCreate = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === '/transport-orders';

/** A world in which answers say what is left of a budget. */
function limitedWorld(left: (create: boolean) => string | undefined) {
  const world = givenWorld();
  const { fetch } = world.server;
  const limited: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const create = init?.method === 'POST' && String(input).endsWith('/transport-orders');
    const value = left(create);
    if (value) answer.headers.set('ratelimit', value);
    return answer;
  };
  return { ...world, open: () => world.open({ fetch: limited }) };
}

describe('sending within the server’s budget', () => {
  it('spreads the last orders of a window over what is left of it, of all windows the one that asks for most', async () => {
    let left = 5;
    const { clock, server, open } = limitedWorld((create) =>
      create ? `"submit-tenant";r=900;t=1, "submit";r=${Math.max(0, --left)};t=40` : undefined,
    );
    const { sym } = open();
    for (let i = 0; i < 8; i++) await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.until(async () => (await sym.outbox.health()).pending === 0);

    const times = server.seen.filter(isCreate).map(({ at }) => at);
    // Those that were on their way when the first answer said that few are left; from there 40 s are shared.
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    const paced = gaps.filter((gap) => gap >= 13_000);
    expect(paced.length).toBeGreaterThanOrEqual(3);
    expect(gaps.filter((gap) => gap > 0 && gap < 13_000)).toEqual([]);
  });

  it('counts orders apart: commands that have used up their budget hold no order back', async () => {
    const { clock, server, open } = limitedWorld((create) => (create ? undefined : '"user";r=0;t=55'));
    const { sym } = open();
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, aNewOrder());
    for (const text of ['one', 'two']) await sym.orders.amend(draft.id, { instructions: text });
    await clock.until(() => server.seen.some(({ method }) => method === 'PATCH'));
    const began = clock.now();
    const other = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.until(async () => (await other.state()) === 'accepted', 2000);
    expect(server.seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
    await clock.until(async () => (await sym.outbox.health()).pending === 0);
    expect(clock.now() - began).toBeGreaterThan(50_000);
  });

  it('hears of the budget from live calls, too: they and the commands share it', async () => {
    const { clock, server, open } = limitedWorld((create) => (create ? undefined : '"user";r=0;t=30'));
    const { sym } = open();
    const draft = sym.orders.draft();
    const placed = await sym.orders.submit(draft, aNewOrder());
    await clock.until(async () => (await placed.state()) === 'accepted');
    await sym.orders.get(draft.id);
    const began = clock.now();
    await sym.orders.amend(draft.id, { instructions: 'Ring twice.' });
    await clock.until(() => server.seen.some(({ method }) => method === 'PATCH'));
    expect(clock.now() - began).toBeGreaterThan(25_000);
  });

  it('is silent for as long as the limiter says, for one budget; a proxy’s 429 silences all', async () => {
    for (const ours of [true, false]) {
      const { clock, server, open } = givenWorld();
      const { sym } = open();
      const draft = sym.orders.draft();
      const placed = await sym.orders.submit(draft, aNewOrder());
      await clock.until(async () => (await placed.state()) === 'accepted');
      const headers = { 'retry-after': '120' };
      server.fault = ({ method }) =>
        method === 'PATCH'
          ? ours
            ? { kind: 'problem', status: 429, code: 'rate_limited', headers }
            : { kind: 'answer', status: 429, type: 'text/html', body: '', headers }
          : undefined;
      await sym.orders.amend(draft.id, { instructions: 'Ring twice.' });
      await clock.until(() => server.seen.some(({ method }) => method === 'PATCH'));
      const other = await sym.orders.submit(sym.orders.draft(), aNewOrder());
      await clock.advance(10_000);
      expect([ours, await other.state(), (await sym.outbox.health()).gate]).toEqual([
        ours,
        ours ? 'accepted' : 'queued',
        'wait',
      ]);
      server.fault = () => undefined;
      await clock.advance(100_000);
      expect(server.seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
      await clock.until(async () => (await sym.outbox.health()).pending === 0, 400_000);
    }
  });
});
