import type { Core } from '../core/core.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import type { Gate, GateState } from './gate.ts';
import { isUnfinished } from './record.ts';

/** How the queue is doing, for a status line. */
export interface Health {
  readonly durability: 'disk' | 'memory';
  /** The browser promised not to evict this site's data; `undefined` where nobody can say. */
  readonly persisted: boolean | undefined;
  readonly pending: number;
  readonly oldestMs: number;
  readonly gate: GateState;
  /** Records of a release this one does not know; left alone. */
  readonly unknownVersion: number;
  readonly usage: number | undefined;
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
