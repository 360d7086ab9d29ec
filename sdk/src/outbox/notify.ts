import type { Core } from '../core/core.ts';
import type { Problem } from '../core/errors.ts';
import { backoffMs } from '../core/retry-after.ts';
import { noLongerThan } from '../core/wire.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { Document, Order } from './orders.ts';
import type { OutboxRecord } from './record.ts';

/** Gets the server's answer: of `documents.upload` a `Document`, of everything else the `Order`. */
export type AcceptedHandler = (record: OutboxRecord, answer: Order | Document) => void | Promise<void>;
/** Gets why it was refused, in the server's words. */
export type AttentionHandler = (record: OutboxRecord, problem: Problem | undefined) => void | Promise<void>;

/** Handlers that must not miss an order: called until their promise resolves, across restarts, never again after. */
export interface Notifier {
  /** What must be done once an order is on the server. Returns the function that stops it. */
  onAccepted(fn: AcceptedHandler): () => void;
  /** What must be done once a request was refused. Returns the function that stops it. */
  onAttention(fn: AttentionHandler): () => void;
  /** Calls what is due; runs under the drain lock, so one instance at a time. */
  run(scope: string): Promise<void>;
  /** When a failed handler is due again. */
  nextAt(): number | undefined;
}

const PATIENCE_MS = 30_000; // a handler that hangs must not hold the drain lock for ever
const LONGEST_MS = 60_000;

export function createNotifier(core: Core, store: OutboxStore, changed: () => void): Notifier {
  type Handler = AcceptedHandler | AttentionHandler;
  const handlers = { accepted: new Set<Handler>(), attention: new Set<Handler>() };
  const running = new Set<string>();
  let failures = 0;
  let retryAt: number | undefined;

  const call = async (record: OutboxRecord): Promise<void> => {
    const { state, receipt, lastError } = record;
    // Of the two only one is there; the problem was stored as the server sent it.
    const news = (receipt?.order ?? lastError?.problem) as Order & Problem;
    for (const fn of [...handlers[state as keyof typeof handlers]]) await fn(record, news); // listed by these states
  };

  /** Whether nothing is left to tell; `undefined` when its handler is still at it. */
  const one = async (record: OutboxRecord): Promise<boolean | undefined> => {
    const key = `${record.id}:${record.epoch}:${record.state}`;
    if (running.has(key)) return true; // still in the app's hands from an earlier pass
    // The list may be old by now: a pass that goes on without the lock tells the same records.
    const now = await store.get(record.id);
    if (now?.epoch !== record.epoch || now.notified) return true;
    running.add(key);
    // One that ends well counts, however late.
    const done = call(record)
      .then(() => store.patch(record.id, record.epoch, { notified: true }))
      .finally(() => running.delete(key));
    done.catch(() => {}); // judged below, or too late to matter
    try {
      await noLongerThan(core.clock, PATIENCE_MS, done);
    } catch (error) {
      core.logger.warn?.('A handler failed; it is called again.', { id: record.id, error: String(error) });
      return running.has(key) ? undefined : false;
    }
    return true;
  };

  const add = (state: keyof typeof handlers) => (fn: Handler) => {
    handlers[state].add(fn);
    changed();
    return () => void handlers[state].delete(fn);
  };

  return {
    onAccepted: add('accepted'),
    onAttention: add('attention'),
    nextAt: () => retryAt,
    async run(scope) {
      const now = core.clock.now();
      if (retryAt !== undefined && retryAt > now && retryAt <= now + LONGEST_MS) return;
      const states = (['accepted', 'attention'] as const).filter((state) => handlers[state].size > 0);
      if (states.length === 0) return;
      let failed = false;
      for (const record of await store.list({ scope, state: states })) {
        const told = record.notified || (await one(record));
        if (!told) failed = true;
        if (told === undefined) break; // the others' turn comes when orders have had theirs
      }
      failures = failed ? failures + 1 : 0;
      retryAt = failed ? core.clock.now() + 1000 + backoffMs(failures, 500, LONGEST_MS - 1000, core.random) : undefined;
    },
  };
}
