import type { Actor, Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { Authorize, ChannelView, LiveMessage } from '../../platform/realtime/types.ts';
import { socketCtx } from './socket-ctx.ts';
import type { TrackingDeps } from './tracking.deps.ts';

type Look = (deps: TrackingDeps, ctx: Ctx, id: string) => Promise<boolean | ChannelView>;

/** Who may watch what, by the kind of channel; a kind that is not here does not exist yet. */
const LOOKS: Readonly<Record<string, Look>> = { order: lookAtOrder, client: lookAtClient, vehicle: lookAtVehicle };

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
  try {
    const order = await deps.orders.visible(ctx, id);
    const { role } = ctx.actor;
    return role === 'carrier' || role === 'driver'
      ? { stream: `order:${order.id}`, wants: whileCarrying(ctx.actor) }
      : true;
  } catch (error) {
    if (NotFound.is(error)) return false;
    throw error;
  }
}

/** A client watches its own; staff every one there is. */
async function lookAtClient(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean> {
  if (ctx.actor.role === 'client') return ctx.actor.clientId === id;
  return isStaff(ctx.actor) && deps.clientExists(ctx, id);
}

/** Staff, the carrier that owns it, and whoever drives it for an order that is not over. */
async function lookAtVehicle(deps: TrackingDeps, ctx: Ctx, id: string): Promise<boolean> {
  const { role, id: userId, carrierId } = ctx.actor;
  if (role === 'driver')
    return (await deps.orders.vehiclesOfDriver(ctx, userId)).some(({ vehicleId }) => vehicleId === id);
  if (role === 'client') return false;
  const vehicle = await deps.carriers.getVehicle(ctx, id);
  return vehicle !== undefined && (isStaff(ctx.actor) || vehicle.carrierId === carrierId);
}

const isStaff = ({ role }: Actor): boolean => role === 'admin' || role === 'dispatcher';

/**
 * What somebody who carries an order gets of it: everything up to the event that takes it from him, and again from the
 * one that gives it back. The events themselves say so, in order, in every process, before any new check could.
 */
export function whileCarrying(actor: Actor): (message: LiveMessage) => boolean {
  const [field, own] = actor.role === 'driver' ? ['driverId', actor.id] : ['carrierId', actor.carrierId];
  let carrying = true;
  return ({ type, kind, data }) => {
    if (type === 'order.assigned') carrying = own !== undefined && data[field] === own;
    // A history may begin before the order was his; its events then name nobody, or somebody else.
    const wanted = carrying && (kind === 'position' || data[field] === own);
    if (type === 'order.unassigned') carrying = false;
    return wanted;
  };
}
