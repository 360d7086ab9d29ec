import { createCore } from './core/client.ts';
import { fault } from './core/errors.ts';
import type { Plugin, SymphoniaOptions } from './core/options.ts';
import type { Resources } from './generated/resources.ts';
import type { Outbox, OutboxParts, QueuedOrders } from './outbox/index.ts';
import type { Quoter } from './quote/quoter.ts';
import { type Auth, authOf } from './resources/auth.ts';
import { type Requester, requesterOf } from './resources/request.ts';
import { resourcesOf } from './resources/resources.ts';

/** An order before it is submitted; keep it with the form, so that a reload stays the same order. */
export interface Draft {
  /** UUIDv7; the order's id for good. */
  readonly id: string;
}

/** The SDK, made by `createSymphonia`. `T` is what the realtime plug-in adds to `tracking`. */
export interface Symphonia<T = unknown> extends Omit<Resources, 'auth' | 'orders' | 'tracking' | 'pricing'> {
  /** Orders: placed and changed through the queue, read live. */
  readonly orders: Resources['orders'] & QueuedOrders & { draft(): Draft };
  /** Signing in and out, users. */
  readonly auth: Auth;
  /** Positions, and, with `tracking()`, live subscriptions. */
  readonly tracking: Resources['tracking'] & T;
  /** With `offlineQuote()`, quotes also come without a network, then provisional. */
  readonly pricing: Omit<Resources['pricing'], 'quote'> & Quoter;
  /** The queue; throws when none was bundled. */
  readonly outbox: Outbox;
  /** Any operation of the contract, by method and path. */
  readonly request: Requester;
  /** Stops timers and sockets and closes stores. Queued orders stay for the next start. */
  close(): Promise<void>;
}

type Options<T> = Omit<SymphoniaOptions<OutboxParts, T, Quoter>, 'realtime'> & { readonly realtime?: Plugin<T> };

/** Makes an SDK. Several may live beside each other; those on the same stores share their queue and cache. */
export function createSymphonia<T = unknown>(options: Options<T>): Symphonia<T> {
  const core = createCore(options);
  const live = resourcesOf(core);
  core.cache = options.cache?.(core);
  const queue = options.outbox?.(core);
  const realtime = options.realtime?.(core);
  const quoter = options.quote?.(core);
  const logs = options.clientLogs?.(core);
  const missing = Object.fromEntries(
    'submit amend transition cancel acceptAlternative attach'.split(' ').map((name) => [name, notBundled]),
  ) as unknown as QueuedOrders; // each throws
  return {
    ...live,
    orders: { ...live.orders, ...(queue?.orders ?? missing), draft: () => ({ id: core.newId() }) },
    auth: authOf(core, live.auth),
    tracking: { ...live.tracking, ...(realtime as T) },
    pricing: { ...live.pricing, ...(quoter ?? liveQuoter(live)) },
    get outbox() {
      return queue ? queue.api : notBundled();
    },
    request: requesterOf(core),
    async close() {
      await queue?.api.close();
      await core.cache?.close();
      logs?.close();
      const closable = realtime as { close?: () => unknown } | undefined; // plug-ins may have something to close
      await closable?.close?.();
    },
  };
}

function notBundled(): never {
  throw fault('outbox_not_bundled', 'createSymphonia was given no outbox.');
}

function liveQuoter(live: Resources): Quoter {
  return {
    async quote(input, options) {
      const { data } = await live.pricing.quote(input, options);
      return { ...data, provisional: false, ageMs: 0 };
    },
  };
}
