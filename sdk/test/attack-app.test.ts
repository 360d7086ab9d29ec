import { describe, expect, it } from 'vitest';
import { createSymphonia } from '../src/index.ts';
import { aNewOrder, givenWorld } from './support/given.ts';
import { aPng } from './support/png.ts';

const MINUTE = 60_000;
const PHOTO = new File([aPng(70, 50)], 'a.png', { type: 'image/png' });
const isUpload = ({ path }: { path: string }) => path.includes('/documents');
const person = (clock: { now(): number }, sub: string) => ({
  token: `token-${sub}`,
  sub,
  tenant: 'ten_1',
  expiresAt: clock.now() + 600_000,
});

describe('a name that no header can carry', () => {
  it('holds nothing up: lone surrogates', async () => {
    const { clock, open } = givenWorld();
    const { sym } = open();
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, aNewOrder());
    const doc = await sym.orders.attach(draft.id, PHOTO, { kind: 'photo', fileName: 'a\ud800".png\r\nX: y' });
    await clock.until(async () => (await doc.state()) === 'accepted', 5 * MINUTE);
  });
});

describe('an id in a path', () => {
  it.each(['.', '..'])('is never a step: %s', async (id) => {
    const { server, clock, open } = givenWorld();
    const { sym } = open();
    await expect((async () => sym.orders.get(id))()).rejects.toMatchObject({ code: 'missing_argument' });
    await expect(sym.orders.amend(id, { instructions: 'x' })).rejects.toMatchObject({ code: 'missing_argument' });
    await clock.advance(1000);
    expect(server.seen).toEqual([]);
  });
});

describe('handlers', () => {
  it('that take long, and end well, are not called again', async () => {
    const { clock, open } = givenWorld();
    const { sym } = open();
    let calls = 0;
    sym.outbox.onAccepted(async () => {
      calls++;
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 45_000));
    });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(20 * MINUTE);
    expect(calls).toBe(1);
  });
  it('that hang keep no order waiting for more than a minute, however many there are', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    for (let i = 0; i < 10; i++) await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.until(() => server.orders.size === 10);
    sym.outbox.onAccepted(() => new Promise(() => {}));
    await clock.advance(1000);
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.until(async () => (await order.state()) === 'accepted', MINUTE);
  });
  it('may submit the next order and wait for it', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    let calls = 0;
    sym.outbox.onAccepted(async () => {
      if (calls++ > 0) return;
      const next = await sym.orders.submit(sym.orders.draft(), aNewOrder());
      await next.accepted();
    });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(10 * MINUTE);
    expect([server.orders.size, calls]).toEqual([2, 2]);
  });

  it('may close the SDK', async () => {
    const { clock, open, shelf } = givenWorld();
    const { sym } = open();
    let closed = false;
    sym.outbox.onAccepted(async () => {
      await sym.close();
      closed = true;
    });
    const o = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(10 * MINUTE);
    expect([closed, shelf.records.get(o.id)?.notified]).toEqual([true, true]);
  });

  it('may sign out', async () => {
    const { clock, open, shelf, server } = givenWorld();
    const { sym } = open();
    let out = false;
    sym.outbox.onAccepted(async () => {
      await sym.auth.logout({ pending: 'keep' });
      out = true;
    });
    const o = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(10 * MINUTE);
    expect([out, shelf.records.get(o.id)?.notified]).toEqual([true, true]);
    void server;
  });
});

describe('a draft that was taken back', () => {
  it('is not stored once more in silence', async () => {
    const { clock, server, open } = givenWorld();
    server.fault = () => ({ kind: 'drop' });
    const { sym } = open({ fetch: server.fetch });
    const world = sym;
    const draft = world.orders.draft();
    const blocker = world.orders.draft();
    await world.orders.submit(blocker, aNewOrder());
    const first = await world.orders.submit(draft, aNewOrder(), { dependsOn: [blocker.id] });
    await world.outbox.cancel(first.id);
    await clock.advance(1000);
    const again = await world.orders.submit(draft, aNewOrder()).then(
      () => 'stored',
      (error) => error.code,
    );
    expect(again).not.toBe('stored');
  });
});

describe('a replaced order whose first body won', () => {
  it('and whose change was refused cannot be discarded as if it were not there', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    server.fault = ({ method }) => (method === 'POST' ? { kind: 'drop-reply' } : undefined);
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(500);
    server.fault = ({ method }) =>
      method === 'PATCH' ? { kind: 'problem', status: 409, code: 'order_cannot_be_amended' } : undefined;
    await sym.outbox.replace(order.id, aNewOrder({ instructions: 'Ring.' }));
    await clock.until(async () => (await order.state()) === 'attention', 10 * MINUTE);
    expect(server.orders.has(order.id)).toBe(true);
    await expect(sym.outbox.discard(order.id, { confirm: true })).rejects.toMatchObject({ code: 'maybe_sent' });
    await sym.outbox.cancel(order.id);
    await clock.until(() => server.orders.get(order.id)?.status === 'cancelled', 10 * MINUTE);
    await clock.until(async () => (await sym.outbox.health()).pending === 0);
  });
});

describe('app misuse', () => {
  it('a traceparent that throws holds no order back', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open({
      extra: {
        traceparent: () => {
          throw new Error('no context');
        },
      },
    });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(10 * MINUTE);
    expect(server.orders.size).toBe(1);
  });
  it('an If-Match that no header can carry is refused at once', async () => {
    const { open } = givenWorld();
    const { sym } = open();
    await expect(
      sym.orders.amend(sym.orders.draft().id, { instructions: 'x' }, { ifMatch: '“v7”\n' }),
    ).rejects.toMatchObject({
      isSymphoniaError: true,
    });
  });
  it('infinite patience is patience', async () => {
    const server = givenWorld().server;
    void server;
    const sym = createSymphonia({
      baseUrl: 'https://api.test/api/v1',
      auth: { getToken: async () => ({ token: 't', sub: 's', tenant: 't', expiresAt: Number.MAX_SAFE_INTEGER }) },
      fetch: () =>
        new Promise((r) =>
          setTimeout(() => r(new Response('{"data":[]}', { headers: { 'content-type': 'application/json' } })), 30),
        ),
    });
    await expect(sym.products.list({ timeoutMs: Number.POSITIVE_INFINITY })).resolves.toBeTruthy();
  });
});
describe('a document on its way', () => {
  it('ends with its page and goes on with the next', async () => {
    const { clock, server, open, shelf } = givenWorld();
    const { sym } = open();
    const d = sym.orders.draft();
    await sym.orders.submit(d, aNewOrder());
    await clock.until(() => server.orders.size === 1);
    server.fault = (r) => (isUpload(r) ? { kind: 'late', ms: 3_600_000 } : undefined);
    const doc = await sym.orders.attach(d.id, PHOTO, { kind: 'photo' });
    await clock.advance(5000);
    let closed = false;
    void sym.close().then(() => {
      closed = true;
    });
    await clock.advance(1000);
    expect(closed).toBe(true);
    expect(shelf.records.get(doc.id)?.state).toBe('queued');
    server.fault = () => undefined;
    open();
    await clock.until(() => shelf.records.get(doc.id)?.state === 'accepted', 10 * MINUTE);
  });

  it('arrives for whoever sent it, and the next user hears nothing of it', async () => {
    const { clock, server, open, shelf } = givenWorld();
    const { sym, tokens } = open();
    server.tokens.set('token-bob', { tenant: 'ten_1', sub: 'bob' });
    const d = sym.orders.draft();
    await sym.orders.submit(d, aNewOrder());
    await clock.until(() => server.orders.size === 1);
    server.fault = (r) => (isUpload(r) ? { kind: 'delay', ms: 20_000 } : undefined);
    const doc = await sym.orders.attach(d.id, PHOTO, { kind: 'photo' });
    await clock.advance(2000);
    const out = sym.auth.logout({ pending: 'discard' });
    await clock.advance(1000);
    await out;
    tokens.set(person(clock, 'bob'));
    const told: unknown[] = [];
    for (const e of ['accepted', 'attention', 'auth-required', 'stalled'] as const)
      sym.outbox.on(e, () => told.push(e));
    const b = sym.orders.draft();
    await sym.orders.submit(b, aNewOrder());
    const bdoc = await sym.orders.attach(b.id, PHOTO, { kind: 'photo' });
    await clock.until(async () => (await bdoc.state()) === 'accepted', 10 * MINUTE);
    expect(shelf.records.get(doc.id)?.state).toBe('accepted');
    expect((await sym.outbox.list()).length).toBe(2);
    expect(told).toEqual(['accepted', 'accepted']);
  });

  it('is sent by another page when its own stands still', async () => {
    const { clock, server, open, shelf } = givenWorld();
    const a = open().sym;
    const d = a.orders.draft();
    await a.orders.submit(d, aNewOrder());
    await clock.until(() => server.orders.size === 1);
    let n = 0;
    server.fault = (r) => (isUpload(r) && n++ === 0 ? { kind: 'late', ms: 3_600_000 } : undefined);
    const doc = await a.orders.attach(d.id, PHOTO, { kind: 'photo' });
    await clock.advance(3000);
    const b = open().sym;
    void b;
    await clock.until(() => shelf.records.get(doc.id)?.state === 'accepted', 10 * MINUTE);
    await clock.advance(4_000_000);
    expect(shelf.records.get(doc.id)?.state).toBe('accepted');
    expect(shelf.blobs.size).toBe(0);
  });
});
