import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CachedReply, CacheQuery, ResponseCache } from '../cache/response-cache.ts';
import { limits } from '../config/limits.ts';
import { type Identity, identify, type VerifyToken } from './authenticate.ts';
import { noneMatch } from './conditional.ts';
import type { Actor, Ctx } from './context.ts';
import { API_VERSION, OPERATIONS, type OperationId } from './contract.gen.ts';
import type { OperationRow, Reply } from './operation.ts';
import { requestCharges } from './rate-limit-charges.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import type { Take } from './rate-limit-take.ts';
import { requestIdOf } from './request-id.ts';

/** How a read is cached: what it is made of, how long, and what of the caller changes the answer. */
export interface CachedRead {
  readonly tags: readonly string[];
  readonly ttlMs: number;
  /** Callers with the same text get the same answer; never the name of a role alone where ids narrow it. */
  readonly visibility: (actor: Actor) => string;
}

export type CachedReads = Readonly<Partial<Record<OperationId, CachedRead>>>;

/** The question an answer is kept under. `input` is validated, with defaults filled in. */
export function cacheQueryOf(
  read: CachedRead,
  id: OperationId,
  who: Pick<Identity, 'tenantId' | 'actor'>,
  input: { params: object; query: object },
): CacheQuery {
  const sorted = (values: object) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    tenantId: who.tenantId,
    visibility: createHash('sha256').update(read.visibility(who.actor)).digest('base64url').slice(0, 16),
    operationId: id,
    query: JSON.stringify([sorted(input.params), sorted(input.query)]),
    tags: read.tags,
    ttlMs: read.ttlMs,
  };
}

/** Gives the answer of a cached read, made by `load` if need be, in the best form the caller takes. */
export async function cachedReply(
  cache: ResponseCache,
  read: CachedRead,
  id: OperationId,
  ctx: Ctx,
  input: { params: object; query: object },
  headers: Headers,
  load: () => Promise<Reply>,
): Promise<Reply> {
  const found = await cache.get(cacheQueryOf(read, id, ctx, input), async () => {
    const reply = await load();
    const data = (reply.body as { data?: unknown[] } | undefined)?.data;
    const { etag, link } = { etag: reply.headers?.etag, link: reply.headers?.link };
    return {
      status: reply.status,
      ctype: 'application/json; charset=utf-8',
      body: JSON.stringify(reply.body),
      ...(etag === undefined ? {} : { etag }),
      ...(link === undefined ? {} : { link }),
      empty: data?.length === 0,
    };
  });
  return toReply(found, headers);
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function toReply(found: CachedReply, headers: Headers): Reply {
  const shared = {
    etag: found.etag,
    'cache-control': 'private, no-cache',
    vary: 'Accept-Encoding, Authorization',
    'x-cache': found.state,
    age: String(Math.floor(found.ageMs / 1_000)),
    ...(found.link === undefined ? {} : { link: found.link }),
  };
  if (noneMatch(String(headers['if-none-match'] ?? '') || undefined, found.etag))
    return { status: 304, headers: shared };
  const encoding = encodingOf(headers, found);
  const body = found.body[encoding] ?? found.body.identity;
  return {
    status: found.status,
    contentType: found.ctype,
    body,
    headers: encoding === 'identity' ? shared : { ...shared, 'content-encoding': encoding },
  };
}

/** The smallest form that was made and is taken; `x-no-compression` asks for plain bytes. */
function encodingOf(headers: Headers, found: CachedReply): 'br' | 'gzip' | 'identity' {
  if (headers['x-no-compression'] !== undefined) return 'identity';
  const accepted = String(headers['accept-encoding'] ?? '');
  const takes = (name: string) => new RegExp(`(^|[,\\s])${name}(?!\\s*;\\s*q=0(\\.0+)?\\s*($|,))`, 'i').test(accepted);
  if (found.body.br && takes('br')) return 'br';
  return found.body.gzip && takes('gzip') ? 'gzip' : 'identity';
}

export interface FrontDeps {
  readonly cache: ResponseCache;
  readonly reads: CachedReads;
  readonly verify: VerifyToken;
  readonly take: Take;
  /** The validated input of a read, or undefined when it is not valid. */
  readonly prepare: (
    id: OperationId,
    raw: { params: Record<string, string>; query: Record<string, unknown> },
  ) => { params: object; query: object } | undefined;
  readonly draining: () => boolean;
  readonly observe: (done: { operationId: string; status: number; ms: number }) => void;
}

/**
 * Answers cached reads before Express: token known, limit left, generation unchanged → bytes or 304. Whatever is not
 * plainly a hit (false) goes the long way, which knows every refusal; so this path needs none.
 */
export function createFront(deps: FrontDeps): (req: IncomingMessage, res: ServerResponse) => Promise<boolean> {
  const routes = (Object.keys(deps.reads) as OperationId[]).map((id) => matcherOf(id, OPERATIONS[id]));

  return async (req, res) => {
    const startedAt = performance.now();
    if (req.method !== 'GET' || deps.draining() || !req.url?.startsWith('/api/v1/')) return false;
    const mark = req.url.indexOf('?');
    const path = mark === -1 ? req.url : req.url.slice(0, mark);
    const route = routes.find((one) => one.pattern.test(path));
    const read = route && deps.reads[route.id];
    const version = req.headers['api-version'];
    if (!route || !read || (version !== undefined && version !== API_VERSION)) return false;

    const who = await identify(deps.verify, req.headers);
    if (!who || !(OPERATIONS[route.id].roles as readonly string[]).includes(who.actor.role)) return false;
    const search = new URLSearchParams(mark === -1 ? '' : req.url.slice(mark + 1));
    const query = Object.fromEntries(search);
    // What the long way would refuse is left to it.
    if (search.size !== Object.keys(query).length || UNUSUAL.some((name) => name in req.headers)) return false;
    const input = deps.prepare(route.id, { params: route.paramsOf(path), query });
    const found = input && (await deps.cache.lookup(cacheQueryOf(read, route.id, who, input)));
    if (!found) return false;
    const taken = await deps.take(who.tenantId, requestCharges(who.tenantId, who.actor, limits.cost.cachedRead));
    if (!taken.allowed) return false; // charged for nothing; the long way refuses with the reason

    const reply = toReply(found, req.headers);
    const body = reply.body as Buffer | undefined; // of the cache: bytes, or nothing for 304
    res.writeHead(reply.status, {
      ...COMMON,
      ...reply.headers,
      ...rateLimitHeaders(taken),
      'X-Request-Id': requestIdOf(req.headers['x-request-id']),
      ...(body && reply.contentType ? { 'Content-Type': reply.contentType, 'Content-Length': body.length } : {}),
    });
    res.end(body);
    deps.observe({ operationId: route.id, status: reply.status, ms: performance.now() - startedAt });
    return true;
  };
}

/** Headers that a read has no use for, and that are judged on the long way. */
const UNUSUAL = ['idempotency-key', 'if-match'];

/** What the long way sets by its middleware and a JSON answer needs too. */
const COMMON = {
  'API-Version': API_VERSION,
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag,Retry-After,Date,Link,RateLimit,RateLimit-Policy,X-Request-Id,API-Version',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

function matcherOf(id: OperationId, op: OperationRow) {
  const names = [...op.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const pattern = new RegExp(`^${op.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  const paramsOf = (path: string): Record<string, string> =>
    Object.fromEntries((pattern.exec(path)?.slice(1) ?? []).map((value, index) => [names[index], value]));
  return { id, pattern, paramsOf };
}
