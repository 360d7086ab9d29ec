import { Readable } from 'node:stream';
import type { AnonCtx, Ctx, Role } from './context.ts';
import type { OPERATIONS, OperationId } from './contract.gen.ts';
import type { operations } from './contract.types.gen.ts';

export type { OperationId } from './contract.gen.ts';

/** What the contract says of an operation, as data. */
export interface OperationRow {
  readonly method: string;
  /** Absolute, in the contract's notation: `/api/v1/transport-orders/{orderId}`. */
  readonly path: string;
  readonly public: boolean;
  /** Who calls is known by the key of a device, which may stand in the body. */
  readonly device: boolean;
  /** The format is another product's: query and body come as they are, and what is unknown in them is ignored. */
  readonly foreign: boolean;
  readonly roles: readonly Role[];
  readonly cost: 'none' | 'read' | 'list' | 'write' | 'export' | 'submission' | 'report';
  readonly idempotent: 'key' | 'natural' | 'none';
  /** Where a replay is recognised: in the order or the thing itself, or in the collection of requests. */
  readonly replay: 'order' | 'itself' | 'request';
  readonly bodyLimit: 'standard' | 'large' | 'upload';
  readonly bodyTypes: readonly string[];
  /** Its `items` are judged one by one. */
  readonly bulk: boolean;
  /** It has the longer deadline. */
  readonly slow: boolean;
  /** Members of a row that `fields` may name; null where rows are always whole. */
  readonly fields: readonly string[] | null;
  readonly ifMatch: boolean;
  readonly filters: readonly (readonly string[])[] | null;
  readonly queryTypes: Readonly<Record<string, 'integer' | 'boolean' | 'array'>>;
  readonly queryDefaults: Readonly<Record<string, unknown>>;
  readonly statuses: readonly number[];
  readonly problems: readonly string[];
}

/**
 * An answer, before anybody made bytes of it. `body` is JSON unless `contentType` says otherwise; then it is text, bytes
 * or a stream of them, of the `content-length` that `headers` name.
 */
export interface Reply<Body = unknown> {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  readonly contentType?: string;
}

/** Ends what a reply would have been made of when nobody waits for it any more. */
export function discardReply({ body }: Reply): void {
  if (body instanceof Readable) body.on('error', () => {}).destroy();
}

type JsonOf<T> = T extends { content: { 'application/json': infer B } } ? B : undefined;
type BodyOf<O> = O extends { requestBody: { content: infer C } }
  ? C extends { 'application/json': infer B }
    ? B
    : undefined
  : undefined;
type Part<O, K extends string> = O extends { parameters: { [P in K]: infer V } } ? V : Record<never, never>;
type PartOptional<O, K extends string> = O extends { parameters: { [P in K]?: infer V } }
  ? NonNullable<V>
  : Record<never, never>;
type Success = 200 | 201 | 202 | 204;
type Replies<O> = O extends { responses: infer R }
  ? { [S in keyof R & Success]: JsonOf<R[S]> }[keyof R & Success]
  : never;

/** The names of operations that need no token. */
type PublicId = { [Id in OperationId]: (typeof OPERATIONS)[Id]['public'] extends true ? Id : never }[OperationId];

/** The context an operation gets: with a tenant unless the contract makes it public. */
export type CtxOf<Id extends OperationId> = Id extends PublicId ? AnonCtx : Ctx;

/** A body that is a file: its bytes as they come, unread, and not limited yet. */
export interface Upload {
  readonly stream: Readable;
  /** The media type that was declared, in lower case and without parameters. */
  readonly type: string;
}

/** A validated request. */
export interface InputOf<Id extends OperationId> {
  readonly params: Part<operations[Id], 'path'>;
  readonly query: PartOptional<operations[Id], 'query'>;
  readonly body: BodyOf<operations[Id]>;
  /** SHA-256 of the canonical JSON of the body as sent (RFC 8785), for replays. */
  readonly bodyHash: string;
  /** The `Idempotency-Key`, unquoted and lower-cased, where one was sent. */
  readonly key: string | undefined;
  /** Bytes that were not read yet, where the operation takes files. */
  readonly upload: Upload | undefined;
  /** Lower-case names, for operations that look at more than the rest of this. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The opaque version of `If-Match`; `*` where the caller sent that. */
  readonly ifMatch: number | '*' | undefined;
}

export type Handler<Id extends OperationId> = (
  ctx: CtxOf<Id>,
  input: InputOf<Id>,
) => Promise<Reply<Replies<operations[Id]>>>;

/** Handlers by operationId; a feature provides its own, `http/server` wants all of them. */
export type Routes = { readonly [Id in OperationId]?: Handler<Id> };
export type AllRoutes = { readonly [Id in OperationId]: Handler<Id> };

/** Whether the operation takes files, whose bytes its handler reads as they come. */
export const takesFiles = (op: OperationRow): boolean =>
  op.bodyTypes.length > 0 && !op.bodyTypes.some((type) => type.includes('json'));

/** 200 with a body. */
export const ok = <B>(body: B, headers: Record<string, string> = {}): Reply<B> => ({ status: 200, body, headers });
/** 201 with what was made. */
export const created = <B>(body: B, headers: Record<string, string> = {}): Reply<B> => ({ status: 201, body, headers });
/** 202: the rest goes on after the answer. */
export const accepted = <B>(body: B, headers: Record<string, string> = {}): Reply<B> => ({
  status: 202,
  body,
  headers,
});
/** 204. */
export const noContent = (): Reply<undefined> => ({ status: 204 });
