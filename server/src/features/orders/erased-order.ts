import { FAILURE_REASONS } from './orders.model.ts';
import type { OrderDocument, StoredStop, TimelineRecord } from './orders.types.ts';

/** What stands where the contract wants a text. */
const ERASED = 'Erased';
/** So much of a postcode and of coordinates as names a region and no house: 0.1° are about ten kilometres. */
const POSTCODE_CHARACTERS = 2;
const DECIMALS = 1;

/** What an erasure writes and removes. */
export interface Erasure {
  readonly set: Partial<OrderDocument>;
  readonly unset: readonly (keyof OrderDocument)[];
}

/**
 * A finished order without what tells of people: names, addresses, contacts, and whatever somebody could type. Ids,
 * status, cities, goods, prices and times stay, because the accounts need them.
 */
export function erasedOrder(order: OrderDocument, by: TimelineRecord['by'], now: Date): Erasure {
  const entry = { at: now, type: 'order.erased', version: order.version + 1, by };
  return {
    set: {
      pickup: erasedStop(order.pickup),
      delivery: erasedStop(order.delivery),
      lines: order.lines.map(({ description: _, ...line }) => line),
      // Each repeats what it is about: a postcode, a place, what somebody typed.
      issues: order.issues.map((issue) => ({ ...issue, message: ERASED })),
      ...(order.proof ? { proof: proofWithoutName(order.proof) } : {}),
      timeline: [...order.timeline.map(erasedEntry), entry],
      erasedAt: now,
    },
    unset: ['instructions', 'metadata', 'alternative'],
  };
}

function erasedStop({ contact: _, postcode, coordinates: [longitude, latitude], ...stop }: StoredStop): StoredStop {
  return {
    ...stop,
    name: ERASED,
    address: ERASED,
    postcode: postcode.slice(0, POSTCODE_CHARACTERS),
    coordinates: [Number(longitude.toFixed(DECIMALS)), Number(latitude.toFixed(DECIMALS))],
  };
}

const proofWithoutName = ({ name: _, ...proof }: NonNullable<OrderDocument['proof']>) => proof;

/** A reason from the list is a number of the statistics; any other was typed. */
function erasedEntry({ note: _, reason, ...entry }: TimelineRecord): TimelineRecord {
  return FAILURE_REASONS.some((known) => known === reason) && reason !== undefined ? { ...entry, reason } : entry;
}
