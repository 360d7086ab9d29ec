import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { startTestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { at, givenTransport } from '../tracking/given-transport.fixtures.ts';
import { aReportedPoint } from '../tracking/tracking.fixtures.ts';
import { createLinkTokens } from './link-token.ts';
import { aLinkTo, linksOf } from './tracking-links.fixtures.ts';

const app = await testApp({ PUBLIC_URL: 'https://fracht.example/' });
const given = (status?: Parameters<typeof givenTransport>[1]) => givenTransport(app, status);
const anybody = (address = anAddress()) => caller(app.url, { address });
const open = (token: string, by = anybody()) => by.get(`/public/tracking/${token}`);
const DAY = 24 * 3_600_000;
/** So many calls, ten at once. */
async function repeated<T>(times: number, call: () => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  while (answers.length < times)
    answers.push(...(await Promise.all(Array.from({ length: Math.min(10, times - answers.length) }, call))));
  return answers;
}

describe('a link to an order', () => {
  it('is made by whoever sees the order and is no carrier, and lasts a week after the delivery window', async () => {
    const { tenant, client, carrier, driver, dispatcher, orderId } = await given('assigned');
    const { window } = (await client.get(`/transport-orders/${orderId}`)).body.delivery;

    for (const by of [client, dispatcher, tenant.admin]) {
      const link = await aLinkTo(orderId, by);
      expect(link.url).toBe(`https://fracht.example/track/${link.token}`);
      expect(Date.parse(link.expiresAt) - Date.parse(window.to)).toBe(7 * DAY);
      expect(link.orderId).toBe(orderId);
    }
    for (const by of [carrier, driver]) expectProblem(await by.post(linksOf(orderId), {}), 403, 'action_not_allowed');
    const stranger = await given('accepted');
    expectProblem(await stranger.client.post(linksOf(orderId), {}), 404, 'not_found');
    expectProblem(await stranger.tenant.admin.get(linksOf(orderId)), 404, 'not_found');
  });

  it('is listed with the secret it was made with, and a repeated call makes no second one', async () => {
    const { client, orderId } = await given('accepted');
    const key = { 'Idempotency-Key': v7() };
    const first = await client.post(linksOf(orderId), {}, key);
    const again = await client.post(linksOf(orderId), {}, key);
    expect(again.body).toEqual(first.body);
    const second = await aLinkTo(orderId, client, { expiresAt: at(60_000) });
    expect((await client.get(linksOf(orderId))).body.data).toEqual([second, first.body]);
    // Not even the answer that is kept for repeated calls holds a secret.
    const { db } = app.mongo;
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    const stored = JSON.stringify(await Promise.all(names.map((name) => db.collection(name).find({}).toArray())));
    expect(stored).toContain(first.body.id);
    for (const { token } of [first.body, second]) expect(stored).not.toContain(token.slice(-43));
  });

  it('ends in the future and within ninety days', async () => {
    const { client, orderId } = await given('accepted');
    for (const expiresAt of [at(-1_000), at(91 * DAY)])
      expectProblem(await client.post(linksOf(orderId), { expiresAt }), 400, 'invalid_request');
  });

  it('is one of at most twenty that are live, also when many are made at once', async () => {
    const { tenant, client, orderId } = await given('accepted');
    for (let i = 0; i < 17; i++) await aLinkTo(orderId, i % 2 ? tenant.admin : client);
    const answers = await Promise.all(Array.from({ length: 6 }, () => tenant.dispatcher.post(linksOf(orderId), {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409))
      expectProblem(answer, 409, 'too_many_tracking_links');
    const { data } = (await client.get(linksOf(orderId))).body;
    expect(data).toHaveLength(20);
    expect((await client.delete(`${linksOf(orderId)}/${data[7].id}`)).status).toBe(204);
    expect((await client.post(linksOf(orderId), {})).status).toBe(201);
  });

  it('is revoked once and for all, by whoever sees the order; another order’s link is none of it', async () => {
    const { client, dispatcher, orderId, place } = await given('accepted');
    const link = await aLinkTo(orderId, client);
    const other = await place();
    expectProblem(await client.delete(`${linksOf(other)}/${link.id}`), 404, 'not_found');
    for (const by of [dispatcher, client]) expect((await by.delete(`${linksOf(orderId)}/${link.id}`)).status).toBe(204);
    expect((await client.get(linksOf(orderId))).body.data[0]).toMatchObject({ id: link.id, token: link.token });
    expect((await client.get(linksOf(orderId))).body.data[0].revokedAt).toBeDefined();
    expectProblem(await open(link.token), 410, 'tracking_link_ended');
  });
});

describe('what a link shows', () => {
  it('is the way of the delivery, and nothing that names anybody but the sender', async () => {
    const { tenant, client, driver, orderId, vehicleId, carrierId, clientId, report } = await given();
    await report(driver, [aReportedPoint({ speedKmh: 71, batteryPercent: 4, heading: 12, accuracyMetres: 8 })]);
    const link = await aLinkTo(orderId, client);

    const answer = await open(link.token);

    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({
      orderId,
      tenantId: tenant.id,
      linkId: link.id,
      sender: 'Testfracht',
      status: 'picked_up',
      pickupCity: 'Darmstadt',
      deliveryCity: 'Frankfurt am Main',
      destination: [8.65, 50.11],
      eta: { remainingMetres: 34_536 },
      expiresAt: link.expiresAt,
    });
    expect(answer.body.timeline.map(({ status }: { status: string }) => status)).toEqual([
      'placed',
      'accepted',
      'assigned',
      'picked_up',
    ]);
    expect(Object.keys(answer.body.position).sort()).toEqual([
      'accuracyMetres',
      'coordinates',
      'deviceTime',
      'heading',
    ]);
    for (const hidden of [
      vehicleId,
      carrierId,
      clientId,
      driver.userId,
      'Messe',
      'Allee',
      'Greta',
      'Rheinstra',
      '60327',
    ])
      expect(answer.text).not.toContain(hidden);
  });

  it('has a place from the pick-up until the end only', async () => {
    const { client, driver, orderId, move, report } = await given('assigned');
    const { token } = await aLinkTo(orderId, client);
    await report(driver, [aReportedPoint({ deviceTime: at(-10 * 60_000) })]);
    expect((await open(token)).body).not.toHaveProperty('position');
    await move(orderId, 'picked_up');
    expect((await open(token)).body).not.toHaveProperty('position');
    await report(driver, [aReportedPoint()]);
    expect((await open(token)).body).toHaveProperty('position');
    await move(orderId, 'in_transit');
    await move(orderId, 'delivered', { proof: { name: 'Greta', at: at(0) } });
    const over = (await open(token)).body;
    expect(over).toMatchObject({ status: 'delivered' });
    expect(over).not.toHaveProperty('position');
    expect(over).not.toHaveProperty('eta');
  });

  it('is nothing for a secret that was never ours', async () => {
    const { tenant, client, orderId } = await given('accepted');
    const link = await aLinkTo(orderId, client);
    const forged = createLinkTokens('another secret of another application').make(tenant.id, orderId, {
      id: link.id,
      expiresAt: new Date(link.expiresAt),
    });
    for (const token of [forged, `${link.token.slice(0, -1)}${link.token.endsWith('A') ? 'B' : 'A'}`])
      expectProblem(await open(token), 404, 'not_found');
  });

  it('ends by itself at its time', async () => {
    const { client, orderId } = await given('accepted');
    const { token, expiresAt } = await aLinkTo(orderId, client, { expiresAt: at(60_000) });
    const later = await startTestApp({}, { now: () => new Date(Date.parse(expiresAt) + 1) });
    try {
      const answer = await caller(later.url, { address: anAddress() }).get(`/public/tracking/${token}`);
      expectProblem(answer, 410, 'tracking_link_ended');
    } finally {
      await later.stop();
    }
    expect((await open(token)).status).toBe(200);
  });

  it('ends with the personal data of its order', async () => {
    const { tenant, client, orderId } = await given('accepted');
    const { token } = await aLinkTo(orderId, client);
    await client.post(`/transport-orders/${orderId}/transitions`, { to: 'cancelled' }, { 'If-Match': '*' });

    await app.doors.orders.erase(aCtx({ tenantId: tenant.id }));

    expectProblem(await open(token), 410, 'tracking_link_ended');
    expect((await client.get(linksOf(orderId))).body.data).toEqual([]);
    expectProblem(await client.post(linksOf(orderId), {}), 404, 'not_found');
  });
});

describe('limits', () => {
  it('let many behind one address open their links, and count a guess by the address', async () => {
    const { client, orderId } = await given('accepted');
    const { token } = await aLinkTo(orderId, client);
    const crowd = anybody();

    const answers = await repeated(105, () => open(token, crowd));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));

    const guess = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    const guesses = await repeated(102, () => open(guess, crowd));
    expect(guesses.filter(({ status }) => status === 404)).toHaveLength(100);
    expectProblem(guesses.find(({ status }) => status !== 404) ?? (guesses[0] as never), 429, 'rate_limited');
    expect(await open(token, crowd)).toMatchObject({ status: 200 });
  });

  it('count a secret of another kind in the path by the address, whoever it signs in elsewhere', async () => {
    const { dispatcher } = await given('accepted');
    const anyone = anybody();
    const guesses = await repeated(102, () => anyone.get(`/public/tracking/${dispatcher.token}`));
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(2);
  });
});
