import type { Parties } from './contract-call.ts';
import { orderContract } from './contract-orders.ts';
import { readingContract } from './contract-reading.ts';

export type { Parties, Somebody } from './contract-call.ts';

/**
 * What a client may rely on, asked of any server that says it is Symphonia: the real one and the fake of
 * `@symphonia/sdk/testing`, so that the fake cannot drift. `given` makes a fresh trade.
 */
export function serverContract(given: () => Promise<Parties>): void {
  orderContract(given);
  readingContract(given);
}
