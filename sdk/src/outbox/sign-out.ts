import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { OutboxEvents } from './events.ts';
import { type OutboxRecord, patched, type RecordPatch } from './record.ts';

/** Removes what was never sent or was refused. What the server may have is kept until its fate is known. */
export async function discardForLogout(
  core: Core,
  store: OutboxStore,
  events: Emitter<OutboxEvents>,
  records: readonly OutboxRecord[],
): Promise<void> {
  const patch: RecordPatch = {
    state: 'cancelled',
    doneAt: core.clock.now(),
    notified: true,
    lease: undefined,
    pause: undefined,
  };
  for (const record of records) {
    const known = record.state === 'attention' || (!record.maybeSent && record.state !== 'sending');
    // Fenced: one that is claimed in this very moment is kept.
    if (known && (await store.patch(record.id, record.epoch, patch))) events.emit('change', patched(record, patch));
  }
}
