import type { Ctx } from '../../platform/http/context.ts';
import { ActionNotAllowed } from '../../platform/http/errors.ts';
import { isUnderWay, type OrderStatus } from '../orders/index.ts';
import type { TrackingDeps } from './tracking.deps.ts';
import { VehicleNotYours } from './tracking.errors.ts';

/** An order of a driver, as far as it says what he drives. */
export interface DrivenOrder {
  readonly vehicleId?: string;
  readonly status: OrderStatus;
}

/** The vehicle that the caller reports for; `asked` is the one he names. Never a vehicle of somebody else. */
export async function reportingVehicle(
  deps: Pick<TrackingDeps, 'orders' | 'carriers'>,
  ctx: Ctx,
  asked: string | undefined,
): Promise<string> {
  switch (ctx.actor.role) {
    case 'driver':
      return drivenVehicle(await deps.orders.vehiclesOfDriver(ctx, ctx.actor.id), asked);
    case 'carrier':
      return carriersVehicle(deps, ctx, asked);
    case 'device':
      return devicesVehicle(ctx, asked);
    default:
      throw ActionNotAllowed(
        { role: ctx.actor.role, action: 'report positions', allowedBy: ['carrier', 'driver'] },
        { members: { allowedBy: ['carrier', 'driver'] } },
      );
  }
}

/**
 * A driver's vehicle is that of his orders: of those under way, else of those still to be picked up. Where these name
 * several he must say which; a guess would show somebody's goods in the wrong place.
 */
export function drivenVehicle(orders: readonly DrivenOrder[], asked: string | undefined): string {
  const all = vehiclesIn(orders);
  if (asked !== undefined) {
    if (all.includes(asked)) return asked;
    throw VehicleNotYours({ reason: `None of the orders assigned to you is carried by ${asked}.` });
  }
  const underWay = vehiclesIn(orders.filter(({ status }) => isUnderWay(status)));
  const [vehicle, ...others] = underWay.length > 0 ? underWay : all;
  if (vehicle === undefined) throw VehicleNotYours({ reason: 'No order with a vehicle is assigned to you.' });
  if (others.length > 0)
    throw VehicleNotYours({
      reason: `Your orders are carried by several vehicles; name one of ${[vehicle, ...others].join(', ')} in vehicleId.`,
    });
  return vehicle;
}

/** A device stays in the vehicle it was made for. */
function devicesVehicle({ actor: { vehicleId } }: Ctx, asked: string | undefined): string {
  if (vehicleId === undefined) throw VehicleNotYours({ reason: 'This device belongs to no vehicle.' });
  if (asked === undefined || asked === vehicleId) return vehicleId;
  throw VehicleNotYours({ reason: `This device reports for ${vehicleId}, not for ${asked}.` });
}

async function carriersVehicle(
  deps: Pick<TrackingDeps, 'carriers'>,
  ctx: Ctx,
  asked: string | undefined,
): Promise<string> {
  const { carrierId } = ctx.actor;
  if (carrierId === undefined) throw VehicleNotYours({ reason: 'You belong to no carrier.' });
  if (asked !== undefined) {
    const vehicle = await deps.carriers.getVehicle(ctx, asked);
    if (vehicle?.carrierId === carrierId) return vehicle.id;
    throw VehicleNotYours({ reason: `Your carrier has no vehicle ${asked}.` });
  }
  const [only, ...others] = await deps.carriers.vehiclesOf(ctx, carrierId);
  if (!only) throw VehicleNotYours({ reason: 'Your carrier has no vehicle yet.' });
  if (others.length > 0) throw VehicleNotYours({ reason: 'Your carrier has several vehicles; name one in vehicleId.' });
  return only.id;
}

const vehiclesIn = (orders: readonly DrivenOrder[]): string[] => [
  ...new Set(orders.flatMap(({ vehicleId }) => vehicleId ?? [])),
];
