import { LRUCache } from 'lru-cache';
import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { LivePosition, OnBoard } from '../../platform/http/contract.types.gen.ts';
import { isUnderWay, type TrackedOrder } from '../orders/index.ts';
import { BOARD_STREAM } from './board-window.ts';
import { type EtaTo, etaFrom } from './eta-of.ts';
import { ACTIVE, MOST_ON_BOARD, presentOnBoard } from './on-board.ts';
import { presentLive } from './stale.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import type { VehiclePoint } from './tracking.model.ts';
import { presentEta, presentPoint } from './tracking.present.ts';

/** Vehicles of which a process remembers that it told them to be active. */
const REMEMBERED = 20_000;
/** How often a newer position is told after one's own. */
const TRIES = 3;

/** The vehicles that this process told to be on the board. */
export type OnTheBoard = LRUCache<string, true>;
export const createOnTheBoard = (): OnTheBoard => new LRUCache({ max: REMEMBERED });

type BoardDeps = Pick<TrackingDeps, 'cards' | 'publish' | 'onTheBoard'>;

/**
 * Tells the boards where a vehicle is and what it carries. One without orders is not theirs; where this process had it
 * told otherwise, because an order ended at the same moment, it goes.
 */
export async function tellBoard(
  deps: BoardDeps,
  ctx: TenantCtx,
  point: VehiclePoint,
  orders: readonly OnBoard[],
): Promise<void> {
  const key = `${ctx.tenantId}:${point.vehicleId}`;
  if (orders.length === 0 && !deps.onTheBoard.has(key)) return;
  await tell(deps, ctx, point, orders);
}

/**
 * Tells the boards of a vehicle whose orders have changed: what it carries now, or that it is gone. Reads everything anew,
 * so that the last one who tells tells the truth. A vehicle that was never heard of is on no board.
 *
 * `cause`: the id of the event, which tells this from the position itself.
 */
export async function tellBoardAgain(
  deps: TrackingDeps,
  ctx: TenantCtx,
  vehicleId: string,
  cause: string,
): Promise<void> {
  let told: VehiclePoint | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const point = await deps.positions.current(ctx, vehicleId);
    if (!point || (told && point.deviceTime <= told.deviceTime)) return;
    const orders = await deps.orders.tracked(ctx, { vehicleId }, ACTIVE, MOST_ON_BOARD);
    await tell(deps, ctx, point, await presentAll(orders, etaFrom(deps, ctx, point)), cause);
    told = point;
  }
}

/** What a vehicle carries or is to carry; with an estimate where it is on board. */
export const presentAll = (orders: readonly TrackedOrder[], etaTo: EtaTo | undefined): Promise<OnBoard[]> =>
  Promise.all(
    orders.map(async (order) =>
      etaTo && isUnderWay(order.status)
        ? presentOnBoard(order, presentEta(await etaTo(order.delivery.coordinates)))
        : presentOnBoard(order),
    ),
  );

async function tell(
  { cards, publish, onTheBoard }: BoardDeps,
  ctx: TenantCtx,
  point: VehiclePoint,
  orders: readonly OnBoard[],
  cause?: string,
): Promise<void> {
  const { vehicleId, deviceTime } = point;
  const card = await cards.of(ctx, vehicleId);
  if (!card) return;
  const isActive = orders.length > 0;
  if (isActive) onTheBoard.set(`${ctx.tenantId}:${vehicleId}`, true);
  else onTheBoard.delete(`${ctx.tenantId}:${vehicleId}`);
  const data: LivePosition = isActive
    ? { ...card, ...presentLive(point), orders: orders.slice(0, MOST_ON_BOARD) }
    : { ...card, position: presentPoint(point), gone: true };
  await publish(ctx.tenantId, BOARD_STREAM, {
    type: 'position',
    kind: 'position',
    subject: vehicleId,
    id: `${vehicleId}@${deviceTime.getTime()}${cause === undefined ? '' : `/${cause}`}`,
    ts: deviceTime.toISOString(),
    data: { ...data },
  });
}
