import { describe, expect, it } from 'vitest';
import type { OutboxRecord } from '../src/outbox/record.ts';
import { aNewOrder, diskOn, givenWorld } from './support/given.ts';

const person = (clock: { now(): number }, sub: string) => ({
  token: `token-${sub}`,
  sub,
  tenant: 'ten_1',
  expiresAt: clock.now() + 600_000,
});

describe('two people on one page', () => {
  it('what was on its way for the first tells the second nothing', async () => {
    const { clock, server, open } = givenWorld();
    const { sym, tokens } = open();
    server.tokens.set('token-bob', { tenant: 'ten_1', sub: 'bob' });
    const told: string[] = [];
    for (const event of ['change', 'accepted', 'review'] as const)
      sym.outbox.on(event, (...[record]) => void told.push(`${event} ${record?.scope.split('|')[2]}`));
    sym.outbox.onAccepted((record) => void told.push(`handler ${record.scope.split('|')[2]}`));
    server.fault = ({ method }) => (method === 'POST' ? { kind: 'delay', ms: 10_000 } : undefined);
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(1000);
    told.length = 0;
    tokens.set(person(clock, 'bob'));
    await clock.advance(60_000);
    expect(server.orders.size).toBe(1);
    expect(told).toEqual([]);
    tokens.set(person(clock, 'ada'));
    await clock.advance(60_000);
    expect(told).toContain('handler ada');
  });

  it('who knows the id of another’s request can neither cancel, discard, replace nor resend it', async () => {
    const { clock, server, open, shelf } = givenWorld();
    server.fault = () => ({ kind: 'drop' });
    const { sym, tokens } = open();
    tokens.set(person(clock, 'ada'));
    server.fault = () => ({ kind: 'problem', status: 401, code: 'unauthenticated' });
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    shelf.records.set(order.id, { ...(shelf.records.get(order.id) as OutboxRecord), maybeSent: false });
    await clock.advance(1000);
    shelf.records.set(order.id, {
      ...(shelf.records.get(order.id) as OutboxRecord),
      maybeSent: false,
      state: 'queued',
    });
    server.tokens.set('token-bob', { tenant: 'ten_1', sub: 'bob' });
    tokens.set(person(clock, 'bob'));
    await clock.advance(1000);
    const before = shelf.records.get(order.id)?.body;
    await sym.outbox.discard(order.id, { confirm: true }).catch(() => {});
    await sym.outbox.cancel(order.id).catch(() => {});
    await sym.outbox.replace(order.id, aNewOrder({ instructions: 'Mine.' })).catch(() => {});
    await sym.orders.cancel(order.id).catch(() => {});
    expect(shelf.records.get(order.id)).toMatchObject({ state: 'queued', body: before });
  });

  it('asking for the queue while the server hears of the sign-out does not bring its user back', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    server.fault = () => ({ kind: 'drop' });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.advance(1000);
    server.fault = () => ({ kind: 'hang' });
    const out = sym.auth.logout({ pending: 'keep' });
    await clock.advance(1000);
    await sym.outbox.list();
    await clock.advance(10_000);
    await out;
    expect(await sym.outbox.list()).toEqual([]);
  });

  it('a sign-out works with a broken storage, too', async () => {
    const { clock, open, shelf } = givenWorld();
    const store = { ...diskOn(shelf), list: () => Promise.reject(new Error('no')) };
    const { sym, tokens } = open({ store });
    await clock.advance(1000);
    const out = sym.auth.logout({ pending: 'keep' }).then(
      () => 'out',
      (error) => error,
    );
    await clock.advance(10_000);
    expect(await out).toBe('out');
    expect(tokens.identity()).toBe(null);
  });

  it('a live call that is tried again is never tried as somebody else', async () => {
    const { clock, server, open } = givenWorld();
    const { sym, tokens } = open();
    server.tokens.set('token-bob', { tenant: 'ten_1', sub: 'bob' });
    server.fault = () => ({
      kind: 'problem',
      status: 503,
      code: 'service_unavailable',
      headers: { 'retry-after': '20' },
    });
    const id = sym.orders.draft().id;
    const body = { ...aNewOrder(), id };
    const call = sym.request('POST', '/transport-orders', { body, idempotencyKey: id }).then(
      () => 'sent',
      (error) => error.code,
    );
    await clock.advance(1000);
    tokens.set(person(clock, 'bob'));
    server.fault = () => undefined;
    await clock.advance(30_000);
    expect([await call, server.orders.size]).toEqual(['auth_required', 0]);
  });
});
