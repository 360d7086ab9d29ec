import type { Emitter } from '../core/emitter.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import type { OutboxEvents } from './events.ts';
import { type OutboxRecord, patched, type RecordPatch } from './record.ts';

/** Writes a change, fenced, and tells of it. The record after the change, or nothing when somebody else was quicker. */
export async function change(
  { store, events }: { readonly store: OutboxStore; readonly events: Emitter<OutboxEvents> },
  record: OutboxRecord,
  patch: RecordPatch,
): Promise<OutboxRecord | undefined> {
  if (!(await store.patch(record.id, record.epoch, patch))) return undefined;
  const next = patched(record, patch);
  events.emit('change', next);
  return next;
}
