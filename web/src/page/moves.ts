import type { Transition } from '@symphonia/sdk/outbox';
import type { Profile } from './session.ts';

type Role = Profile['role'];

/** One thing that may be done with an order. */
export interface Move {
  readonly to: Transition['to'];
  readonly label: string;
  readonly who: readonly Role[];
  /** What must be known before it can be done. */
  readonly needs?: 'carrier' | 'proof' | 'failure';
  /** It ends the order, or undoes work. */
  readonly grave?: true;
}

const STAFF: readonly Role[] = ['admin', 'dispatcher'];
const ROAD: readonly Role[] = [...STAFF, 'carrier', 'driver'];
const BUYER: readonly Role[] = [...STAFF, 'client'];

const move = (
  to: Transition['to'],
  label: string,
  who: readonly Role[],
  more: Pick<Move, 'needs' | 'grave'> = {},
): Move => ({ to, label, who, ...more });
const cancel = move('cancelled', 'Cancel', BUYER, { grave: true });

/** The next moves, by status: what to offer. The server decides; what it refuses comes back as attention, with its reason. */
const MOVES: Readonly<Record<string, readonly Move[]>> = {
  placed: [move('accepted', 'Accept', STAFF), move('review', 'Review', STAFF), cancel],
  review: [move('placed', 'Place as it is', STAFF), cancel],
  accepted: [move('assigned', 'Assign', STAFF, { needs: 'carrier' }), cancel],
  assigned: [
    move('picked_up', 'Picked up', ROAD),
    move('assigned', 'Reassign', STAFF, { needs: 'carrier' }),
    move('accepted', 'Unassign', STAFF, { grave: true }),
    cancel,
  ],
  picked_up: [
    move('in_transit', 'On the road', ROAD),
    move('failed', 'Failed', ROAD, { needs: 'failure', grave: true }),
  ],
  in_transit: [
    move('delivered', 'Delivered', ROAD, { needs: 'proof' }),
    move('failed', 'Failed', ROAD, { needs: 'failure', grave: true }),
  ],
  failed: [move('in_transit', 'Try again', ROAD), move('returned', 'Returned', ROAD, { grave: true })],
};

/** What somebody of this role may do with an order in this status. */
export function movesOf(status: string, role: Role | undefined): readonly Move[] {
  return (MOVES[status] ?? []).filter(({ who }) => role !== undefined && who.includes(role));
}

/** Reasons for a failed delivery, as the contract names them, and as people do. */
export const FAILURES: readonly (readonly [code: string, name: string])[] = [
  ['recipient_absent', 'Nobody there'],
  ['refused', 'Refused'],
  ['address_unknown', 'Address not found'],
  ['access_denied', 'No access'],
  ['damaged', 'Damaged'],
  ['vehicle_breakdown', 'Vehicle broke down'],
  ['other', 'Other'],
];
