import type { Actor } from '../../platform/http/context.ts';
import type { Position } from '../../platform/http/contract.types.gen.ts';
import type { ChannelView, LiveMessage } from '../../platform/realtime/types.ts';
import { type Box, isInside } from './bbox.ts';

/** The channel that all boards of a tenant are windows of. */
export const BOARD_STREAM = 'board';

/**
 * A part of the tenant's board: positions in the box, and once `gone: true` of a vehicle that is not in it any more,
 * because it drove out or its last order is over. A carrier gets what is its own.
 *
 * The window cannot know what its watcher has on his map, from a snapshot or from before a cut. So a vehicle that it has
 * not seen since it was opened is told to be gone as well; whoever does not show it has nothing to remove.
 */
export function boardWindow(actor: Actor, box: Box): ChannelView {
  const own = actor.role === 'carrier' ? (actor.carrierId ?? 'none') : undefined;
  const toldGone = new Set<unknown>();
  return {
    stream: BOARD_STREAM,
    wants({ kind, data }) {
      if (own !== undefined && data.carrierId !== own) return false;
      if (kind !== 'position') return true;
      if (isShown(box, data)) {
        toldGone.delete(data.vehicleId);
        return true;
      }
      if (toldGone.has(data.vehicleId)) return false;
      toldGone.add(data.vehicleId);
      return true;
    },
    restart: () => toldGone.clear(),
    audience: {
      name: `board ${Object.values(box).join()}`,
      present: ({ kind, data }) => (kind !== 'position' || isShown(box, data) ? data : gone(data)),
    },
  };
}

/** A position of the contract, because this feature made it. */
const isShown = (box: Box, { gone, position }: LiveMessage['data']): boolean =>
  gone !== true && isInside(box, (position as Position).coordinates);

const gone = ({ vehicleId, position }: LiveMessage['data']) => ({ vehicleId, position, gone: true });
