import { afterAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPositionsRepo, type PositionsRepo } from './positions.repo.ts';
import { aPoint } from './tracking.fixtures.ts';

const MINUTE = 60_000;
const T = Date.parse('2026-11-21T08:00:00.000Z');

const database = ownDatabase();
const positions: PositionsRepo = createPositionsRepo(database.mongo);
afterAll(() => database.drop());

describe('the history', () => {
  it('keeps a point once, however often and in whatever company it comes', async () => {
    const ctx = aCtx();

    expect(await positions.addToHistory(ctx, [aPoint(T), aPoint(T + 1), aPoint(T)])).toBe(2);
    expect(await positions.addToHistory(ctx, [aPoint(T + 2), aPoint(T + 1)])).toBe(1);
    expect(await positions.addToHistory(ctx, [aPoint(T)])).toBe(0);
  });

  it('is of one tenant and one vehicle, oldest first, for the ten minutes before a moment', async () => {
    const ctx = aCtx();
    const times = [T, T - 10 * MINUTE, T - 10 * MINUTE - 1, T + 1, T - MINUTE];
    await positions.addToHistory(
      ctx,
      times.map((at) => aPoint(at)),
    );
    await positions.addToHistory(ctx, [aPoint(T - 5, [0, 0], 'veh_10')]);
    const other = aCtx();
    await positions.addToHistory(other, [aPoint(T - 5)]);

    const trail = await positions.trail(ctx, 'veh_1', new Date(T));

    expect(trail.map(({ deviceTime }) => deviceTime.getTime())).toEqual([T - 10 * MINUTE, T - MINUTE, T]);
  });

  it('finds a trail by its key alone, looking at nothing else', async () => {
    const ctx = aCtx();
    await positions.addToHistory(
      ctx,
      Array.from({ length: 50 }, (_, i) => aPoint(T - i * MINUTE)),
    );

    const plan = await positions.explainTrail(ctx, 'veh_1', new Date(T));

    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toMatch(/COLLSCAN|"SORT"/);
    expect(plan.executionStats).toMatchObject({ nReturned: 11, totalDocsExamined: 11 });
    expect(plan.executionStats.totalKeysExamined).toBeLessThanOrEqual(12);
  });
});

describe('the current position', () => {
  it('moves on with later points and never back', async () => {
    const ctx = aCtx();

    expect((await positions.moveTo(ctx, aPoint(T, [1, 1]))).position.coordinates).toEqual([1, 1]);
    expect((await positions.moveTo(ctx, aPoint(T - 1, [0, 0]))).position.coordinates).toEqual([1, 1]);
    expect((await positions.moveTo(ctx, aPoint(T, [9, 9]))).position.coordinates).toEqual([1, 1]);
    expect((await positions.moveTo(ctx, aPoint(T + 1, [2, 2]))).position.coordinates).toEqual([2, 2]);

    expect(await positions.current(ctx, 'veh_1')).toMatchObject({
      tenantId: ctx.tenantId,
      vehicleId: 'veh_1',
      deviceTime: new Date(T + 1),
      position: { coordinates: [2, 2] },
    });
    expect(await positions.current(aCtx(), 'veh_1')).toBeNull();
  });

  it('is the latest of many reports at once, first ones included', async () => {
    const ctx = aCtx();
    const vehicles = Array.from({ length: 30 }, (_, i) => `veh_${i}`);
    const times = [3, 0, 5, 1, 4, 2].map((second) => T + second * 1_000);

    await Promise.all(
      vehicles.flatMap((vehicle) => times.map((at) => positions.moveTo(ctx, aPoint(at, [0, 0], vehicle)))),
    );

    const found = await Promise.all(vehicles.map((vehicle) => positions.current(ctx, vehicle)));
    expect(new Set(found.map((point) => point?.deviceTime.getTime()))).toEqual(new Set([T + 5_000]));
  });

  it('may hold what looks like an expression', async () => {
    const ctx = aCtx();
    const odd = { ...aPoint(T), vehicleId: '$tenantId' };
    expect(await positions.moveTo(ctx, odd)).toMatchObject({ vehicleId: '$tenantId' });
  });
});
