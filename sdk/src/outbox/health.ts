import type { Core } from '../core/core.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import type { Gate, GateState } from './gate.ts';
import { isUnfinished } from './record.ts';

/** How the queue is doing, for a status line. */
export interface Health {
  /** `memory` while the device refuses to store. */
  readonly durability: 'disk' | 'memory';
  /** The browser promised not to evict this site's data; `undefined` where nobody can say. */
  readonly persisted: boolean | undefined;
  /** How many requests are not accepted yet. */
  readonly pending: number;
  /** How long the oldest of them waits, in milliseconds. */
  readonly oldestMs: number;
  /** Whether requests may go out, or what holds them back. */
  readonly gate: GateState;
  /** Records of a release this one does not know; left alone. */
  readonly unknownVersion: number;
  /** Bytes that this site uses of its `quota`, as the browser estimates them. */
  readonly usage: number | undefined;
  /** Bytes that this site may use, as the browser estimates them. */
  readonly quota: number | undefined;
}

export async function healthOf(
  core: Core,
  store: LayeredOutbox,
  scope: string,
  gateOf: (scope: string) => Gate,
): Promise<Health> {
  const records = (await store.list({ scope, anyVersion: true })).filter(isUnfinished);
  const pending = records.filter((record) => record.v === 1);
  const storage = globalThis.navigator?.storage;
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const waitsForRelease = pending.some((record) => record.pause === 'upgrade');
  const state = gateOf(scope).state();
  return {
    durability: store.durability,
    persisted: await storage?.persisted?.().catch(() => undefined),
    pending: pending.length,
    oldestMs: Math.max(0, ...pending.map((record) => core.clock.now() - record.createdAt)),
    gate: state === 'open' && waitsForRelease ? 'upgrade' : state,
    unknownVersion: records.length - pending.length,
    usage: estimate?.usage,
    quota: estimate?.quota,
  };
}
