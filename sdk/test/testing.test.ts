import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readCache } from '../src/cache/index.ts';
import { createSymphonia } from '../src/index.ts';
import { isRejected, memoryOutbox, outbox } from '../src/outbox/index.ts';
import { offlineQuote } from '../src/quote/index.ts';
import { type FakeGrid, type FaultName, fakeSymphonia, virtualClock } from '../src/testing/index.ts';
import { aVersion } from './support/a-trade.ts';
import { aNewOrder } from './support/given.ts';

const MINUTE = 60_000;

function given(options: { tokenMs?: number } = {}) {
  const clock = virtualClock();
  const api = fakeSymphonia({ clock });
  const auth = api.signIn('ada', options);
  const { baseUrl, fetch } = api;
  const sym = createSymphonia({ baseUrl, fetch, auth, clock, outbox: outbox(memoryOutbox()), random: () => 0.5 });
  const submit = () => sym.orders.submit(sym.orders.draft(), aNewOrder());
  return { clock, api, sym, submit };
}

describe('what frontend teams test with', () => {
  it.each([
    'drop-request',
    'drop-reply',
    'duplicate',
    'hang',
    'hang-body',
    'truncate',
    'restart',
    'html',
    'redirect',
    'not-ours',
    'proxy-403',
    'proxy-404',
    'proxy-429',
    'proxy-502',
    'proxy-503',
    'expired',
    'in-progress',
    'rate-limited',
    'server-error',
    'unavailable',
    'timeout',
  ] satisfies FaultName[])('the next request meets "%s", and the order arrives once all the same', async (fault) => {
    const { clock, api, submit } = given();
    api.fault.next(fault);
    const sub = await submit();
    await clock.settle();
    const arrived = ['drop-reply', 'duplicate', 'truncate', 'expired'].includes(fault); // a 401 is renewed and sent again
    expect(api.orders.size).toBe(arrived ? 1 : 0);
    await clock.advance(20 * MINUTE);

    expect(await sub.state()).toBe('accepted');
    expect([...api.orders.keys()]).toEqual([sub.id]);
    expect(api.orders.get(sub.id)?.log).toHaveLength(1);
  });

  it('a fault may hold for some requests, until something happens, or until it is taken back; the newest rule counts', async () => {
    const { clock, api, submit } = given();
    let open = false;
    const portal = api.fault.until(() => open, 'html');
    const upload = api.fault.when(({ path }) => (path === '/transport-orders' ? 'proxy-503' : undefined));
    const sub = await submit();
    await clock.advance(MINUTE);
    const lastError = async () => (await sub.state()) === 'queued' && api.requests.length;
    expect(await lastError()).toBeGreaterThan(1);
    upload();
    open = true;
    await clock.advance(2 * MINUTE);
    expect(await sub.state()).toBe('accepted');
    portal();

    api.fault.always('drop-request');
    const other = await submit();
    await clock.advance(MINUTE);
    expect(await other.state()).toBe('queued');
    api.fault.clear();
    await clock.advance(2 * MINUTE);
    expect(await other.state()).toBe('accepted');

    api.fault.next('unavailable', 2);
    const before = api.requests.length;
    const third = await submit();
    await clock.advance(5 * MINUTE);
    expect([await third.state(), api.requests.length - before]).toEqual(['accepted', 3]);
  });

  it('a slow request takes its time; with the server’s process it is lost, while what was stored stays', async () => {
    const { clock, api, submit } = given();
    api.fault.next({ kind: 'delay', ms: 5000 });
    const slow = await submit();
    await clock.advance(4000);
    expect(api.orders.size).toBe(0);
    await clock.advance(2000);
    expect(await slow.state()).toBe('accepted');

    api.fault.next({ kind: 'delay', ms: 5000 });
    const lost = await submit();
    await clock.advance(4000);
    api.restart();
    await clock.settle();
    expect([await lost.state(), api.orders.size]).toEqual(['queued', 1]);
    await clock.advance(2 * MINUTE);
    expect([await lost.state(), api.orders.size]).toEqual(['accepted', 2]);
  });

  it('the next order is put into review, and its alternative is accepted', async () => {
    const { clock, api, sym, submit } = given();
    const price = {
      total: 5200,
      currency: 'EUR',
      gridId: 'grd_1',
      gridVersion: 2,
      quotedAt: '2026-11-21T08:00:00.000Z',
    };
    api.nextOrder({ status: 'review', issues: [{ code: 'price_changed' }], alternative: { id: 'alt_1', price } });
    const reviewed: unknown[] = [];
    sym.outbox.on('review', (_, order) => reviewed.push(order));
    const sub = await submit();
    await clock.advance(1000);
    expect(reviewed).toMatchObject([{ status: 'review', issues: [{ code: 'price_changed' }] }]);

    const wrong = await sym.orders.acceptAlternative(sub.id, 'alt_0');
    await clock.advance(1000);
    const answer = await wrong.accepted();
    expect(isRejected(answer) && answer.problem?.code).toBe('alternative_changed');
    await sym.outbox.discard(wrong.id, { confirm: true });
    await sym.orders.acceptAlternative(sub.id, 'alt_1');
    await clock.advance(1000);
    const { data } = await sym.orders.get(sub.id);
    expect(data).toMatchObject({ status: 'placed', version: 2, issues: [], price });
    const events = await sym.orders.events(sub.id);
    expect(events.data.data.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('the next order is refused, the one after it is not', async () => {
    const { clock, api, submit } = given();
    api.refuseNext('unknown_reference');
    const [one, two] = [await submit(), await submit()];
    await clock.advance(1000);
    expect([await one.state(), await two.state()].sort()).toEqual(['accepted', 'attention']);
  });

  it('tokens run out and are renewed through the bad network; a session that ended waits for a sign-in', async () => {
    const { clock, api, sym, submit } = given({ tokenMs: MINUTE });
    await clock.advance(5 * MINUTE);
    api.fault.next('drop-request');
    const sub = await submit();
    await clock.advance(5 * MINUTE);
    expect(await sub.state()).toBe('accepted');
    expect(api.requests.filter(({ path }) => path === '/auth/refresh').length).toBeGreaterThan(0);

    api.endSessions('ada');
    let asked = 0;
    sym.outbox.on('auth-required', () => asked++);
    const waiting = await submit();
    await clock.advance(5 * MINUTE);
    expect([(await sym.outbox.get(waiting.id))?.state, asked]).toEqual(['paused', 1]);
  });

  it('a limit is told in headers and then by a refusal that names its time', async () => {
    const { clock, api, submit } = given();
    api.limit = { requests: 5, perMs: MINUTE };
    const subs = [];
    for (let i = 0; i < 8; i++) subs.push(await submit());
    await clock.advance(30_000);
    expect(api.orders.size).toBeLessThanOrEqual(5);
    await clock.advance(10 * MINUTE);
    expect(api.orders.size).toBe(8);
    expect(new Set(await Promise.all(subs.map((sub) => sub.state())))).toEqual(new Set(['accepted']));
  });

  it('quotes and lists come from the rows that the test put there, also without a network', async () => {
    const { clock, api } = given();
    api.products = [{ id: 'prd_7', name: 'Crate' }];
    api.rows.carriers = [{ id: 'car_1', name: 'Rheinfracht' }];
    const grid = {
      id: 'grd_1',
      name: 'Groupage',
      transportType: 'ltl',
      currency: 'EUR',
      standard: true,
      surcharges: [],
    };
    api.grids = [{ ...grid, version: 1, volumetricFactor: 0, ...aVersion(4500) } as FakeGrid];
    const sym = createSymphonia({
      ...{ baseUrl: api.baseUrl, fetch: api.fetch, auth: api.signIn('bob'), clock },
      ...{ cache: readCache(), quote: offlineQuote() },
    });
    expect((await sym.products.list()).data.data.map(({ name }) => name)).toEqual(['Crate']);
    expect((await sym.carriers.get('car_1')).data.name).toBe('Rheinfracht');
    const { price: _, ...order } = aNewOrder();
    const live = await sym.pricing.quote(order);
    expect(live.price).toMatchObject({ total: 22_500, gridId: 'grd_1' });
    await live.kept;

    api.fault.always('drop-request');
    const offline = await sym.pricing.quote(order);
    expect([offline.provisional, offline.price.total]).toEqual([true, 22_500]);
    expect((await sym.products.list({ cache: 'cache-only' })).meta.source).toBe('cache');
  });

  it('runs in a browser: nothing of it is Node’s', async () => {
    const { metafile } = await build({
      entryPoints: ['sdk/src/testing/index.ts'],
      ...{ bundle: true, write: false, metafile: true, platform: 'browser', format: 'esm', target: 'es2022' },
    });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
    expect(imports.filter((path) => !path.startsWith('sdk/src/'))).toEqual([]);
  });
});
