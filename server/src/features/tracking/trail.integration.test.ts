import { describe, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { at, givenTransport } from './given-transport.fixtures.ts';
import { createPositionsRepo } from './positions.repo.ts';
import { aPoint, aReportedPoint } from './tracking.fixtures.ts';

const app = await testApp();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type Caller = Awaited<ReturnType<typeof givenTransport>>['client'];
const timesOf = (answer: Awaited<ReturnType<Caller['get']>>) =>
  (answer.body.points as { deviceTime: string }[]).map(({ deviceTime }) => deviceTime);

describe.concurrent('the way of an order', () => {
  it('begins with its pick-up and ends with it, for everyone who may see the order', async () => {
    const { orderId, dispatcher, client, carrier, driver, report, move } = await givenTransport(app, 'in_transit');
    const path = `/tracking/orders/${orderId}/trail?to=${at(HOUR)}`;
    const [before, during, after] = [at(-2 * MINUTE), at(0), at(4 * MINUTE)];
    const points = [after, before, during].map((deviceTime) => aReportedPoint({ deviceTime }));
    await report(driver, points);
    expect(timesOf(await dispatcher.get(path))).toEqual([during, after]);

    await move(orderId, 'failed', { reason: 'recipient_absent' });
    await move(orderId, 'returned');

    for (const who of [dispatcher, client, carrier, driver]) expect(timesOf(await who.get(path))).toEqual([during]);
  });

  it('is empty before the pick-up, and not there for who may not see the order', async () => {
    const { tenant, orderId, client, driver, report } = await givenTransport(app, 'assigned');
    await report(driver, [aReportedPoint()]);
    const path = `/tracking/orders/${orderId}/trail`;
    expect((await client.get(path)).body).toEqual({ points: [], recorded: 0, toleranceMetres: 0, complete: true });
    const other = await tenant.admin.post('/clients', { name: 'B' });
    const stranger = await tenant.person('client', { clientId: other.body.id as string });
    expectProblem(await stranger.get(path), 404, 'not_found');
  });
});

describe.concurrent('the way of a vehicle', () => {
  it('is for staff and the carrier that owns it', async () => {
    const { tenant, vehicleId, dispatcher, carrier, driver, report } = await givenTransport(app, 'assigned');
    const times = [at(-3 * HOUR), at(-2 * HOUR), at(-MINUTE)];
    await report(
      driver,
      times.toReversed().map((deviceTime) => aReportedPoint({ deviceTime })),
    );
    const path = `/tracking/vehicles/${vehicleId}/trail`;
    for (const who of [dispatcher, tenant.admin, carrier]) expect(timesOf(await who.get(path))).toEqual(times);
    const rival = await tenant.admin.post('/carriers', { name: 'B', citiesCovered: ['Bonn'], transportTypes: ['ltl'] });
    const stranger = await tenant.person('carrier', { carrierId: rival.body.id as string });
    expectProblem(await stranger.get(path), 404, 'not_found');
  });

  it('is cut to the time asked for, at most 48 hours of it', async () => {
    const { vehicleId, dispatcher, driver, report } = await givenTransport(app, 'assigned');
    const times = [at(-60 * HOUR), at(-47 * HOUR), at(-3 * HOUR), at(-HOUR)];
    await report(
      driver,
      times.map((deviceTime) => aReportedPoint({ deviceTime })),
    );
    const seen = (search: string) => dispatcher.get(`/tracking/vehicles/${vehicleId}/trail${search}`);
    const [t0, t1, t2, t3] = times;

    expect(timesOf(await seen(''))).toEqual([t1, t2, t3]);
    expect(timesOf(await seen(`?from=${t2}`))).toEqual([t2, t3]);
    expect(timesOf(await seen(`?to=${t2}`))).toEqual([t1, t2]);
    expect(timesOf(await seen(`?from=${t0}&to=${t1}`))).toEqual([t0, t1]);
    expectProblem(await seen(`?from=${t0}`), 400, 'invalid_request');
    expectProblem(await seen(`?from=${t2}&to=${t1}`), 400, 'invalid_request');
    expectProblem(await seen('?toleranceMetres=-1'), 400, 'invalid_request');
  });

  it('is simplified by what is asked for, and says by how much', async () => {
    const { vehicleId, dispatcher, driver, report } = await givenTransport(app, 'assigned');
    const road = Array.from({ length: 60 }, (_, n) =>
      aReportedPoint({ deviceTime: at(-HOUR + n * 1_000), coordinates: [8.6, 49.8 + n / 10_000] }),
    );
    await report(driver, road);
    const of = async (search: string) =>
      (await dispatcher.get(`/tracking/vehicles/${vehicleId}/trail${search}`)).body as object & { points: object[] };
    expect(await of('')).toMatchObject({ points: road, recorded: 60, toleranceMetres: 0, complete: true });
    expect(await of('?toleranceMetres=10')).toEqual({
      points: [road[0], road.at(-1)],
      recorded: 60,
      toleranceMetres: 10,
      complete: true,
    });
  });

  it('is a range of keys, and the newest points where there are too many', async () => {
    const positions = createPositionsRepo(app.mongo);
    const [ctx, now] = [aCtx(), Date.now()];
    await positions.addToHistory(
      ctx,
      Array.from({ length: 60 }, (_, n) => aPoint(now - n * MINUTE)),
    );
    const span = { from: new Date(now - 29 * MINUTE), to: new Date(now) };
    const newest = await positions.between(ctx, 'veh_1', span, 3);
    expect(newest.map(({ deviceTime }) => now - deviceTime.getTime())).toEqual([2 * MINUTE, MINUTE, 0]);
    const plan = await positions.explainBetween(ctx, 'veh_1', span, 1_000);
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toMatch(/COLLSCAN|"SORT"/);
    expect(plan.executionStats).toMatchObject({ nReturned: 30, totalDocsExamined: 30 });
  });
});
