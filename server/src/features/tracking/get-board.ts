import type { Ctx } from '../../platform/http/context.ts';
import type { Board, BoardVehicle } from '../../platform/http/contract.types.gen.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import type { TrackedOrder } from '../orders/index.ts';
import { type Box, isInside, parseBox } from './bbox.ts';
import { BOARD_STREAM } from './board-window.ts';
import { ACTIVE, MOST_ON_BOARD, presentOnBoard } from './on-board.ts';
import { presentLive } from './stale.ts';
import { streamOf } from './stream-of.ts';
import type { TrackingDeps } from './tracking.deps.ts';

const MOST_VEHICLES = 1_000;
/** Orders that are looked at; more, and the board says that it is not complete. */
const MOST_ORDERS = 20_000;

/**
 * The active vehicles in a box, those heard of last first. A carrier sees its own.
 *
 * It begins with the orders that are not over, of which there are few at any time, and asks where their vehicles are: so
 * positions, of which thousands come in every second, need no index of places that each of them would have to keep up.
 */
export async function getBoard(deps: TrackingDeps, ctx: Ctx, bbox: string): Promise<Board> {
  const box = boxOf(bbox);
  const stream = await streamOf(deps, ctx, BOARD_STREAM);
  const { role, carrierId } = ctx.actor;
  const own = role === 'carrier' ? { carrierId: carrierId ?? 'none' } : {};
  const orders = await deps.orders.tracked(ctx, own, ACTIVE, MOST_ORDERS);
  const vehicles = await vehiclesIn(deps, ctx, box, byVehicle(orders));
  const complete = vehicles.length <= MOST_VEHICLES && orders.length < MOST_ORDERS;
  return { vehicles: vehicles.slice(0, MOST_VEHICLES), complete, stream };
}

function boxOf(bbox: string): Box {
  const box = parseBox(bbox);
  if (box) return box;
  const message = 'must be west,south,east,north: at most 180 and 90 degrees, the south below the north.';
  const error = { pointer: '/query/bbox', code: 'range', message };
  throw InvalidRequest({ errors: [error] }, { errors: [error] });
}

function byVehicle(orders: readonly TrackedOrder[]): Map<string, TrackedOrder[]> {
  const grouped = new Map<string, TrackedOrder[]>();
  for (const order of orders) {
    if (order.vehicleId === undefined) continue;
    const group = grouped.get(order.vehicleId);
    if (group) group.push(order);
    else grouped.set(order.vehicleId, [order]);
  }
  return grouped;
}

async function vehiclesIn(
  deps: TrackingDeps,
  ctx: Ctx,
  box: Box,
  orders: ReadonlyMap<string, readonly TrackedOrder[]>,
): Promise<BoardVehicle[]> {
  const points = (await deps.positions.currentOf(ctx, [...orders.keys()]))
    .filter(({ position }) => isInside(box, position.coordinates))
    .sort((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime())
    // One more than is shown says that there are more.
    .slice(0, MOST_VEHICLES + 1);
  const cards = await deps.cards.many(
    ctx,
    points.map(({ vehicleId }) => vehicleId),
  );
  return points.flatMap((point) => {
    const card = cards.get(point.vehicleId);
    const own = (orders.get(point.vehicleId) ?? []).slice(0, MOST_ON_BOARD);
    return card ? [{ ...card, ...presentLive(point), orders: own.map((order) => presentOnBoard(order)) }] : [];
  });
}
