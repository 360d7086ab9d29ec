import type { FieldError } from '../core/errors.ts';
import { sha256 } from '../core/sha256.ts';
import { AMENDABLE } from '../generated/amendable.ts';
import { newOrderSchema } from '../generated/new-order.ts';
import { check } from '../outbox/validate.ts';
import { assertMove } from './moves.ts';
import type { FakeAlternative, FakeCommand, FakeOrder, Verdict } from './order.ts';
import type { Holder } from './people.ts';
import { type FakeReply, invalid, Refused } from './replies.ts';
import type { FakeRequest } from './request.ts';
import { pageOf, type Server } from './server.ts';

export interface Orders {
  readonly orders: Map<string, FakeOrder>;
  serve(request: FakeRequest, who: Holder, parts: readonly string[], query: URLSearchParams): FakeReply | undefined;
  /** The order, if he may see it; throws `not_found`. */
  visible(id: string, who: Holder): FakeOrder;
}

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Orders under the rules of the contract: one per id for ever, versions, replays before `If-Match`, moves by the table. */
export function ordersOf(
  server: Server & { admit(body: Record<string, unknown>): Verdict; price(body: Record<string, unknown>): object },
  keyLifeMs = Number.POSITIVE_INFINITY,
): Orders {
  const orders = new Map<string, FakeOrder>();
  const created = new Map<string, number>();
  const instant = () => new Date(server.now()).toISOString();

  const shown = (order: FakeOrder, status: number, replayed = false): FakeReply => ({
    status,
    headers: {
      etag: `W/"v${order.version}"`,
      'order-version': String(order.version),
      ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
    },
    body: presented(order),
  });

  const visible = (id: string, who: Holder): FakeOrder => {
    const order = orders.get(id);
    if (!order || !maySee(order, who)) throw new Refused('not_found');
    return order;
  };

  const create = (request: FakeRequest, who: Holder): FakeReply => {
    const body = parsed(request);
    const errors = check(newOrderSchema, body).map(inServersWords);
    if (errors.length > 0)
      throw new Refused('invalid_request', { errors, detail: errors.map((e) => e.pointer + e.message).join(' ') });
    const given = body.id as string | undefined; // checked
    if (given !== undefined && request.key !== undefined && given !== request.key) throw new Refused('id_mismatch');
    const id = given ?? request.key ?? server.newId();
    if (!ORDER_ID.test(id)) throw invalid('/header/Idempotency-Key', 'format', 'must be a UUIDv7.');
    const hash = hashOf(body);
    const present = orders.get(id);
    if (present && server.now() - (created.get(id) ?? 0) < keyLifeMs) {
      if (!maySee(present, who)) throw new Refused('order_id_taken');
      // A day that an older release left behind has the hash of the bytes.
      if (present.hash !== hash && present.hash !== sha256(request.body ?? ''))
        throw new Refused('idempotency_key_reuse');
      return shown(present, 200, true);
    }
    const verdict = server.admit(body);
    if ('problem' in verdict) throw new Refused(verdict.problem[1], {}, verdict.problem[0]);
    created.set(id, server.now());
    // Without a key that lasts, the same order is stored again under a name of its own.
    const name = present ? `${id}#${orders.size}` : id;
    const { status = 'placed', issues = [], alternative } = verdict;
    const order: FakeOrder = {
      id,
      owner: `${who.tenant}|${who.sub}`,
      clientId: clientOf(who) ?? (body.clientId as string | undefined) ?? `cli_${who.sub}`, // checked
      hash,
      version: 1,
      status,
      body: { ...body, ...server.price(body) },
      issues,
      ...(alternative ? { alternative } : {}),
      log: [{ key: id, what: 'create', at: instant(), hash }],
    };
    orders.set(name, order);
    return shown(order, 201);
  };

  const command = (request: FakeRequest, order: FakeOrder, kind: 'move' | 'amend'): FakeReply => {
    const body = parsed(request);
    const hash = hashOf(body);
    const before = order.log.find((entry) => entry.key === request.key); // before If-Match and every rule
    if (before?.hash && before.hash !== hash) throw new Refused('idempotency_key_reuse');
    if (before) return shown(order, 200, true);
    assertVersion(request.ifMatch, order, kind === 'move' && body.to === 'cancelled');
    if (kind === 'move') {
      assertMove(order, body);
      order.status = String(body.to);
      if (order.alternative && body.alternativeId) Object.assign(order.body, accepted(order.alternative));
      if (body.to !== 'review') Object.assign(order, { issues: [], alternative: undefined });
    } else amend(order, body);
    order.version++;
    const reason = typeof body.reason === 'string' ? { reason: body.reason } : {};
    const what = kind === 'move' ? String(body.to) : 'amend';
    order.log.push({ key: request.key ?? '', what, at: instant(), hash, ...reason });
    return shown(order, 200);
  };

  const listed = (who: Holder, query: URLSearchParams): FakeReply => {
    const status = query.get('status');
    const mine = [...orders.values()].filter((order) => maySee(order, who) && (!status || order.status === status));
    return pageOf(mine.reverse().map(presented), query);
  };

  return {
    orders,
    visible,
    serve(request, who, [resource, id, part], query) {
      if (resource !== 'transport-orders') return undefined;
      if (id === undefined) return request.method === 'POST' ? create(request, who) : listed(who, query);
      const order = visible(id, who);
      if (part === 'events') return pageOf(eventsOf(order), query);
      if (part === 'transitions') return command(request, order, 'move');
      if (part !== undefined) return undefined;
      return request.method === 'PATCH' ? command(request, order, 'amend') : shown(order, 200);
    },
  };
}

/** The server has a word of its own for what the schema calls `additionalProperties`. */
const inServersWords = (error: FieldError): FieldError =>
  error.code === 'additionalProperties' ? { ...error, code: 'unknown_field' } : error;

const staff = (who: Holder) => who.role !== undefined && who.role !== 'client';
const clientOf = (who: Holder) => (staff(who) ? undefined : (who.clientId ?? `cli_${who.sub}`));

/** Staff see their tenant's orders, a client those of its own; a stranger none. */
function maySee(order: FakeOrder, who: Holder): boolean {
  const [tenant, sub] = order.owner.split('|');
  return tenant === who.tenant && (staff(who) || (order.clientId ?? `cli_${sub}`) === clientOf(who));
}

function parsed(request: FakeRequest): Record<string, unknown> {
  try {
    return JSON.parse(request.body ?? '') as Record<string, unknown>; // judged by whoever reads it
  } catch {
    throw new Refused('malformed_json');
  }
}

function assertVersion(ifMatch: string | undefined, order: FakeOrder, mayBeAny: boolean): void {
  if (ifMatch === '*' && mayBeAny) return;
  if (!ifMatch || ifMatch === '*') throw new Refused('precondition_required');
  const version = /^(?:W\/)?"v(\d+)/.exec(ifMatch)?.[1];
  if (!version) throw invalid('/header/If-Match', 'pattern', 'must be a tag such as W/"v7".');
  if (Number(version) !== order.version)
    throw new Refused('version_mismatch', {
      members: { currentVersion: order.version },
      headers: { etag: `W/"v${order.version}"` },
    });
}

/** A merge patch (RFC 7396) of one level, and of the stops. */
function amend(order: FakeOrder, patch: Record<string, unknown>): void {
  const wrong = Object.keys(patch).find((name) => !AMENDABLE.includes(name));
  if (wrong) throw invalid(`/${wrong}`, 'additionalProperties', 'is no member of an amendment.');
  if (['delivered', 'returned', 'cancelled'].includes(order.status)) throw new Refused('order_cannot_be_amended');
  order.body = merged(order.body, patch);
}

function merged(target: unknown, patch: Record<string, unknown>): Record<string, unknown> {
  const plain = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const next = { ...(plain(target) ? (target as object) : {}) } as Record<string, unknown>; // asked just before
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete next[name];
    else next[name] = plain(value) ? merged(next[name], value as Record<string, unknown>) : value;
  }
  return next;
}

function accepted({ price, lines }: FakeAlternative): object {
  return { ...(price ? { price } : {}), ...(lines ? { lines } : {}) };
}

const TYPES: Readonly<Record<string, string>> = { create: 'order.placed', amend: 'order.amended' };
const typeOf = ({ what }: FakeCommand) => TYPES[what] ?? (what === 'review' ? 'order.review_needed' : `order.${what}`);
const EPOCH = '2026-01-01T00:00:00.000Z';

function presented(order: FakeOrder): object {
  const { id, owner, version, status, body, issues = [], alternative, log } = order;
  const [, sub] = owner.split('|');
  const at = (entry: FakeCommand | undefined) => entry?.at ?? EPOCH;
  return {
    reference: `SYM-26-${id.slice(-6).toUpperCase()}`,
    clientId: order.clientId ?? `cli_${sub}`,
    ...body,
    id,
    version,
    status,
    issues,
    ...(alternative ? { alternative } : {}),
    createdAt: at(log[0]),
    updatedAt: at(log.at(-1)),
    timeline: log.map((entry, index) => ({
      at: at(entry),
      type: typeOf(entry),
      version: index + 1,
      by: { kind: 'user', id: sub },
      ...(entry.reason ? { reason: entry.reason } : {}),
    })),
  };
}

/** What happened to an order, as the feed tells it. */
export function eventsOf(order: FakeOrder): object[] {
  const [tenantId] = order.owner.split('|');
  return order.log.map((entry, index) => ({
    id: `evt_${order.id.slice(0, -2)}${String(index).padStart(2, '0')}`,
    type: typeOf(entry),
    time: entry.at ?? EPOCH,
    tenantId,
    subject: `transport-order/${order.id}`,
    sequence: index + 1,
    version: index + 1,
    apiVersion: '2026-11-01',
    data: { orderId: order.id, status: order.status },
  }));
}

/** SHA-256 of the canonical JSON (RFC 8785): the order of members and spaces do not count. */
function hashOf(body: unknown): string {
  return sha256(JSON.stringify(canonical(body)));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
}
