import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { SDK_VERSION } from '../core/version.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { Account } from './account.ts';
import { change } from './change.ts';
import type { OutboxEvents } from './events.ts';
import type { OutboxRecord } from './record.ts';

interface ResumeDeps {
  readonly core: Core;
  readonly store: OutboxStore;
  readonly account: Account;
  readonly events: Emitter<OutboxEvents>;
}

/**
 * Puts back into the queue what waited for its user (`back` = he was away in this instance, or the instance is new to
 * it) or for a newer release, and moves an anonymous cart that never left the device to whoever signed in.
 */
export async function resume(deps: ResumeDeps, scope: string, back: boolean): Promise<void> {
  for (const record of await deps.store.list({ scope, state: 'paused' })) {
    const ready = record.pause === 'upgrade' ? record.sdk !== SDK_VERSION : back || record.pause === 'auth';
    if (ready) await change(deps, record, { state: 'queued', pause: undefined, nextAttemptAt: 0, notified: false });
  }
  for (const record of await deps.store.list({ scope: deps.account.anonymousScope, state: 'queued' })) {
    if (!record.maybeSent) await change(deps, record, { scope });
  }
}

/** Requests whose predecessor was discarded go to a person: sending them would mean something else than was meant. */
export async function retireOrphans(
  deps: Pick<ResumeDeps, 'core' | 'store' | 'events'>,
  records: readonly OutboxRecord[],
): Promise<void> {
  for (const record of records) {
    if (record.state !== 'queued' || !record.dependsOn) continue;
    const needed = await Promise.all(record.dependsOn.map((id) => deps.store.get(id)));
    if (!needed.some((dependency) => dependency?.state === 'cancelled')) continue;
    const lastError = { code: 'dependency_gone', at: deps.core.clock.now() };
    const next = await change(deps, record, { state: 'attention', lastError, notified: false });
    if (next) deps.events.emit('attention', next, undefined);
  }
}
