import { describe, expect, it } from 'vitest';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import type { TrackedOrder } from '../orders/index.ts';
import { presentOnBoard } from './on-board.ts';
import { createOnTheBoard, tellBoard, tellBoardAgain } from './tell-board.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { aPoint, FRANKFURT } from './tracking.fixtures.ts';

const order = {
  id: 'o1',
  reference: 'SYM-26-000001',
  status: 'assigned',
  clientId: 'cli_1',
  delivery: { coordinates: FRANKFURT },
} as TrackedOrder; // as much as is told of it

/** A vehicle with these orders, and positions that come one after the other while it is told. */
function given(orders: readonly TrackedOrder[], points = [aPoint(1_000)]) {
  const told: LiveMessage[] = [];
  let reads = 0;
  const deps = {
    cards: {
      of: async (_ctx: unknown, vehicleId: string) =>
        vehicleId === 'veh_1' ? { vehicleId, carrierId: 'car_1', plate: 'DA-MK 471' } : undefined,
    },
    onTheBoard: createOnTheBoard(),
    positions: { current: async () => points[Math.min(reads++, points.length - 1)] ?? null },
    orders: { tracked: async () => orders },
    publish: async (_tenantId: string, channel: string, message: LiveMessage) => {
      expect(channel).toBe('board');
      told.push(message);
      return 'everywhere';
    },
  } as unknown as TrackingDeps; // the questions that telling a board asks
  return { told, deps };
}
const ctx = aCtx();

describe('the board', () => {
  it('hears of an active vehicle under its name, and of no other', async () => {
    const { told, deps } = given([]);
    await tellBoard(deps, ctx, aPoint(1_000), []);
    await tellBoard(deps, ctx, aPoint(1_000, FRANKFURT, 'veh_unknown'), [presentOnBoard(order)]);
    expect(told).toEqual([]);
    await tellBoard(deps, ctx, aPoint(1_000), [presentOnBoard(order)]);
    expect(told).toMatchObject([
      {
        id: 'veh_1@1000',
        subject: 'veh_1',
        kind: 'position',
        data: { plate: 'DA-MK 471', orders: [{ orderId: 'o1' }] },
      },
    ]);
    expect(told[0]?.data).not.toHaveProperty('gone');
  });

  it('loses a vehicle that was told as active by the next position without orders, once', async () => {
    const { told, deps } = given([]);
    await tellBoard(deps, ctx, aPoint(1_000), [presentOnBoard(order)]);
    for (const at of [2_000, 3_000]) await tellBoard(deps, ctx, aPoint(at), []);
    expect(told.map(({ id, data }) => [id, data.gone])).toEqual([
      ['veh_1@1000', undefined],
      ['veh_1@2000', true],
    ]);
  });

  it('hears what a vehicle carries after its orders changed, under a name of its own', async () => {
    const { told, deps } = given([order]);
    await tellBoardAgain(deps, ctx, 'veh_1', 'evt_7');
    expect(told).toMatchObject([{ id: 'veh_1@1000/evt_7', data: { orders: [{ orderId: 'o1', status: 'assigned' }] } }]);
    const over = given([]);
    await tellBoardAgain(over.deps, ctx, 'veh_1', 'evt_8');
    expect(over.told).toMatchObject([{ id: 'veh_1@1000/evt_8', data: { vehicleId: 'veh_1', gone: true } }]);
  });

  it('is told a newer position last, when one came meanwhile', async () => {
    const { told, deps } = given([order], [aPoint(1_000), aPoint(2_000), aPoint(2_000)]);
    await tellBoardAgain(deps, ctx, 'veh_1', 'evt_7');
    expect(told.map(({ id }) => id)).toEqual(['veh_1@1000/evt_7', 'veh_1@2000/evt_7']);
  });

  it('hears nothing of a vehicle that was never heard of', async () => {
    const { told, deps } = given([order], []);
    await tellBoardAgain(deps, ctx, 'veh_1', 'evt_7');
    expect(told).toEqual([]);
  });
});
