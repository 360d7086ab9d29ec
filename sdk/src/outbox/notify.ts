import type { Core } from '../core/core.ts';
import type { Problem } from '../core/errors.ts';
import { backoffMs } from '../core/retry-after.ts';
import { noLongerThan } from '../core/wire.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { OutboxRecord } from './record.ts';

export type AcceptedHandler = (record: OutboxRecord, order: unknown) => void | Promise<void>;
export type AttentionHandler = (record: OutboxRecord, problem: Problem | undefined) => void | Promise<void>;

/** Handlers that must not miss an order: called until their promise resolves, across restarts, never again after. */
export interface Notifier {
  onAccepted(fn: AcceptedHandler): () => void;
  onAttention(fn: AttentionHandler): () => void;
  /** Calls what is due; runs under the drain lock, so one instance at a time. */
  run(scope: string): Promise<void>;
  /** When a failed handler is due again. */
  nextAt(): number | undefined;
}

const PATIENCE_MS = 30_000; // a handler that hangs must not hold the drain lock for ever
const LONGEST_MS = 60_000;

export function createNotifier(core: Core, store: OutboxStore, changed: () => void): Notifier {
  const accepted = new Set<AcceptedHandler>();
  const attention = new Set<AttentionHandler>();
  const running = new Set<string>();
  let failures = 0;
  let retryAt: number | undefined;

  const call = async (record: OutboxRecord): Promise<void> => {
    if (record.state === 'accepted') for (const fn of [...accepted]) await fn(record, record.receipt?.order);
    // The problem was stored as the server sent it.
    else for (const fn of [...attention]) await fn(record, record.lastError?.problem as Problem | undefined);
  };

  const one = async (record: OutboxRecord): Promise<boolean> => {
    const key = `${record.id}:${record.epoch}:${record.state}`;
    if (running.has(key)) return true; // still in the app's hands from an earlier pass
    // The list may be old by now: a pass that goes on without the lock tells the same records.
    const now = await store.get(record.id);
    if (now?.epoch !== record.epoch || now.notified) return true;
    running.add(key);
    const done = call(record).finally(() => running.delete(key));
    done.catch(() => {}); // judged below, or too late to matter
    try {
      await noLongerThan(core.clock, PATIENCE_MS, done);
    } catch (error) {
      core.logger.warn?.('A handler of the outbox failed and will be called again.', {
        id: record.id,
        error: String(error),
      });
      return false;
    }
    await store.patch(record.id, record.epoch, { notified: true });
    return true;
  };

  const add = <T>(set: Set<T>, fn: T) => {
    set.add(fn);
    changed();
    return () => void set.delete(fn);
  };

  return {
    onAccepted: (fn) => add(accepted, fn),
    onAttention: (fn) => add(attention, fn),
    nextAt: () => retryAt,
    async run(scope) {
      const states = [
        ...(accepted.size > 0 ? (['accepted'] as const) : []),
        ...(attention.size > 0 ? (['attention'] as const) : []),
      ];
      if (
        states.length === 0 ||
        (retryAt !== undefined && retryAt > core.clock.now() && retryAt <= core.clock.now() + LONGEST_MS)
      )
        return;
      let failed = false;
      for (const record of await store.list({ scope, state: states })) {
        if (!record.notified && !(await one(record))) failed = true;
      }
      failures = failed ? failures + 1 : 0;
      retryAt = failed ? core.clock.now() + 1000 + backoffMs(failures, 500, LONGEST_MS - 1000, core.random) : undefined;
    },
  };
}
