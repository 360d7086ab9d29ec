import { createHash } from 'node:crypto';
import { newId } from '../../platform/db/new-id.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { ActionNotAllowed, IdempotencyKeyReuse } from '../../platform/http/errors.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { OrderDocument } from '../orders/index.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { type DocumentKind, type DocumentRecord, mayAttach, maySee } from './documents.model.ts';
import { inspect } from './inspect.ts';
import { type Incoming, readUpload } from './read-upload.ts';
import { assertRoom, storeDocument } from './store-document.ts';

export interface Uploaded {
  readonly document: DocumentRecord;
  /** An upload does not change it. */
  readonly orderVersion: number;
  readonly replayed: boolean;
}

/**
 * Attaches a file to an order that the caller sees, while it comes in. Its id is made of the key, so that the same upload
 * at any age gives the document that is there, before every rule; its bytes are read then too, since only they tell
 * whether it is the same.
 */
export async function uploadDocument(
  deps: DocumentsDeps,
  ctx: Ctx,
  input: InputOf<'uploadDocument'>,
): Promise<Uploaded> {
  const order = await deps.orders.visible(ctx, input.params.orderId);
  const incoming = readUpload(input);
  const id = input.key === undefined ? newId('doc') : `doc_${input.key}`;
  const known = input.key === undefined ? null : await deps.repo.get(ctx, id);
  if (known) {
    assertOf(ctx, order, known);
    const hash = createHash('sha256');
    for await (const chunk of incoming.bytes) hash.update(chunk);
    return replay(ctx, order, known, { kind: incoming.kind(), sha256: hash.digest('hex') });
  }

  assertMayAttach(ctx, incoming.kind());
  await assertRoom(deps, ctx, order);
  const file = await inspect(incoming.bytes);
  // Of a form whose file stands first it is still open, and asked again when the bytes have ended.
  assertMayAttach(ctx, incoming.kind());
  const outcome = await storeDocument(deps, ctx, order, id, {
    contentType: file.contentType,
    bytes: allowed(ctx, incoming, file.bytes),
    said: () => ({ kind: kindOf(incoming), name: incoming.name(), image: file.image() }),
  });
  if (!outcome.replayed) return outcome;
  return replay(ctx, order, outcome.document, { kind: incoming.kind(), sha256: outcome.sha256 });
}

async function* allowed(ctx: Ctx, incoming: Incoming, bytes: AsyncIterable<Uint8Array>) {
  yield* bytes;
  assertMayAttach(ctx, incoming.kind());
}

function assertMayAttach(ctx: Ctx, kind: DocumentKind | undefined): void {
  if (kind === undefined || mayAttach(ctx.actor, kind)) return;
  const allowedBy = ['admin', 'dispatcher', 'client'];
  throw ActionNotAllowed({ role: ctx.actor.role, action: `attach an ${kind}`, allowedBy }, { members: { allowedBy } });
}

function kindOf(incoming: Incoming): DocumentKind {
  const kind = incoming.kind();
  if (kind === undefined) throw new Error('A form was taken without its kind.');
  return kind;
}

/** A key names one upload for ever: to this order, of this content. */
function replay(
  ctx: Ctx,
  order: OrderDocument,
  document: DocumentRecord,
  sent: { kind: DocumentKind | undefined; sha256: string },
): Uploaded {
  assertOf(ctx, order, document);
  if (document.kind !== sent.kind || document.sha256 !== sent.sha256)
    throw IdempotencyKeyReuse({ key: keyOf(document) });
  return { document, orderVersion: order.version, replayed: true };
}

function assertOf(ctx: Ctx, order: OrderDocument, document: DocumentRecord): void {
  if (document.orderId !== order.id || !maySee(ctx.actor, document))
    throw IdempotencyKeyReuse({ key: keyOf(document) });
}

const keyOf = ({ id }: DocumentRecord) => id.slice('doc_'.length);
