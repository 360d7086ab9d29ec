import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { RequestLog } from '../db/request-log.ts';
import { AppError } from '../errors/app-error.ts';
import { assertRole, assertSignedIn } from './allowed.ts';
import { assertFewNodes } from './body-nodes.ts';
import { type ChargeBulk, countItems, hashOfBulk } from './bulk.ts';
import { type CachedReads, cachedReply } from './cached-reads.ts';
import { contentTag, noneMatch, parseIfMatch } from './conditional.ts';
import { type AnonCtx, type Ctx, isSignedIn } from './context.ts';
import { OPERATIONS, type OperationId } from './contract.gen.ts';
import { DeadlineExceeded, InvalidRequest } from './errors.ts';
import { readFields, selected } from './fields.ts';
import { type AllRoutes, discardReply, type OperationRow, type Reply, takesFiles, type Upload } from './operation.ts';
import { problemReply } from './problem.ts';
import { joinedLimits } from './rate-limit-headers.ts';
import { assertServed } from './served-filters.ts';
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
  /** The body of an operation that takes files, unread. */
  readonly upload?: Upload;
  /** What the limits said, where the caller was charged before his body was read. */
  readonly charged?: Readonly<Record<string, string>>;
}

/** Charges the caller's buckets; gives the headers that say what is left, or throws `rate_limited`. */
export type Charge = (
  ctx: Ctx,
  op: OperationRow,
  headers: RawInput['headers'],
) => Promise<Readonly<Record<string, string>>>;

/** An answer that shows a secret: what of it is kept for replays, and how that becomes whole again. */
export interface SecretAnswer {
  without(body: object): object;
  whole(ctx: Ctx, kept: object): object;
}

export interface RunDeps {
  readonly routes: AllRoutes;
  readonly requests: RequestLog;
  readonly charge: Charge;
  /** Charges the items of a bulk, once they are counted. */
  readonly chargeBulk: ChargeBulk;
  readonly cache: ResponseCache;
  readonly reads: CachedReads;
  readonly secrets?: Readonly<Partial<Record<OperationId, SecretAnswer>>>;
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
        assertSignedIn(ctx);
        limitHeaders = input.charged ?? (await deps.charge(ctx, op, input.headers));
        assertRole(op, id, ctx.actor.role);
      }
      const chargeItems = async () => {
        if (op.bulk && isSignedIn(ctx))
          limitHeaders = joinedLimits(limitHeaders, await deps.chargeBulk(ctx, op, countItems(input.body)));
      };
      reply = conditional(op, await withDeadline(ctx, perform(deps, id, op, ctx, input, chargeItems)), input);
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500)
        ctx.log.error({ err: error, operationId: id, requestId: ctx.requestId }, 'an operation failed');
      reply = problemReply(error, { requestId: ctx.requestId, instance: input.instance });
    }
    return { ...reply, headers: joinedLimits(limitHeaders, reply.headers) };
  };
}

async function perform(
  deps: RunDeps,
  id: OperationId,
  op: OperationRow,
  ctx: AnonCtx | Ctx,
  raw: RawInput,
  chargeItems: () => Promise<void>,
): Promise<Reply> {
  // The contract types each handler by its id; here they are called by an id known only at run time.
  const handler = deps.routes[id] as (ctx: AnonCtx | Ctx, input: unknown) => Promise<Reply>;
  // Probes and published pages refuse nothing: somebody's `?t=123` must not make a healthy process look ill.
  if (!op.statuses.includes(400)) return handler(ctx, { params: raw.params, query: {} });

  if (op.foreign) return handler(ctx, { params: {}, query: raw.query, body: raw.body, headers: raw.headers });

  const key = readKey(raw.headers['idempotency-key']);
  const ifMatch = parseIfMatch(raw.headers['if-match']);
  const { params, query, fields } = validAddress(id, raw);
  const bodyHash = await validBody(id, op, raw, chargeItems);
  const { headers, upload } = raw;
  const input = { params, query, body: raw.body, bodyHash, key, ifMatch, upload, headers };

  const load = async () => selected(await handler(ctx, input), fields);
  const read = deps.reads[id];
  if (read && isSignedIn(ctx)) return cachedReply(deps.cache, read, id, ctx, input, headers, load);
  if (op.method === 'GET') return load();
  if (op.idempotent !== 'key' || op.replay !== 'request' || !isSignedIn(ctx)) return handler(ctx, input);

  const hash = createHash('sha256')
    .update(`${id} ${JSON.stringify(raw.params)} ${raw.headers['if-match'] ?? ''} ${bodyHash}`)
    .digest('hex');
  const secret = deps.secrets?.[id];
  const { reply: kept, replayed } = await deps.requests.run(ctx, { key, hash }, async (inside) => {
    const made = await handler(inside, input);
    return secret ? { ...made, body: secret.without(made.body as object) } : made; // an operation with a secret answers JSON
  });
  const reply = secret ? { ...kept, body: secret.whole(ctx, kept.body as object) } : kept; // as kept above
  return replayed ? { ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } } : reply;
}

/**
 * Path and query of an operation by the contract: typed, with defaults filled in, and only what is served together.
 * Throws `invalid_request` and `filter_not_served`.
 */
export function validAddress(id: OperationId, raw: Pick<RawInput, 'params' | 'query'>) {
  const op: OperationRow = OPERATIONS[id];
  const query = coerce(op, raw.query);
  assertValid(validatorOf(`${id}Params`), raw.params, '/path');
  assertValid(validatorOf(`${id}Query`), query, '/query');
  assertServed(id, Object.keys(query));
  const fields = readFields(op, query);
  return { params: raw.params, query: fields ? { ...query, fields: fields.join(',') } : query, fields };
}

/**
 * Holds the body against the contract and gives its hash (RFC 8785); a file has none, it is judged while it is read.
 * Of a bulk the envelope is judged, and its items are charged before anything is done with them.
 */
async function validBody(
  id: OperationId,
  op: OperationRow,
  { body }: RawInput,
  chargeItems: () => Promise<void>,
): Promise<string> {
  if (op.bodyTypes.length === 0 || takesFiles(op)) return '';
  if (op.bodyLimit === 'standard') assertFewNodes(body);
  assertValid(validatorOf(`${id}Body`), body, '');
  // Only a key brings a request back, and a batch of positions is large.
  if (op.idempotent !== 'key') return '';
  if (!op.bulk) return createHash('sha256').update(canonicalize(body)).digest('hex');
  await chargeItems();
  return hashOfBulk(body);
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
    if (type === 'array' && typeof value === 'string') result[name] = [value];
  }
  return result;
}

/** Gives up waiting when the deadline has passed; what was begun may still take effect, which 504 says. */
async function withDeadline(ctx: AnonCtx, work: Promise<Reply>): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(DeadlineExceeded({})), ctx.deadline.remainingMs());
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    work.then(discardReply, () => {}); // what it still opens for its answer nobody would close
    throw error;
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
    reply.body === undefined ||
    reply.headers?.['x-cache'] !== undefined ||
    op.cost === 'none'
  )
    return reply;
  const etag = reply.headers?.etag ?? contentTag(JSON.stringify(reply.body));
  // Views differ by role under one version: a browser in which somebody else signs in must not revalidate his answer.
  const headers = { 'cache-control': 'private, no-cache', vary: 'Authorization', ...reply.headers, etag };
  if (!noneMatch(input.headers['if-none-match'], etag)) return { ...reply, headers };
  return { status: 304, headers };
}
