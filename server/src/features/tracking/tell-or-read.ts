import type { Ctx } from '../../platform/http/context.ts';
import type { OrdersApi, VehicleOrder } from '../orders/index.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/** Tells something of an order's vehicle, or finds out why not: the order as it is then; undefined when no vehicle has it any more. */
export async function tellOrRead(
  { orders }: Pick<TrackingDeps, 'orders'>,
  ctx: Ctx,
  seen: VehicleOrder,
  told: Parameters<OrdersApi['announceTracking']>[2],
): Promise<VehicleOrder | undefined> {
  const after = (await orders.announceTracking(ctx, seen, told)) ?? (await orders.get(ctx, seen.id));
  return after?.vehicleId === undefined ? undefined : { ...after, vehicleId: after.vehicleId };
}
