/** The only door to the SDK: everything the journey does with orders goes through what an app would use. */

import { createSymphonia, type Symphonia } from '@symphonia/sdk';
import { readCache } from '@symphonia/sdk/cache';
import { sqliteCache } from '@symphonia/sdk/cache-node';
import { memoryOutbox, type Order, outbox } from '@symphonia/sdk/outbox';
import { sqliteOutbox } from '@symphonia/sdk/outbox-node';
import { offlineQuote } from '@symphonia/sdk/quote';
import { type Tracking, tracking } from '@symphonia/sdk/tracking';

export { type AuthProvider, AuthRequired, isSymphoniaError, tokenSource } from '@symphonia/sdk';
export {
  isRejected,
  type NewOrder,
  type Order,
  type OutboxRecord,
  type Transition,
} from '@symphonia/sdk/outbox';
export type { TrackingEvent } from '@symphonia/sdk/tracking';
export { createSymphonia, memoryOutbox, offlineQuote, outbox, readCache, sqliteCache, sqliteOutbox, tracking };

/** The SDK as the journey's apps hold it. */
export type Sdk = Symphonia<Tracking>;
/** An answer of the queue that is an order, and not a refusal. */
export type PlacedOrder = Order;
