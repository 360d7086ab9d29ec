import type { Ctx } from '../../platform/http/context.ts';
import type { Position } from '../../platform/http/contract.types.gen.ts';
import type { Audience, LiveMessage } from '../../platform/realtime/types.ts';
import type { OrderDocument } from '../orders/index.ts';
import { type Whereabouts, whereaboutsOf } from './get-tracking.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/**
 * The events that a recipient is told, with the fields of each beside order, numbers and status. Who carries the order,
 * why something went wrong and what it costs stand in none of them; what is not here he does not hear of.
 */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'order.accepted': [],
  'order.assigned': [],
  'order.unassigned': [],
  'order.picked_up': [],
  'order.in_transit': [],
  'order.delivered': [],
  'order.failed': [],
  'order.returned': [],
  'order.cancelled': [],
  'order.eta_changed': ['eta'],
  'geofence.entered': ['place'],
  'geofence.left': ['place'],
};
const ALWAYS = ['orderId', 'sequence', 'version', 'status'];

/** What a recipient sees of the channel of his order. */
export const RECIPIENT: Audience = {
  name: 'recipient',
  present({ kind, type, data }: LiveMessage) {
    if (kind === 'position') {
      const { position, orderId, staleAt, eta } = data;
      // A position of the contract, because this feature made it.
      return present({ orderId, position: shown(position as Position), staleAt, eta });
    }
    const more = Object.hasOwn(TOLD, type) ? TOLD[type] : undefined;
    // That the vehicle stands where the goods come from would tell of the sender.
    if (!more || data.place === 'pickup') return undefined;
    return present(Object.fromEntries([...ALWAYS, ...more].map((field) => [field, data[field]])));
  },
};

/** Where an order is, for its recipient. */
export async function forRecipient(deps: TrackingDeps, ctx: Ctx, order: OrderDocument): Promise<Whereabouts> {
  const { position, staleAt, eta } = await whereaboutsOf(deps, ctx, order);
  return {
    ...(position ? { position: shown(position) } : {}),
    ...(staleAt ? { staleAt } : {}),
    ...(eta ? { eta } : {}),
  };
}

/** A place on the map, when, and how sure; not how fast somebody drives, nor the state of his phone. */
function shown({ deviceTime, coordinates, heading, accuracyMetres }: Position): Position {
  return {
    deviceTime,
    coordinates,
    ...(heading === undefined ? {} : { heading }),
    ...(accuracyMetres === undefined ? {} : { accuracyMetres }),
  };
}

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
