import { createHash } from 'node:crypto';
import { v7 } from 'uuid';

/** What an id names, by its prefix. An order's id has none: it is the bare UUIDv7 its client made. */
type IdPrefix =
  | 'ten'
  | 'usr'
  | 'ses'
  | 'cli'
  | 'prd'
  | 'grd'
  | 'car'
  | 'veh'
  | 'pln'
  | 'sub'
  | 'ctr'
  | 'evt'
  | 'job'
  | 'lnk'
  | 'doc'
  | 'dev';

/** A new id, such as `prd_0192f0c1-…`: ids made later by one process sort later, also within a millisecond. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${v7()}`;

/**
 * The UUIDv7 that `seed` always gives at that time: for things that must be made once although the work that makes them
 * may run twice.
 */
export function derivedUuid(seed: string, at: Date): string {
  const random = createHash('sha256').update(seed).digest().subarray(0, 16);
  // The id ends in the last six of these bytes; its counter takes others, or half of what tells two ids apart is lost.
  return v7({ msecs: at.getTime(), random, seq: random.readUInt32BE(0) });
}
