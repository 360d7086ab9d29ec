import { apiErrorOf } from '../core/api-errors.ts';
import type { Core } from '../core/core.ts';
import { type FieldError, fault, type SymphoniaError } from '../core/errors.ts';
import { pathWith } from '../core/invoke.ts';
import type { Operation } from '../core/operation.ts';
import { sha256 } from '../core/sha256.ts';
import { SDK_VERSION } from '../core/version.ts';
import { noLongerThan } from '../core/wire.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import type { Account } from './account.ts';
import { type NewRecord, type OutboxRecord, patched } from './record.ts';

/** A file that goes out as it is. */
export interface DocumentFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly fileName: string | undefined;
  /** What follows the path: `?kind=photo`. */
  readonly query: string;
}

/** What an enqueued request is made of. */
export interface Enqueue {
  readonly id: string;
  readonly operation: Operation;
  /** What stands in the operation's path. */
  readonly orderId: string;
  readonly body?: unknown;
  readonly document?: DocumentFile | undefined;
  readonly lane: string;
  /** Whose it is; whoever is signed in now when it is not said. */
  readonly scope?: Promise<string>;
  readonly ifMatch?: string | undefined;
  readonly dependsOn?: readonly string[] | undefined;
  readonly meta?: unknown;
}

const BODY_LIMIT = 102_400; // bytes; the limits of the server
export const DOCUMENT_LIMIT = 10_485_760;
const SUBMIT_MS = 10_000;

/**
 * Stores one request and answers its record. Resolves only after the durable write, or after the fall-back that the
 * record's durability names; nothing is sent before. Dying half-way leaves either no record or one that will arrive.
 */
export async function enqueue(
  deps: { core: Core; store: LayeredOutbox; account: Account },
  request: Enqueue,
): Promise<OutboxRecord> {
  const { core, store, account } = deps;
  const { operation, document } = request;
  const text = JSON.stringify(document ? [document.contentType, document.fileName] : request.body);
  const bytes = document ? document.bytes.length : new TextEncoder().encode(text).length;
  const limit = document ? DOCUMENT_LIMIT : BODY_LIMIT;
  if (bytes > limit) throw invalid('body_too_large', `${bytes} bytes; ${limit} are allowed.`);
  if (/[^ -~]/.test(request.ifMatch ?? '')) throw invalid('invalid_request', 'ifMatch is no tag.');
  const now = core.clock.now();
  const base: NewRecord = {
    v: 1,
    id: request.id,
    scope: await (request.scope ?? account.scope()),
    op: operation.name,
    method: operation.method as NewRecord['method'], // only writes are queued
    path: pathWith(operation, () => request.orderId) + (document?.query ?? ''),
    apiVersion: core.apiVersion,
    contentType: document?.contentType ?? operation.body ?? 'application/json',
    body: document ? { bytes } : text,
    bodyHash: sha256(text),
    lane: request.lane,
    state: 'queued',
    maybeSent: false,
    attempts: 0,
    nextAttemptAt: 0,
    epoch: 0,
    notified: false,
    createdAt: now,
    sdk: SDK_VERSION,
  };
  const { ifMatch, dependsOn, meta } = request;
  const record = patched(base, {
    ifMatch,
    dependsOn: dependsOn?.length ? dependsOn : undefined,
    meta,
    fileName: document?.fileName,
  });
  const stored = await noLongerThan(core.clock, SUBMIT_MS, store.add(record, document?.bytes));
  if (stored.bodyHash !== record.bodyHash || stored.scope !== record.scope) {
    throw apiErrorOf(422, {
      code: 'idempotency_key_reuse',
      detail: 'This draft was submitted with another content: use outbox.replace().',
    });
  }
  // To answer it would promise an order that never leaves.
  if (stored.state === 'cancelled') throw fault('record_finished', 'This draft was taken back: make another.');
  return stored;
}

/** A refusal made on the device, in the form of the server's. */
export function invalid(code: string, detail: string, errors?: readonly FieldError[]): SymphoniaError {
  return apiErrorOf(400, { code, detail, ...(errors ? { errors } : {}) });
}
