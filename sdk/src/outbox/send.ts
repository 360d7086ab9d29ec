import type { AccessToken } from '../core/auth.ts';
import type { Core } from '../core/core.ts';
import { isSymphoniaError } from '../core/errors.ts';
import { known } from '../core/headers.ts';
import { sendOnce, transferMs, type WireReply } from '../core/wire.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';
import { orderIdOf } from './lane.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { OutboxRecord } from './record.ts';

/** What one request brought, and its answer when one came. */
export interface Exchange {
  readonly outcome: Outcome;
  readonly reply?: WireReply;
}

/** Nobody knows whether it arrived. */
export const LOST: Exchange = { outcome: { state: 'queued', code: 'connection_failed' } };

const DEADLINE_MS = 30_000;
const LEASE_MARGIN_MS = 10_000;

/** How long one attempt may take: 30 s, and for a document a second more per 16 kB. */
export function deadlineMs(record: Pick<OutboxRecord, 'body'>): number {
  return typeof record.body === 'string' ? DEADLINE_MS : DEADLINE_MS + transferMs(record.body.bytes);
}

/** How long a claim may hold a record. */
export function leaseMs(record?: Pick<OutboxRecord, 'body'>): number {
  return (record ? deadlineMs(record) : DEADLINE_MS) + LEASE_MARGIN_MS;
}

/** What differs from the record as stored. */
export interface SendAs {
  readonly method?: string;
  readonly path?: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly key?: string;
  readonly ifMatch?: string | undefined;
}

export interface SendDeps {
  readonly core: Core;
  readonly store: OutboxStore;
  /** Ends what is under way; it counts as lost on the way. */
  readonly signal: AbortSignal;
  /** No attempt lasts longer than this, by the device's clock. */
  readonly until: number | undefined;
}

/** Sends the stored bytes once, under the stored version and key. Never throws; never inside a store's transaction. */
export async function exchange(
  { core, store, signal, until = Number.POSITIVE_INFINITY }: SendDeps,
  record: OutboxRecord,
  token: AccessToken,
  as: SendAs = {},
): Promise<Exchange> {
  const body = as.body ?? (typeof record.body === 'string' ? record.body : await store.blob(record.id));
  if (body === undefined) {
    // The record is there and its document is not: it lay in memory, or the device lost it.
    const code = 'document_gone';
    return {
      outcome: { state: 'attention', code, problem: { code, detail: 'The file is gone: discard, attach again.' } },
    };
  }
  const { method = record.method, key = record.id } = as;
  const { fileName } = record;
  const read = method === 'GET';
  const write = {
    'Content-Type': as.contentType ?? record.contentType,
    'Idempotency-Key': key,
    'Content-Disposition':
      fileName && `attachment; filename*=UTF-8''${encodeURIComponent(fileName.replace(/\p{Cs}/gu, '_'))}`,
    'If-Match': as.ifMatch ?? record.ifMatch,
  };
  try {
    const reply = await sendOnce(core, {
      url: core.baseUrl + (as.path ?? record.path),
      method,
      headers: {
        ...core.headers({
          token,
          apiVersion: record.apiVersion,
          attempt: record.attempts + 1,
          queuedMs: core.clock.now() - record.createdAt,
        }),
        ...(!read && known(write)),
      },
      body: read ? undefined : body,
      signal,
      deadlineMs: Math.min(deadlineMs(record), until - core.clock.now()),
    });
    return { reply, outcome: outcomeOf(reply, key) };
  } catch (error) {
    return isSymphoniaError(error) ? { outcome: { state: 'queued', code: error.code } } : LOST;
  }
}

/** Where the order that a request is about is read and amended. */
export const orderPathOf = (record: OutboxRecord) => `/transport-orders/${orderIdOf(record)}`;

/** The order that a request is about, with its version when the server has it. */
export async function readOrder(
  deps: SendDeps,
  record: OutboxRecord,
  token: AccessToken,
): Promise<Exchange & { readonly version?: number }> {
  const seen = await exchange(deps, record, token, { method: 'GET', path: orderPathOf(record) });
  const version = seen.reply?.status === 200 && seen.reply.headers.get('order-version');
  return version ? { ...seen, version: Number(version) } : seen;
}
