import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest, UnknownReference } from '../../platform/http/errors.ts';
import { pricedRequest } from './judge-price.ts';
import type { CarrierFacts } from './neighbours.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { CarrierDoesNotCover } from './orders.errors.ts';
import type { MoveEffect, OrderDocument, Transition } from './orders.types.ts';

/**
 * Who will carry the order, and what the carrier gets for it. The carrier must cover it unless the dispatcher insists;
 * vehicle and driver must be its own.
 */
export async function assignment(
  deps: OrdersDeps,
  ctx: Ctx,
  order: OrderDocument,
  move: Transition,
): Promise<MoveEffect> {
  if (move.carrierId === undefined) {
    const errors = [{ pointer: '/carrierId', code: 'required', message: 'is required; say who will carry the order.' }];
    throw InvalidRequest({ errors }, { errors });
  }
  const carrier = await deps.carrier(ctx, move.carrierId);
  if (!carrier) throw UnknownReference({ pointer: '/carrierId', id: move.carrierId });
  if (move.vehicleId !== undefined && (await deps.vehicleOwner(ctx, move.vehicleId)) !== carrier.id)
    throw UnknownReference({ pointer: '/vehicleId', id: move.vehicleId });
  if (move.driverId !== undefined && (await deps.driverEmployer(ctx, move.driverId)) !== carrier.id)
    throw UnknownReference({ pointer: '/driverId', id: move.driverId });

  const missing = notCovered(carrier, order);
  if (missing.length > 0 && move.override !== true) throw CarrierDoesNotCover({ carrier: carrier.name, missing });
  const cost = await deps.carrierCost(ctx, carrier.id, pricedRequest(order));
  return {
    set: {
      carrierId: carrier.id,
      ...(cost ? { cost } : {}),
      ...(move.vehicleId ? { vehicleId: move.vehicleId } : {}),
      ...(move.driverId ? { driverId: move.driverId } : {}),
    },
    unset: [
      ...(cost ? [] : ['cost']),
      ...(move.vehicleId ? [] : ['vehicleId']),
      ...(move.driverId ? [] : ['driverId']),
    ],
  };
}

function notCovered(carrier: CarrierFacts, order: OrderDocument): string[] {
  const cities = [order.pickup.city, order.delivery.city].filter((city) => !carrier.covers(city));
  const type = carrier.transportTypes.includes(order.transportType) ? [] : [`${order.transportType} transports`];
  return [...(carrier.active ? [] : ['new orders (it is inactive)']), ...type, ...cities];
}
