import { describe, expect, it } from 'vitest';
import { testApp } from '../../../test/test-app.ts';
import { at, givenTransport } from './given-transport.fixtures.ts';
import { aReportedPoint, DARMSTADT, FRANKFURT } from './tracking.fixtures.ts';

const app = await testApp();
const given = (status?: Parameters<typeof givenTransport>[1]) => givenTransport(app, status);
const MINUTE = 60_000;

describe('reporting positions', () => {
  it('counts new points, repeated ones and those from the future', async () => {
    const { driver, report } = await given();
    const [early, late] = [aReportedPoint({ deviceTime: at(-1_000) }), aReportedPoint({ deviceTime: at(-60_000) })];

    const first = await report(driver, [early, late, early, aReportedPoint({ deviceTime: at(20 * MINUTE) })]);
    const second = await report(driver, [late, early]);

    expect(first).toMatchObject({
      status: 200,
      body: { accepted: 2, duplicates: 1, refused: [{ index: 3, reason: 'in_the_future' }] },
    });
    expect(second).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 2, refused: [] } });
  });

  it('takes a carrier’s only vehicle for meant, and asks which of several', async () => {
    const { tenant, carrier, carrierId, vehicleId, report } = await given();
    expect((await report(carrier, [aReportedPoint()])).status).toBe(200);

    await tenant.admin.post('/vehicles', { carrierId, plate: 'DA-MK 472', transportTypes: ['ltl'] });

    expect(await report(carrier, [aReportedPoint()])).toMatchObject({
      status: 422,
      body: { code: 'vehicle_not_yours' },
    });
    expect((await report(carrier, [aReportedPoint()], vehicleId)).status).toBe(200);
  });

  it('is for one’s own vehicle: not a colleague’s, not another carrier’s, not another tenant’s', async () => {
    const { tenant, carrierId, vehicleId, report } = await given();
    const colleague = await tenant.person('driver', { carrierId });
    const otherCarrier = await tenant.person('carrier', {
      carrierId: (
        await tenant.admin.post('/carriers', {
          name: 'Neckar Logistik',
          citiesCovered: ['Mannheim'],
          transportTypes: ['ltl'],
        })
      ).body.id,
    });
    const elsewhere = await given();

    const answers = await Promise.all([
      report(colleague, [aReportedPoint()]),
      report(colleague, [aReportedPoint()], vehicleId),
      report(otherCarrier, [aReportedPoint()]),
      report(otherCarrier, [aReportedPoint()], vehicleId),
      report(elsewhere.carrier, [aReportedPoint()], vehicleId),
      report(elsewhere.driver, [aReportedPoint()], vehicleId),
    ]);

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 6 }, () => [422, 'vehicle_not_yours']),
    );
  });

  it('is for carriers and drivers', async () => {
    const { tenant, client, dispatcher, report } = await given();
    for (const who of [client, dispatcher, tenant.admin])
      expect((await report(who, [aReportedPoint()])).status).toBe(403);
  });

  it('keeps for as long as its tenant says what comes from now on, in history and as current position', async () => {
    const { tenant, driver, report } = await given('assigned');
    const { version } = (await tenant.admin.get('/tenant')).body;
    await tenant.admin.patch('/tenant', { retentionDays: 7 }, { 'If-Match': `W/"v${version}"` });
    await report(driver, [aReportedPoint()]);

    for (const name of ['positions', 'vehicle_positions']) {
      const points = app.mongo.db.collection<{ expiresAt: Date; recordedAt: Date }>(name);
      expect(await points.indexes()).toContainEqual(
        expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }),
      );
      const kept = await points.find({ tenantId: tenant.id }).toArray();
      expect(kept.map((one) => one.expiresAt.getTime() - one.recordedAt.getTime())).toEqual([7 * 24 * 3_600_000]);
    }
  });
});

describe('the snapshot of an order', () => {
  it('says where it is, when it comes, and where the channel stands', async () => {
    const { tenant, driver, client, report, snapshot, orderId, vehicleId } = await given('in_transit');
    const point = aReportedPoint({ speedKmh: 62, accuracyMetres: 5 });
    await report(driver, [aReportedPoint({ deviceTime: at(-30_000) }), point]);

    const answer = await snapshot(client);

    expect(answer).toMatchObject({
      status: 200,
      body: { orderId, status: 'in_transit', version: 5, vehicleId, position: point },
    });
    expect(answer.body.eta.remainingMetres).toBe(34_536);
    expect(Date.parse(answer.body.eta.at) - Date.parse(point.deviceTime)).toBeGreaterThan(34 * MINUTE);
    expect(answer.body.stream.epoch).toBe((await app.realtime.position(tenant.id, `order:${orderId}`))?.epoch);
  });

  it('is answered with 304 until something moves', async () => {
    const { driver, client, report, orderId, snapshot } = await given();
    await report(driver, [aReportedPoint()]);
    // Four moves and the first estimate are told on their own time; with the position they are six.
    await expect.poll(async () => (await snapshot(client)).body.stream.seq).toBe(6);

    const etag = (await snapshot(client)).headers.etag ?? '';
    expect((await client.get(`/tracking/orders/${orderId}`, { 'If-None-Match': etag })).status).toBe(304);
    await report(driver, [aReportedPoint({ coordinates: FRANKFURT })]);
    expect((await client.get(`/tracking/orders/${orderId}`, { 'If-None-Match': etag })).status).toBe(200);
  });

  it('shows the newest point, in whatever order they came', async () => {
    const { driver, client, report, snapshot } = await given();
    const newest = aReportedPoint({ deviceTime: at(1_000), coordinates: FRANKFURT });

    await report(driver, [newest]);
    await report(driver, [aReportedPoint({ coordinates: DARMSTADT })]);

    expect((await snapshot(client)).body.position).toEqual(newest);
  });

  it('shows a client no position before the pick-up, and nobody one after the end', async () => {
    const { driver, carrier, dispatcher, client, report, snapshot, move, orderId } = await given('assigned');
    await report(driver, [aReportedPoint()]);
    const seen = async () =>
      Promise.all(
        [client, driver, carrier, dispatcher].map(async (who) => (await snapshot(who)).body.position !== undefined),
      );

    expect(await seen()).toEqual([false, true, true, true]);
    await move(orderId, 'picked_up');
    await report(driver, [aReportedPoint()]);
    expect(await seen()).toEqual([true, true, true, true]);
    await move(orderId, 'in_transit');
    await move(orderId, 'delivered', { proof: { name: 'Greta Empfang', at: at(0) } });
    expect(await seen()).toEqual([false, false, false, false]);
  });

  it('never shows a client where the vehicle was before it had his goods', async () => {
    const { driver, client, dispatcher, report, snapshot } = await given('picked_up');
    await report(driver, [aReportedPoint({ deviceTime: at(-10 * MINUTE) })]);

    expect((await snapshot(client)).body).not.toHaveProperty('position');
    expect((await snapshot(dispatcher)).body).toHaveProperty('position');
  });

  it('does not exist for whoever may not see the order', async () => {
    const { tenant, orderId, carrierId } = await given();
    const elsewhere = await given('accepted');
    const others = [
      elsewhere.dispatcher,
      await tenant.person('client', { clientId: elsewhere.clientId }),
      await tenant.person('driver', { carrierId }),
    ];
    for (const who of others) expect((await who.get(`/tracking/orders/${orderId}`)).status).toBe(404);
  });
});
