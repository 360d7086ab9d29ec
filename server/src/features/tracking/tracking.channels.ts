import type { Actor, Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { Audience, Authorize, ChannelView, LiveMessage } from '../../platform/realtime/types.ts';
import { isFinal } from '../orders/index.ts';
import { parseBox } from './bbox.ts';
import { boardWindow } from './board-window.ts';
import { RECIPIENT } from './for-recipient.ts';
import { socketCtx } from './socket-ctx.ts';
import type { TrackingDeps } from './tracking.deps.ts';

type Look = (deps: TrackingDeps, ctx: Ctx, id: string) => Promise<boolean | ChannelView>;

/** Who may watch what, by the kind of channel; a kind that is not here does not exist. */
const LOOKS: Readonly<Record<string, Look>> = {
  order: lookAtOrder,
  client: mayWatchClient,
  vehicle: lookAtVehicle,
  board: lookAtBoard,
};

/**
 * Says whether a session may watch a channel. Asked when it subscribes, with every fresh token, and when something
 * changed; so what somebody may no longer see ends with his token's ten minutes at the latest.
 *
 * Clients need no filter on positions: into the channels of orders and clients come only those of orders under way, from
 * pick-up to the end, so not even a channel's history holds another one.
 */
export const authorizeChannel =
  (deps: TrackingDeps): Authorize =>
  async (session, channel) => {
    const colon = channel.indexOf(':');
    const kind = channel.slice(0, colon);
    const look = Object.hasOwn(LOOKS, kind) ? LOOKS[kind] : undefined;
    return look ? look(deps, socketCtx(deps.log, session), channel.slice(colon + 1)) : false;
  };

async function lookAtOrder(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean | ChannelView> {
  const { role } = ctx.actor;
  if (role === 'recipient') return lookAsRecipient(deps, ctx, id);
  try {
    const order = await deps.orders.visible(ctx, id);
    return role === 'carrier' || role === 'driver'
      ? { stream: `order:${order.id}`, ...whileCarrying(ctx.actor) }
      : true;
  } catch (error) {
    if (NotFound.is(error)) return false;
    throw error;
  }
}

/** The order of his link. Once that is over its channel tells him no places, not even those it still remembers. */
async function lookAsRecipient(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean | ChannelView> {
  const order = ctx.actor.orderId === id ? await deps.orders.get(ctx, id) : null;
  if (!order || order.erasedAt) return false;
  const wants = ({ kind }: LiveMessage) => kind === 'status';
  return { stream: `order:${order.id}`, audience: RECIPIENT, ...(isFinal(order.status) ? { wants } : {}) };
}

/** A client watches its own; staff every one there is. */
export async function mayWatchClient(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean> {
  if (ctx.actor.role === 'client') return ctx.actor.clientId === id;
  return isStaff(ctx.actor) && deps.clientExists(ctx, id);
}

/** Staff, the carrier that owns it, and whoever drives it for an order that is not over. */
export async function mayWatchVehicle(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean> {
  const { role, id: userId, carrierId } = ctx.actor;
  if (role === 'driver')
    return (await deps.orders.vehiclesOfDriver(ctx, userId)).some(({ vehicleId }) => vehicleId === id);
  if (!isStaff(ctx.actor) && role !== 'carrier') return false;
  const vehicle = await deps.carriers.getVehicle(ctx, id);
  return vehicle !== undefined && (role !== 'carrier' || vehicle.carrierId === carrierId);
}

async function lookAtVehicle(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean | ChannelView> {
  if (!(await mayWatchVehicle(deps, ctx, id))) return false;
  return ctx.actor.role === 'driver' ? { stream: `vehicle:${id}`, audience: DRIVER } : true;
}

/** Several drivers may share a vehicle; whose orders are on it, each sees in his own. */
const DRIVER: Audience = { name: 'driver', present: ({ data: { orders: _, ...data } }) => data };

/** Staff see all that is on the map, a carrier its own. */
async function lookAtBoard(_deps: TrackingDeps, { actor }: Ctx, bbox: string): Promise<boolean | ChannelView> {
  const box = isStaff(actor) || actor.role === 'carrier' ? parseBox(bbox) : undefined;
  return box ? boardWindow(actor, box) : false;
}

const isStaff = ({ role }: Actor): boolean => role === 'admin' || role === 'dispatcher';

/**
 * What somebody who carries an order gets of it: everything up to the event that takes it from him, and again from the
 * one that gives it back. The events themselves say so, in order, in every process, before any new check could.
 */
export function whileCarrying(actor: Actor): Required<Pick<ChannelView, 'wants' | 'restart'>> {
  const [field, own] = actor.role === 'driver' ? ['driverId', actor.id] : ['carrierId', actor.carrierId];
  let carrying = true;
  return {
    wants({ type, kind, data }) {
      if (type === 'order.assigned') carrying = own !== undefined && data[field] === own;
      // A history may begin before the order was his; its events then name nobody, or somebody else.
      const wanted = carrying && (kind === 'position' || data[field] === own);
      if (type === 'order.unassigned') carrying = false;
      return wanted;
    },
    restart() {
      carrying = true;
    },
  };
}
