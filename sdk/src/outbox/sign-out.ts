import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import { change } from './change.ts';
import type { OutboxEvents } from './events.ts';
import { cancelledAt, type OutboxRecord } from './record.ts';

/** Removes what was never sent or was refused. What the server may have is kept until its fate is known. */
export async function discardForLogout(
  core: Core,
  store: OutboxStore,
  events: Emitter<OutboxEvents>,
  records: readonly OutboxRecord[],
): Promise<void> {
  for (const record of records) {
    const known = record.state === 'attention' || (!record.maybeSent && record.state !== 'sending');
    // Fenced: one that is claimed in this very moment is kept.
    if (known) await change({ store, events }, record, cancelledAt(core.clock.now()));
  }
}
