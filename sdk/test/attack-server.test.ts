import { describe, expect, it } from 'vitest';
import { aNewOrder, givenWorld } from './support/given.ts';
import { aPng } from './support/png.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PHOTO = new File([aPng(70, 50)], 'a.png', { type: 'image/png' });
const isUpload = ({ path }: { path: string }) => path.includes('/documents');

describe('silence that somebody asks for', () => {
  it.each(['1e308', '31536000', 'Fri, 21 Nov 2099 08:00:00 GMT'])('ends within a day: %s', async (value) => {
    const { clock, server, open } = givenWorld();
    let first = true;
    server.fault = ({ method }) => {
      if (method !== 'POST' || !first) return undefined;
      first = false;
      return { kind: 'answer', status: 503, type: 'text/html', body: '', headers: { 'retry-after': value } };
    };
    const { sym } = open();
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(DAY + 10 * MINUTE);
    expect(await order.state()).toBe('accepted');
  });
});

describe('answers', () => {
  it('an empty 200 with our key is no acceptance, and nobody waits for ever', async () => {
    const { clock, server, open } = givenWorld();
    let first = true;
    const { sym } = open({
      fetch: async (input, init) => {
        const answer = await server.fetch(input, init);
        if (!first || init?.method !== 'POST') return answer;
        first = false;
        return new Response(null, { status: 200, headers: answer.headers });
      },
    });
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    let answer: unknown;
    void order.accepted().then((it) => {
      answer = it;
    });
    await clock.advance(10 * MINUTE);
    expect(answer).toMatchObject({ id: order.id });
  });
});

describe('a token that never comes', () => {
  it('stops the queue for half a minute, not for ever', async () => {
    const { clock, server, open } = givenWorld();
    let hang = false;
    const mine = { token: 'token-ada', sub: 'ada', tenant: 'ten_1', expiresAt: clock.now() + DAY };
    const auth = {
      identity: () => mine,
      getToken: () => (hang ? new Promise<never>(() => {}) : Promise.resolve(mine)),
    };
    const { sym } = open({ extra: { auth } });
    await clock.advance(1000);
    hang = true;
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(5000);
    hang = false;
    await clock.until(async () => (await order.state()) === 'accepted', 5 * MINUTE);
    expect(server.orders.size).toBe(1);
  });
});

describe('a queue that one request cannot pass', () => {
  it('what a firewall refuses goes again seldom, however often live calls go through', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    server.fault = ({ method }) =>
      method === 'POST' ? { kind: 'answer', status: 403, type: 'text/html', body: '<h1>' } : undefined;
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    for (let i = 0; i < 120; i++) {
      void sym.orders.get(sym.orders.draft().id).catch(() => {});
      await clock.advance(5000);
    }
    const n = server.seen.filter(({ method }) => method === 'POST').length;
    expect(n).toBeLessThan(20);
  });

  it('a document that a proxy finds too large costs its owner no fortune', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    const d = sym.orders.draft();
    await sym.orders.submit(d, aNewOrder());
    await clock.until(() => server.orders.size === 1);
    server.fault = (r) => (isUpload(r) ? { kind: 'answer', status: 413, type: 'text/html', body: '<h1>' } : undefined);
    await sym.orders.attach(d.id, PHOTO, { kind: 'photo' });
    await clock.advance(24 * 60 * MINUTE);
    const n = server.seen.filter(isUpload).length;
    expect(n).toBeLessThan(200);
  });

  it('a long wait that the server asks for one request is a wait', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    server.fault = ({ method }) =>
      method === 'POST'
        ? { kind: 'problem', status: 409, code: 'idempotency_in_progress', headers: { 'retry-after': '3600' } }
        : undefined;
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(20 * MINUTE);
    const n = server.seen.filter(({ method }) => method === 'POST').length;
    expect(n).toBeLessThan(20);
  });
});
