import type { Answer, Body, CallOptions } from '../core/types.ts';
import type { operations } from '../generated/types.ts';

/** What a quote is made for; an order fits. */
export type QuoteInput = Body<operations['createQuote']>;
type LiveQuote = Answer<operations['createQuote']>;

/** A price, and how sure it is. */
export interface QuoteResult {
  /** Send it with the order as it is. */
  readonly price: LiveQuote['price'];
  /** What the total is made of. */
  readonly breakdown: LiveQuote['breakdown'];
  /** Until when the server takes it, RFC 3339. */
  readonly holdsUntil: LiveQuote['holdsUntil'];
  /** Made on the device from a cached grid: the order may end in review. */
  readonly provisional: boolean;
  /** Age of the grid it was made from, in milliseconds; 0 for the server's own. */
  readonly ageMs: number;
  /**
   * Of the server's own: ends when what priced it lies on this device, so that the next one can be made without a network,
   * or could not be read. Never rejects; nobody has to wait for it.
   */
  readonly kept?: Promise<void>;
}

/** The door of quotes. */
export interface Quoter {
  /** What a transport costs now; takes the order as it is. */
  quote(input: QuoteInput, options?: CallOptions): Promise<QuoteResult>;
}
