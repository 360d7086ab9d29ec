import type { $Read, $Write } from '../generated/types.ts';

/** How a cached read is answered; see `readCache`. */
export type CachePolicy = 'swr' | 'network-first' | 'cache-only' | 'network-only';

/** Answers like `swr`, and tells when the server then said something else than the copy did. */
export interface CacheWatch<T = unknown> {
  /** The server's answer, where it differs from the copy; called once at most. */
  onFresh(answer: Result<T>): void;
}

/** What every call takes beside its own parameters; `T` is what it brings. */
export interface CallOptions<T = unknown> {
  /** Gives the call up; it rejects with `AbortedError`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds per attempt, headers and body together. */
  readonly timeoutMs?: number;
  /** How often it is repeated, where that is safe; 2 by default. */
  readonly maxRetries?: number;
  /** Only for operations the contract marks as cacheable. */
  readonly cache?: CachePolicy | CacheWatch<T>;
  /** The weak tag of the version you saw: `W/"v7"`. */
  readonly ifMatch?: string;
  /** Given when the same request may be repeated after a restart; made otherwise where the operation takes one. */
  readonly idempotencyKey?: string;
  /** More headers; they win over the SDK's own. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where an answer came from and how old it is. */
export interface Meta {
  /** The server, or the device's copy. */
  readonly source: 'network' | 'cache';
  /** True when the server could not be asked, or has not answered yet, and the copy is older than it may be. */
  readonly stale: boolean;
  /** Age of a copy, in milliseconds; 0 from the network. */
  readonly ageMs: number;
  /** HTTP status. */
  readonly status: number;
  /** Weak tag of what is shown, for `ifMatch`. */
  readonly etag?: string | undefined;
  /** The server's id of the request; quote it to support. */
  readonly requestId?: string | undefined;
  /** The order's version after this call. */
  readonly orderVersion?: number | undefined;
  /** The answer to a request that had been done before. */
  readonly replayed: boolean;
}

/** What a call brings. */
export interface Result<T> {
  /** The answer's body; of a list a page, whose rows are `data.data`. */
  readonly data: T;
  /** Where it came from and how old it is. */
  readonly meta: Meta;
}

/** A call under way. It starts by itself; awaiting gives data and meta. */
export interface Call<T> extends Promise<Result<T>> {
  /** Also the raw response, its body already read. */
  withResponse(): Promise<Result<T> & { readonly response: Response | undefined }>;
  /** Only the raw response, body unread. Ask in the same breath as the call: `await sym.orders.get(id).asResponse()`. */
  asResponse(): Promise<Response>;
}

/** A call of a list: `for await` walks every row of every page, `.pages()` page by page. */
export interface PagedCall<T extends { readonly data: readonly unknown[] }>
  extends Call<T>,
    AsyncIterable<T['data'][number]> {
  /** The list, page by page. */
  pages(): AsyncIterable<T>;
}

/** What an operation's success brings: JSON, or a file. */
export type Answer<O> = O extends { responses: infer R }
  ? Shown<ContentOf<R[Extract<keyof R, 200 | 201 | 202>]>>
  : unknown;
/** The body an operation takes. */
export type Body<O> = O extends { requestBody: infer B }
  ? Sent<ContentOf<B>>
  : O extends { requestBody?: infer B }
    ? Sent<ContentOf<B>> | undefined
    : undefined;
/** The query parameters of an operation. */
export type Query<O> = O extends { parameters: { query?: infer Q } } ? NonNullable<Q> : Record<never, never>;

type ContentOf<R> = R extends { content: infer C }
  ? C extends { 'application/json': infer J } | { 'multipart/form-data': infer J }
    ? J
    : C[keyof C]
  : undefined;

/** What an answer shows: without members that are only ever written. Keeps lists and tuples, also read-only ones. */
export type Shown<T> =
  T extends $Write<unknown>
    ? never
    : T extends $Read<infer U>
      ? Shown<U>
      : T extends Blob
        ? T
        : T extends readonly unknown[]
          ? { [K in keyof T]: Shown<T[K]> }
          : T extends object
            ? { [K in keyof T as NonNullable<T[K]> extends $Write<unknown> ? never : K]: Shown<T[K]> }
            : T;

/** What a body takes: without members that are only ever shown. */
export type Sent<T> =
  T extends $Read<unknown>
    ? never
    : T extends $Write<infer U>
      ? Sent<U>
      : T extends Blob
        ? T
        : T extends readonly unknown[]
          ? { [K in keyof T]: Sent<T[K]> }
          : T extends object
            ? { [K in keyof T as NonNullable<T[K]> extends $Read<unknown> ? never : K]: Sent<T[K]> }
            : T;
