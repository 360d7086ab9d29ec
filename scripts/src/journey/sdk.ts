/** The only door to the SDK: everything the journey does with orders goes through what an app would use. */

import { readCache } from '../../../sdk/src/cache/index.ts';
import { createSymphonia, type Symphonia } from '../../../sdk/src/index.ts';
import { memoryOutbox, type Order, outbox } from '../../../sdk/src/outbox/index.ts';
import { offlineQuote } from '../../../sdk/src/quote/index.ts';
import { sqliteCache } from '../../../sdk/src/storage/sqlite-cache.ts';
import { sqliteOutbox } from '../../../sdk/src/storage/sqlite-outbox.ts';
import { type Tracking, tracking } from '../../../sdk/src/tracking/index.ts';

export { type AuthProvider, AuthRequired, isSymphoniaError, tokenSource } from '../../../sdk/src/index.ts';
export {
  isRejected,
  type NewOrder,
  type Order,
  type OutboxRecord,
  type Submission,
  type Transition,
} from '../../../sdk/src/outbox/index.ts';
export type { TrackingEvent } from '../../../sdk/src/tracking/index.ts';
export { createSymphonia, memoryOutbox, offlineQuote, outbox, readCache, sqliteCache, sqliteOutbox, tracking };

/** The SDK as the journey's apps hold it. */
export type Sdk = Symphonia<Tracking>;
/** An answer of the queue that is an order, and not a refusal. */
export type PlacedOrder = Order;
