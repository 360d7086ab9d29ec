import { sha256 } from '../core/sha256.ts';
import type { Orders } from './orders.ts';
import type { Holder } from './people.ts';
import { type FakeReply, invalid, Refused } from './replies.ts';
import { bytesOf, type FakeRequest } from './request.ts';
import { pageOf, type Server } from './server.ts';

/** A document as the fake keeps it. */
export interface FakeDocument {
  /** `doc_` and a UUID. */
  readonly id: string;
  /** Whose it is. */
  readonly orderId: string;
  /** `photo`, `signature`, … */
  readonly kind: string;
  /** Its file name. */
  readonly name: string;
  /** As it was sent. */
  readonly contentType: string;
  /** Its bytes. */
  readonly content: Uint8Array;
  /** Of the bytes, in hex. */
  readonly sha256: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Who sent it. */
  readonly uploadedBy: { readonly kind: 'user'; readonly id: string; readonly role: string };
}

export interface Documents {
  readonly documents: Map<string, FakeDocument>;
  serve(
    request: FakeRequest,
    who: Holder,
    parts: readonly string[],
    query: URLSearchParams,
    payload: unknown,
  ): FakeReply | Promise<FakeReply> | undefined;
}

const KINDS = ['waybill', 'delivery_note', 'signature', 'photo', 'damage', 'customs', 'invoice', 'other'];

/** Files of orders, as a form or as bare bytes; an id for ever is `doc_` and the key of its upload. */
export function documentsOf(server: Server, orders: Orders): Documents {
  const documents = new Map<string, FakeDocument>();

  const upload = async (
    request: FakeRequest,
    who: Holder,
    orderId: string,
    query: URLSearchParams,
    payload: unknown,
  ): Promise<FakeReply> => {
    const order = orders.visible(orderId, who);
    const sent = await bytesOf(payload, request.headers.get('content-type') ?? '');
    const kind = sent.kind ?? query.get('kind') ?? '';
    if (!KINDS.includes(kind)) throw invalid('/query/kind', 'enum', `must be one of ${KINDS.join(', ')}.`);
    const id = `doc_${request.key ?? server.newId()}`;
    const hash = sha256(sent.bytes);
    const told = { location: `/api/v1/documents/${id}`, 'order-version': String(order.version) };
    const known = documents.get(id);
    if (known) {
      if (known.orderId !== order.id || known.kind !== kind || known.sha256 !== hash)
        throw new Refused('idempotency_key_reuse');
      return { status: 200, headers: { ...told, 'idempotent-replayed': 'true' }, body: presented(known) };
    }
    const contentType = typeOf(sent.bytes);
    if (!contentType) throw new Refused('unsupported_media_type');
    const document: FakeDocument = {
      id,
      orderId: order.id,
      kind,
      name: sent.name ?? nameIn(request.headers.get('content-disposition')) ?? 'document',
      contentType,
      content: sent.bytes,
      sha256: hash,
      createdAt: new Date(server.now()).toISOString(),
      uploadedBy: { kind: 'user', id: who.sub, role: who.role ?? 'client' },
    };
    documents.set(id, document);
    return { status: 201, headers: told, body: presented(document) };
  };

  return {
    documents,
    serve(request, who, [resource, id = '', part], query, payload) {
      if (resource === 'transport-orders' && part === 'documents') {
        if (request.method === 'POST') return upload(request, who, id, query, payload);
        const { id: orderId } = orders.visible(id, who);
        const rows = [...documents.values()].filter((one) => one.orderId === orderId);
        return pageOf(rows.reverse().map(presented), query);
      }
      if (resource !== 'documents') return undefined;
      const found = documents.get(id);
      if (!found) throw new Refused('not_found');
      orders.visible(found.orderId, who);
      if (part !== 'content') return { status: 200, body: presented(found) };
      return { status: 200, headers: { 'content-type': found.contentType }, body: found.content };
    },
  };
}

function presented({ content, ...document }: FakeDocument): object {
  return { ...document, bytes: content.length };
}

/** What counts is the content, not the name. */
function typeOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith('\x89PNG')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('%PDF-')) return 'application/pdf';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : undefined;
}

function nameIn(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : /filename="([^"]+)"/i.exec(disposition ?? '')?.[1];
}
