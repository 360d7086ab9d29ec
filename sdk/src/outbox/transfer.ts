import { fault } from '../core/errors.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import { isUnfinished, type OutboxRecord, UNFINISHED } from './record.ts';
import { check, type Rule } from './validate.ts';

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
  // A document that was sent in this moment has no bytes any more.
  const whole = records.filter(({ id, body }) => typeof body === 'string' || id in blobs);
  return JSON.stringify({ symphonia: 1, records: whole, blobs } satisfies Exported);
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
  if (data.symphonia !== 1 || !Array.isArray(data.records)) throw fault('not_an_export', 'No export of an outbox.');
  let added = 0;
  for (const record of data.records as readonly OutboxRecord[]) {
    if (record?.v !== 1 || record.scope !== scope || !isSound(record) || (await store.get(record.id))) continue;
    const { lease: _, pause: __, ...rest } = record;
    const encoded = data.blobs?.[record.id];
    const blob = encoded === undefined ? undefined : Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
    if (typeof rest.body !== 'string' && blob?.length !== Number(rest.body?.bytes)) continue;
    const state = rest.state === 'attention' ? 'attention' : 'queued';
    // The device it comes from may send it, too: only an anonymous cart surely stays where it is.
    const maybeSent = rest.maybeSent || !scope.endsWith('|anon|');
    await store.add({ ...rest, epoch: 0, attempts: 0, nextAttemptAt: 0, notified: false, state, maybeSent }, blob);
    added++;
  }
  return added;
}

/** What may decide where a request goes and whether its headers can be sent; the body is the server's to judge. */
const SOUND: Rule = {
  id: 'string * * ^[0-9a-f-]{36}$',
  request:
    'string * * ^(orders\\.create POST|orders\\.amend PATCH|(orders\\.transition|documents\\.upload) POST) /transport-orders(/[\\w-]+(/transitions|/documents\\?kind=\\w+)?)?$',
  lane: 'string * *',
  apiVersion: 'string * * ^[\\w.-]+$',
  contentType: 'string * * ^[\\w/.+-]+$',
  'ifMatch?': 'string * * ^[ -~]+$',
  'amendKey?': 'string * * ^[0-9a-f-]{36}$',
  'fileName?': 'string * *',
  'dependsOn?': ['array * *', 'string * *'],
};

/** Anybody may have written it: what the queue would not have made by itself is left out. */
function isSound(record: OutboxRecord): boolean {
  const { id, op, method, path, lane, apiVersion, contentType, ifMatch, amendKey, fileName, dependsOn } = record;
  const request = `${op} ${method} ${path}`;
  const facts = { id, request, lane, apiVersion, contentType, ifMatch, amendKey, fileName, dependsOn };
  return isUnfinished(record) && check(SOUND, facts).length === 0;
}
