import type { Emitter } from '../core/emitter.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { OutboxEvents } from './events.ts';
import { type OutboxRecord, patched, type RecordPatch } from './record.ts';

/**
 * Writes a change, fenced, and tells of it. The record after the change, or nothing when somebody else was quicker. The
 * epoch goes up, so that of two who decided on the same record only one writes.
 */
export async function change(
  { store, events }: { readonly store: OutboxStore; readonly events: Emitter<OutboxEvents> },
  record: OutboxRecord,
  patch: RecordPatch,
): Promise<OutboxRecord | undefined> {
  const whole = { ...patch, epoch: record.epoch + 1 };
  if (!(await store.patch(record.id, record.epoch, whole))) return undefined;
  const next = patched(record, whole);
  events.emit('change', next);
  return next;
}
