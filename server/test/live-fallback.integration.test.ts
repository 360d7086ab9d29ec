import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { givenTransport } from '../src/features/tracking/given-transport.fixtures.ts';
import { aReportedPoint } from '../src/features/tracking/tracking.fixtures.ts';
import { aLinkTo } from '../src/features/tracking-links/tracking-links.fixtures.ts';
import { poll, type Reader, read } from '../src/platform/realtime/fallback.fixtures.ts';
import type { Frame } from '../src/platform/realtime/types.ts';
import { givenTenant, type Person } from './given-tenant.ts';
import { startTestApp, type TestApp, testApp } from './test-app.ts';

const app = await testApp();
/** Another process of the same system. */
let other: TestApp;
beforeAll(async () => {
  other = await startTestApp();
});
afterAll(() => other.stop());

const readers: Reader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.leave();
});
async function watching(url: string, ch: readonly string[], { token }: Pick<Person, 'token'>, after?: string) {
  const reader = await read(url, ch, { token: token ?? '', after });
  readers.push(reader);
  return reader;
}

describe('an order that is watched without a socket', () => {
  it('is followed over a stream in one process and a long poll in the other, from one cursor', async () => {
    const { client, driver, dispatcher, orderId, clientId, move, report } = await givenTransport(app, 'picked_up');
    const chs = [`order:${orderId}`, `client:${clientId}`];
    const reader = await watching(app.url, chs, client);
    expect([await reader.next('subscribed'), await reader.next('subscribed')]).toMatchObject(chs.map((ch) => ({ ch })));
    // What was told until here, both leave behind.
    const [before, had] = [reader.cursor(), reader.frames.length];
    const since = () => reader.frames.slice(had);

    await report(driver, [aReportedPoint()]);
    await move(orderId, 'in_transit');
    /** What was told of each channel up to its last move. */
    const upToMove = (frames: readonly Frame[]) =>
      chs.map((ch) => {
        const own = frames.filter((frame) => frame.t === 'evt' && frame.ch === ch);
        const end = own.findIndex(({ type }) => type === 'order.in_transit');
        return end < 0 ? undefined : own.slice(0, end + 1).map(({ seq, id, type }) => ({ seq, id, type }));
      });
    while (upToMove(since()).includes(undefined)) await reader.events(1);
    const told = upToMove(since());
    for (const events of told) expect(events?.map(({ type }) => type)).toContain('position');

    const polled: Frame[] = [];
    let cursor = before ?? '';
    while (upToMove(polled).includes(undefined)) {
      const answer = await poll(other.url, chs, { after: cursor, token: client.token ?? '' });
      polled.push(...answer.frames);
      cursor = answer.cursor;
    }
    expect(upToMove(polled)).toEqual(told);
    const elsewhere = await watching(other.url, [`order:${orderId}`], dispatcher, before);
    expect(await elsewhere.next('subscribed')).toMatchObject({ recovered: true });
  });

  it('is not there for who may not see it, and tells a recipient no more than his link', async () => {
    const { client, orderId, move, tenant } = await givenTransport(app, 'accepted');
    const stranger = (await givenTenant(app)).admin;
    const ch = `order:${orderId}`;
    expect((await poll(app.url, [ch], { token: stranger.token ?? '' })).frames).toMatchObject([{ code: 'not_found' }]);
    const { token } = await aLinkTo(orderId, client);
    const recipient = await watching(other.url, [ch, `vehicle:${orderId}`, `client:${tenant.id}`], { token });
    await recipient.next('subscribed');
    for (const _ of [1, 2]) expect(await recipient.next('error')).toMatchObject({ code: 'not_found' });
    await move(orderId, 'cancelled');
    const [event] = await recipient.events(1);
    expect(event).toMatchObject({ ch, type: 'order.cancelled' });
    expect(JSON.stringify(event)).not.toContain('clientId');
  });

  it('is not told any more to who signed out, in whatever process', async () => {
    const { dispatcher, orderId } = await givenTransport(app, 'accepted');
    const reader = await watching(other.url, [`order:${orderId}`], dispatcher);
    await reader.next('subscribed');
    await dispatcher.post('/auth/logout');
    await reader.ended;
    expect((await poll(other.url, [`order:${orderId}`], { token: dispatcher.token ?? '' })).status).toBe(401);
  });

  it('keeps no server from stopping: streams end and polls are answered', async () => {
    const { dispatcher, orderId } = await givenTransport(app, 'accepted');
    const leaving = await startTestApp();
    const ch = `order:${orderId}`;
    const reader = await watching(leaving.url, [ch], dispatcher);
    await reader.next('subscribed');
    const token = dispatcher.token ?? '';
    const { cursor } = await poll(leaving.url, [ch], { token });
    const waiting = poll(leaving.url, [ch], { token, after: cursor });
    while (leaving.realtime.stats().sockets < 2) await new Promise((resolve) => setTimeout(resolve, 5));

    await leaving.stop();

    expect((await waiting).frames).toMatchObject([{ t: 'drain' }]);
    expect(await reader.ended).toContain('"t":"drain"');
    const again = await watching(app.url, [ch], dispatcher, reader.cursor());
    expect(await again.next('subscribed')).toMatchObject({ recovered: true });
  });
});
