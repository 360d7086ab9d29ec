import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { RequestLog } from '../db/request-log.ts';
import { AppError } from '../errors/app-error.ts';
import { assertFewNodes } from './body-nodes.ts';
import { type CachedReads, cachedReply } from './cached-reads.ts';
import { contentTag, noneMatch, parseIfMatch } from './conditional.ts';
import { type AnonCtx, type Ctx, isSignedIn } from './context.ts';
import { OPERATIONS, type OperationId } from './contract.gen.ts';
import { ActionNotAllowed, DeadlineExceeded, InvalidRequest, Unauthenticated } from './errors.ts';
import type { AllRoutes, OperationRow, Reply } from './operation.ts';
import { problemReply } from './problem.ts';
import { assertValid, type Validator } from './validate.ts';
import * as validators from './validators.gen.js';

/** A request as it came, before anything of it is believed. */
export interface RawInput {
  readonly instance: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** What the limits said, where the caller was charged before his body was read. */
  readonly charged?: Readonly<Record<string, string>>;
}

/** Charges the caller's buckets; gives the headers that say what is left, or throws `rate_limited`. */
export type Charge = (
  ctx: Ctx,
  op: OperationRow,
  headers: RawInput['headers'],
) => Promise<Readonly<Record<string, string>>>;

export interface RunDeps {
  readonly routes: AllRoutes;
  readonly requests: RequestLog;
  readonly charge: Charge;
  readonly cache: ResponseCache;
  readonly reads: CachedReads;
}

export type Run = (id: OperationId, ctx: AnonCtx | Ctx, input: RawInput) => Promise<Reply>;

/**
 * Runs one operation from raw request to reply and knows neither Express nor sockets, so that HTTP, batches and the
 * front function all take this way: authenticated → charged → allowed → valid → done once → tagged. Never throws.
 */
export function createRun(deps: RunDeps): Run {
  return async (id, ctx, input) => {
    const op: OperationRow = OPERATIONS[id];
    let limitHeaders: Readonly<Record<string, string>> = {};
    let reply: Reply;
    try {
      if (!op.public) {
        if (!isSignedIn(ctx))
          throw Unauthenticated(
            { reason: 'This operation needs an access token.' },
            { headers: { 'www-authenticate': 'Bearer' } },
          );
        limitHeaders = input.charged ?? (await deps.charge(ctx, op, input.headers));
        assertRole(op, id, ctx);
      }
      reply = conditional(op, await withDeadline(ctx, perform(deps, id, op, ctx, input)), input);
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500)
        ctx.log.error({ err: error, operationId: id, requestId: ctx.requestId }, 'an operation failed');
      reply = problemReply(error, { requestId: ctx.requestId, instance: input.instance });
    }
    return { ...reply, headers: { ...limitHeaders, ...reply.headers } };
  };
}

async function perform(
  deps: RunDeps,
  id: OperationId,
  op: OperationRow,
  ctx: AnonCtx | Ctx,
  raw: RawInput,
): Promise<Reply> {
  // The contract types each handler by its id; here they are called by an id known only at run time.
  const handler = deps.routes[id] as (ctx: AnonCtx | Ctx, input: unknown) => Promise<Reply>;
  // Probes and published pages refuse nothing: somebody's `?t=123` must not make a healthy process look ill.
  if (!op.statuses.includes(400)) return handler(ctx, { params: raw.params, query: {} });

  const key = readKey(raw.headers['idempotency-key']);
  const { params, query } = validAddress(id, raw);
  if (op.bodyTypes.length > 0 && op.bodyLimit === 'standard') assertFewNodes(raw.body);
  if (op.bodyTypes.length > 0) assertValid(validatorOf(`${id}Body`), raw.body, '');
  const bodyHash = op.bodyTypes.length > 0 ? createHash('sha256').update(canonicalize(raw.body)).digest('hex') : '';
  const input = { params, query, body: raw.body, bodyHash, key, ifMatch: parseIfMatch(raw.headers['if-match']) };

  const read = deps.reads[id];
  if (read && isSignedIn(ctx))
    return cachedReply(deps.cache, read, id, ctx, input, raw.headers, () => handler(ctx, input));
  if (op.idempotent !== 'key' || op.replay === 'order' || !isSignedIn(ctx)) return handler(ctx, input);

  const hash = createHash('sha256')
    .update(`${id} ${JSON.stringify(raw.params)} ${raw.headers['if-match'] ?? ''} ${bodyHash}`)
    .digest('hex');
  const { reply, replayed } = await deps.requests.run(ctx, { key, hash }, (inside) => handler(inside, input));
  return replayed ? { ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } } : reply;
}

/** Path and query of an operation by the contract: typed, with defaults filled in. Throws `invalid_request`. */
export function validAddress(id: OperationId, raw: Pick<RawInput, 'params' | 'query'>) {
  const query = coerce(OPERATIONS[id], raw.query);
  assertValid(validatorOf(`${id}Params`), raw.params, '/path');
  assertValid(validatorOf(`${id}Query`), query, '/query');
  return { params: raw.params, query };
}

const validatorOf = (name: string): Validator => {
  const found = (validators as Record<string, Validator>)[name];
  if (!found) throw new Error(`The contract has no validator ${name}; run npm run gen.`);
  return found;
};

/** The key bare or quoted (the IETF draft's form), lower-cased: both forms name the same request. */
function readKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = header
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .toLowerCase();
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key)) {
    const error = { pointer: '/header/Idempotency-Key', code: 'format', message: 'must be a UUID.' };
    throw InvalidRequest({ errors: [error] }, { errors: [error] });
  }
  return key;
}

/** Query values are text; numbers and booleans are read by what the contract says they are. */
function coerce(op: OperationRow, query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...op.queryDefaults, ...query };
  for (const [name, type] of Object.entries(op.queryTypes)) {
    const value = result[name];
    if (type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) result[name] = Number(value);
    if (type === 'boolean' && (value === 'true' || value === 'false')) result[name] = value === 'true';
  }
  return result;
}

function assertRole(op: OperationRow, id: string, ctx: Ctx): void {
  if (op.roles.includes(ctx.actor.role)) return;
  throw ActionNotAllowed(
    { role: ctx.actor.role, action: `call ${id}`, allowedBy: op.roles },
    { members: { allowedBy: op.roles } },
  );
}

/** Gives up waiting when the deadline has passed; what was begun may still take effect, which 504 says. */
async function withDeadline<T>(ctx: AnonCtx, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(DeadlineExceeded({})), ctx.deadline.remainingMs());
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Every GET carries a tag; one that the caller already holds is answered with 304. */
function conditional(op: OperationRow, reply: Reply, input: RawInput): Reply {
  if (
    op.method !== 'GET' ||
    reply.status !== 200 ||
    reply.contentType !== undefined ||
    reply.headers?.['x-cache'] !== undefined ||
    op.cost === 'none'
  )
    return reply;
  const etag = reply.headers?.etag ?? contentTag(JSON.stringify(reply.body));
  const headers = { 'cache-control': 'private, no-cache', ...reply.headers, etag };
  if (!noneMatch(input.headers['if-none-match'], etag)) return { ...reply, headers };
  return { status: 304, headers };
}
