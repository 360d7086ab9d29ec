import { SymphoniaError } from '../core/errors.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import { isUnfinished, type OutboxRecord, UNFINISHED } from './record.ts';

interface Exported {
  readonly symphonia: 1;
  readonly records: readonly OutboxRecord[];
  /** Documents, in base64 by record id. */
  readonly blobs: Readonly<Record<string, string>>;
}

/** The scope's unfinished requests as text, to carry to another device or to support. No tokens are in it. */
export async function exportQueue(store: OutboxStore, scope: string): Promise<string> {
  const records = await store.list({ scope, state: UNFINISHED });
  const blobs: Record<string, string> = {};
  for (const record of records) {
    const blob = typeof record.body === 'string' ? undefined : await store.blob(record.id);
    if (blob) blobs[record.id] = base64(blob);
  }
  return JSON.stringify({ symphonia: 1, records, blobs } satisfies Exported);
}

/** In pieces, because ten million arguments are too many and as many one-letter strings too large. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/** Adds exported requests of this user; answers how many were new. Ids stay, so importing twice is harmless. */
export async function importQueue(store: OutboxStore, scope: string, json: string): Promise<number> {
  const data = JSON.parse(json) as Partial<Exported>; // checked in the next lines
  if (data.symphonia !== 1 || !Array.isArray(data.records))
    throw new SymphoniaError('SymphoniaError', 'not_an_export', 'This is no export of an outbox.');
  let added = 0;
  for (const record of data.records as readonly OutboxRecord[]) {
    if (record.v !== 1 || record.scope !== scope || !isUnfinished(record) || (await store.get(record.id))) continue;
    const { lease: _, ...rest } = record;
    const encoded = data.blobs?.[record.id];
    const blob = encoded === undefined ? undefined : Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
    await store.add(
      { ...rest, epoch: 0, notified: false, state: rest.state === 'sending' ? 'queued' : rest.state },
      blob,
    );
    added++;
  }
  return added;
}
