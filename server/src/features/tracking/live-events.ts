import { LRUCache } from 'lru-cache';
import { limits } from '../../platform/config/limits.ts';
import type { EventRecord } from '../../platform/events/event.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import { BOARD_STREAM } from './board-window.ts';
import { tellBoardAgain } from './tell-board.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/** Events that wait for Redis and were told within this process already. */
const REMEMBERED = 10_000;

/**
 * With this somebody else carries the order, and who watches it is asked again. Not with `order.unassigned`: that would
 * race with the event itself, which whoever is let go should hear; what he watches with is mute after it in any case.
 */
const CHANGES_HANDS = 'order.assigned';
/** With these a driver's claim on his vehicle ends. */
const LETS_VEHICLE_GO = ['order.unassigned', 'order.delivered', 'order.returned', 'order.cancelled'];
/** With these a vehicle carries something else than before, and boards show it so. */
const CHANGES_VEHICLE = [...LETS_VEHICLE_GO, 'order.assigned', 'order.picked_up', 'order.in_transit', 'order.failed'];

/**
 * Tells each event of an order to who watches the order, its client or the board, and the board what its vehicle carries
 * by then.
 *
 * Throws when it reached only the sockets of this process, because Redis was away: the consumer then gives the event
 * again, with all later ones of the order behind it. While Redis stays away that is refused without telling this
 * process's watchers once more. An event may so be told twice, with the same id; never in the wrong order, never not.
 */
export function createLiveEvents(deps: TrackingDeps): (event: EventRecord) => Promise<void> {
  const toldHere = new LRUCache<string, true>({ max: REMEMBERED });

  return async (event) => {
    const { id, tenantId, data } = event;
    const { orderId, clientId } = data;
    // Events of other subjects come by as well, and have channels of their own.
    if (typeof orderId !== 'string' || typeof clientId !== 'string') return;
    const order = `order:${orderId}`;
    if (toldHere.has(id) && !(await deps.position(tenantId, order)))
      throw new Error('Redis is still away; the event was told in this process only.');

    const message = messageOf(event);
    const reaches = [
      await deps.publish(tenantId, order, message),
      await deps.publish(tenantId, `client:${clientId}`, message),
      await deps.publish(tenantId, BOARD_STREAM, message),
    ];
    await recheck(deps, event, order);
    if (!reaches.includes('here')) {
      toldHere.delete(id);
      return renewBoard(deps, event);
    }
    toldHere.set(id, true);
    throw new Error('Redis is away; the event was told in this process only.');
  };
}

/** What a watcher gets: the event's data, with the numbers by which he knows a repeated or missing one. */
function messageOf({ id, type, time, data, sequence, version }: EventRecord): LiveMessage {
  return { id, type, kind: 'status', ts: time.toISOString(), data: { ...data, sequence, version } };
}

async function renewBoard(deps: TrackingDeps, { id, tenantId, type, data }: EventRecord): Promise<void> {
  if (!CHANGES_VEHICLE.includes(type) || typeof data.vehicleId !== 'string') return;
  await tellBoardAgain(deps, { tenantId, deadline: deadlineIn(limits.deadline.requestMs) }, data.vehicleId, id);
}

async function recheck(deps: TrackingDeps, { tenantId, type, data }: EventRecord, order: string): Promise<void> {
  if (type === CHANGES_HANDS) await deps.recheck(tenantId, order);
  if (LETS_VEHICLE_GO.includes(type) && typeof data.vehicleId === 'string')
    await deps.recheck(tenantId, `vehicle:${data.vehicleId}`);
}
