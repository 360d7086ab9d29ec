import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress } from '../../../test/given-tenant.ts';
import { startTestApp, testApp } from '../../../test/test-app.ts';
import { read } from '../../platform/realtime/fallback.fixtures.ts';
import { at, givenTransport } from '../tracking/given-transport.fixtures.ts';
import { aReportedPoint } from '../tracking/tracking.fixtures.ts';
import { type Watcher, watcher } from '../tracking/watcher.fixtures.ts';
import { aLinkTo, linksOf } from './tracking-links.fixtures.ts';

const app = await testApp();
/** Another process, which hears of nothing but through the database: its Redis is away. */
const deaf = await startTestApp({ REDIS_URL: 'redis://127.0.0.1:9', ROLES: 'api,realtime' });
afterAll(() => deaf.stop());

const open: Watcher[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
const watch = async (token: string, url = app.url) => {
  const one = await watcher(url, token);
  open.push(one);
  return one;
};

describe('a recipient', () => {
  it('hears how his delivery goes and where it is, and never who carries it, for whom, or why', async () => {
    const { client, driver, vehicleId, carrierId, clientId, orderId, move, report } = await givenTransport(
      app,
      'assigned',
    );
    const recipient = await watch((await aLinkTo(orderId, client)).token);
    const ch = `order:${orderId}`;
    const start = await recipient.sub(ch);

    await move(orderId, 'picked_up', { reason: 'a secret reason' });
    const point = aReportedPoint({ speedKmh: 71, batteryPercent: 4, heading: 12 });
    await report(driver, [point]);
    const position = await recipient.event(ch, 'position');
    await move(orderId, 'in_transit');
    await move(orderId, 'failed', { reason: 'refused' });
    const failed = await recipient.event(ch, 'order.failed');

    const { speedKmh: _s, batteryPercent: _b, ...shown } = point;
    expect(position.id).toBe(`${orderId}@${Date.parse(point.deviceTime)}`);
    expect(Object.keys(position.data).sort()).toEqual(['eta', 'orderId', 'position', 'staleAt']);
    expect(position.data.position).toEqual(shown);
    expect(failed.data).toEqual({
      orderId,
      status: 'failed',
      sequence: expect.any(Number),
      version: expect.any(Number),
    });
    recipient.send({ t: 'replay', ch, epoch: start.epoch, from: start.seq });
    await recipient.event(ch, 'order.failed');
    const heard = JSON.stringify(recipient.frames);
    for (const hidden of [vehicleId, carrierId, clientId, driver.userId, 'secret reason', 'refused', 'speedKmh'])
      expect(heard).not.toContain(hidden);
  });

  it('is told no place once it is over, not even from before', async () => {
    const { client, driver, orderId, move, report } = await givenTransport(app);
    const { token } = await aLinkTo(orderId, client);
    const ch = `order:${orderId}`;
    const before = await watch(token);
    const { epoch } = await before.sub(ch);
    await report(driver, [aReportedPoint()]);
    await before.event(ch, 'position');
    await move(orderId, 'in_transit');
    await move(orderId, 'delivered', { proof: { name: 'Greta', at: at(0) } });
    await before.event(ch, 'order.delivered');

    const after = await watch(token);
    after.send({ t: 'sub', ch, epoch, seq: 0 });
    await after.event(ch, 'order.delivered');
    expect(after.frames.filter(({ type }) => type === 'position')).toEqual([]);
  });
});

describe('a link that ends', () => {
  it('by being revoked disconnects who watches by it, in every process, also while Redis is away', async () => {
    const { client, orderId } = await givenTransport(app);
    const [link, other] = [await aLinkTo(orderId, client), await aLinkTo(orderId, client)];
    const ch = `order:${orderId}`;
    const here = await watch(link.token);
    const there = await watch(link.token, deaf.url);
    const stays = await watch(other.token, deaf.url);
    for (const one of [here, there, stays]) expect((await one.sub(ch)).t).toBe('subscribed');
    const headers = { 'x-forwarded-for': anAddress() };
    const stream = await read(app.url, [ch], { token: link.token, headers });
    await stream.next('subscribed');
    const by = caller(app.url, { address: anAddress(), token: link.token });
    const { cursor } = (await by.get(`/tracking/events?ch=${ch}&wait=0`)).body;
    const waiting = by.get(`/tracking/events?ch=${ch}&wait=20&after=${encodeURIComponent(cursor)}`);

    const revokedAt = performance.now();
    expect((await client.delete(`${linksOf(orderId)}/${link.id}`)).status).toBe(204);

    expect(await Promise.all([here.closed, there.closed])).toEqual([4401, 4401]);
    await Promise.all([stream.ended, waiting]);
    // A poll of twenty seconds, and a stream, would last for longer.
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
    expect((await by.get(`/tracking/events?ch=${ch}&wait=0`)).status).toBe(401);
    const again = new WebSocket(`${app.url.replace('http', 'ws')}/ws/tracking`, 'symphonia.tracking.v1');
    again.addEventListener('open', () => again.send(JSON.stringify({ t: 'hello', v: 1, token: link.token })));
    expect(await new Promise((resolve) => again.addEventListener('close', ({ code }) => resolve(code)))).toBe(4403);
    expect((await stays.sub(ch)).t).toBe('subscribed');
  });

  it('is remembered for an hour among the sessions that ended, however long it would have lasted', async () => {
    const { client, orderId } = await givenTransport(app, 'accepted');
    const link = await aLinkTo(orderId, client, { expiresAt: at(80 * 24 * 3_600_000) });
    expect((await client.delete(`${linksOf(orderId)}/${link.id}`)).status).toBe(204);
    const words = await app.mongo.db
      .collection('revocations')
      .find({ _id: { $regex: link.id } } as object)
      .toArray(); // keys are texts here
    expect(words).toHaveLength(1);
    expect(words[0]?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000);
  });

  it('by its time disconnects as well', async () => {
    const { client, orderId } = await givenTransport(app, 'accepted');
    const { token } = await aLinkTo(orderId, client, { expiresAt: at(1_500) });
    const recipient = await watch(token);
    expect(await recipient.closed).toBe(4401);
  });
});
