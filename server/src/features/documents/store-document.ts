import { setTimeout as wait } from 'node:timers/promises';
import { v7 } from 'uuid';
import { limits } from '../../platform/config/limits.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { type Ctx, deadlineIn, type MemberRole } from '../../platform/http/context.ts';
import { NotFound, ServiceUnavailable } from '../../platform/http/errors.ts';
import type { StoredBlob } from '../../platform/storage/blobs.ts';
import type { OrderDocument } from '../orders/index.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { TooManyDocuments } from './documents.errors.ts';
import {
  type ContentType,
  type DocumentKind,
  type DocumentRecord,
  type ImageSize,
  isHiddenFromRoad,
  plainName,
} from './documents.model.ts';

/** A file that may be stored. */
export interface NewFile {
  readonly contentType: ContentType;
  /** Throws where the upload turns out to be refused. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What is known of it once the bytes have ended. */
  said(): { readonly kind: DocumentKind; readonly name: string | undefined; readonly image: ImageSize | undefined };
}

type Outcome =
  | { readonly replayed: false; readonly document: DocumentRecord; readonly orderVersion: number }
  /** Somebody stored another one of this id meanwhile. */
  | { readonly replayed: true; readonly document: DocumentRecord; readonly sha256: string };

/** A majority read may not see the other writer yet: look again for a second. */
const LOOKS = 10;
const LOOK_EVERY_MS = 100;

/**
 * Stores the bytes, then the document with its order's event in one transaction: there is no document without its bytes
 * and none that was not announced. Dying in between leaves bytes that nobody sees, and a row by which the sweep finds
 * them; a row that the sweep has taken no document can follow.
 */
export async function storeDocument(
  deps: DocumentsDeps,
  ctx: Ctx,
  order: OrderDocument,
  id: string,
  file: NewFile,
): Promise<Outcome> {
  const blobId = `documents/${v7()}`;
  await deps.repo.begin(ctx, blobId, deps.now());
  const blob = await deps.blobs.put(ctx, blobId, file.bytes, file).catch(async (error: unknown) => {
    await abandon(deps, ctx, blobId);
    throw error;
  });
  try {
    const document = documentOf(deps, ctx, { id, order, blobId, blob, file });
    return { replayed: false, document, orderVersion: await commit(deps, ctx, document) };
  } catch (error) {
    const isTaken = deps.repo.isTaken(error);
    // Of everything else it is unknown whether it was committed; if not, the sweep removes the bytes.
    if (isTaken || (error instanceof AppError && error.status < 500)) await abandon(deps, ctx, blobId);
    if (!isTaken) throw error;
    return { replayed: true, document: await theirs(deps, ctx, id), sha256: blob.sha256 };
  }
}

/** Throws when the order is full. Only inside the transaction that has announced the document nobody can be faster. */
export async function assertRoom(
  deps: Pick<DocumentsDeps, 'repo'>,
  ctx: Ctx,
  { id, reference }: Pick<OrderDocument, 'id' | 'reference'>,
): Promise<void> {
  const limit = limits.size.documentsPerOrder;
  if ((await deps.repo.count(ctx, id)) >= limit) throw TooManyDocuments({ reference, limit });
}

function commit(deps: DocumentsDeps, ctx: Ctx, document: DocumentRecord): Promise<number> {
  const { id, orderId, blobId, kind, contentType, hiddenFromRoad } = document;
  // Events are told to all parties of an order: of what one of them does not see, the id alone.
  const data = { documentId: id, ...(hiddenFromRoad ? {} : { kind, contentType }) };
  return deps.repo.together(ctx, async (inside) => {
    if (!(await deps.repo.end(inside, blobId)))
      throw ServiceUnavailable({ reason: 'The upload took so long that its bytes were removed; send it again.' });
    // Whoever was let go while he sent does not see the order any more.
    const order = await deps.orders.visible(inside, orderId);
    // An erasure marks the order before it takes the documents, so none comes in between or behind it.
    if (order.erasedAt) throw NotFound({ what: 'transport order that still takes documents' });
    const version = await deps.orders.announce(inside, orderId, { type: 'document.ready', data });
    if (version === undefined) throw NotFound({ what: 'transport order' });
    await assertRoom(deps, inside, order);
    await deps.repo.insert(inside, document);
    return version;
  });
}

interface Parts {
  readonly id: string;
  readonly order: OrderDocument;
  readonly blobId: string;
  readonly blob: StoredBlob;
  readonly file: NewFile;
}

function documentOf(deps: DocumentsDeps, ctx: Ctx, { id, order, blobId, blob, file }: Parts): DocumentRecord {
  const { kind, name, image } = file.said();
  const { actor, tenantId } = ctx;
  return {
    _id: deps.repo.key(ctx, id),
    tenantId,
    id,
    orderId: order.id,
    kind,
    name: name ?? plainName(kind, file.contentType),
    contentType: file.contentType,
    ...blob,
    ...(image ? { image } : {}),
    blobId,
    hiddenFromRoad: isHiddenFromRoad(kind),
    uploadedBy: { kind: actor.kind, id: actor.id, role: actor.role as MemberRole }, // no operation for documents lets visitors in
    createdAt: deps.now(),
  };
}

/** What fails here is left to the sweep: the caller is owed the reason why his upload was refused. */
async function abandon(deps: DocumentsDeps, ctx: Ctx, blobId: string): Promise<void> {
  // The request may have used up its time.
  const inTime = { ...ctx, deadline: deadlineIn(limits.deadline.requestMs) };
  try {
    await deps.blobs.remove(inTime, blobId);
    await deps.repo.end(inTime, blobId);
  } catch (error) {
    ctx.log.warn({ err: error, blobId, requestId: ctx.requestId }, 'bytes of a refused upload wait for the sweep');
  }
}

async function theirs(deps: DocumentsDeps, ctx: Ctx, id: string): Promise<DocumentRecord> {
  for (let look = 0; look < LOOKS; look++) {
    const stored = await deps.repo.get(ctx, id);
    if (stored) return stored;
    await wait(LOOK_EVERY_MS);
  }
  throw ServiceUnavailable({ reason: 'The same upload is being stored by another request; send it again.' });
}
