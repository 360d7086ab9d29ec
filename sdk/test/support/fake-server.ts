import { createHash } from 'node:crypto';
import type { Clock } from '../../src/core/clock.ts';

/** An order as the fake keeps it. */
export interface FakeOrder {
  readonly id: string;
  readonly owner: string;
  readonly hash: string;
  version: number;
  status: string;
  body: Record<string, unknown>;
  /** Keys of what was done, in order: the create's, then each command's. */
  readonly log: { key: string; what: string }[];
}

/** What happens to one request on its way. */
export type Fault =
  /** The request is lost before the server sees it. */
  | { readonly kind: 'drop' }
  /** The server does its work and the reply is lost. */
  | { readonly kind: 'drop-reply' }
  /** The request sits in a proxy for so long; the client hears nothing and another attempt overtakes it. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Somebody else answers. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly type: string;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  /** Our own server refuses. */
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly code: string;
      readonly headers?: Record<string, string>;
      readonly members?: object;
    }
  /** The reply comes, but its body never ends. */
  | { readonly kind: 'hang-body' };

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly ifMatch: string | undefined;
  readonly own: string | undefined;
  readonly body: string | undefined;
  readonly at: number;
  readonly token: string | undefined;
}

/** The server's contract of orders, in memory, as far as a client can tell; for faults that no real server can be asked for. */
export interface FakeServer {
  readonly fetch: typeof fetch;
  readonly orders: Map<string, FakeOrder>;
  readonly seen: Seen[];
  /** Asked for each request; `undefined` lets it through. */
  fault: (request: Seen) => Fault | undefined;
  /** Tokens that count, and whose they are. */
  readonly tokens: Map<string, { tenant: string; sub: string }>;
  /** Catalog rows served with an ETag. */
  products: { id: string; name: string }[];
  /** Status a new order gets; a business rule in the test's hands. */
  admit: (body: Record<string, unknown>) => { status: string } | { problem: [number, string] };
}

export interface FakeServerOptions {
  readonly clock: Clock;
  /** Losing variants: no key at all, or one that is forgotten after so long. */
  readonly keyLifeMs?: number;
}

const BASE = '/api/v1';

export function fakeServer({ clock, keyLifeMs = Number.POSITIVE_INFINITY }: FakeServerOptions): FakeServer {
  const created = new Map<string, number>();
  let requests = 0;
  const server: FakeServer = {
    orders: new Map(),
    seen: [],
    tokens: new Map(),
    products: [{ id: 'prd_1', name: 'Pallet' }],
    fault: () => undefined,
    admit: () => ({ status: 'placed' }),
    fetch: (input, init) => serve(String(input), init ?? {}),
  };

  const serve = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const request: Seen = {
      method: init.method ?? 'GET',
      path: new URL(url).pathname.slice(BASE.length) + new URL(url).search,
      key: headers.get('idempotency-key')?.replaceAll('"', '').toLowerCase() ?? undefined,
      ifMatch: headers.get('if-match') ?? undefined,
      own: /own=(\w+)/.exec(headers.get('x-symphonia-client') ?? '')?.[1],
      body: typeof init.body === 'string' ? init.body : undefined,
      at: clock.now(),
      token: headers.get('authorization')?.slice(7),
    };
    server.seen.push(request);
    const fault = server.fault(request);
    const aborted = new Promise<never>((_, reject) =>
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
    );
    aborted.catch(() => {});
    switch (fault?.kind) {
      case 'drop':
        throw new TypeError('fetch failed');
      case 'drop-reply':
        answer(request, headers);
        throw new TypeError('fetch failed');
      case 'late':
        clock.setTimeout(() => void answer(request, headers), fault.ms);
        return aborted;
      case 'answer':
        if (fault.status >= 300 && fault.status < 400 && init.redirect === 'error')
          throw new TypeError('unexpected redirect');
        return new Response(fault.body, {
          status: fault.status,
          headers: { 'content-type': fault.type, ...fault.headers },
        });
      case 'problem':
        return problem(request, fault.status, fault.code, { ...fault.headers }, fault.members);
      case 'hang-body':
        return new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode('{"id":')) }), {
          headers: { 'content-type': 'application/json' },
        });
      default:
        return answer(request, headers);
    }
  };

  const common = (request: Seen) => ({
    date: new Date(clock.now()).toUTCString(),
    'x-request-id': `req-${++requests}`,
    ...(request.key ? { 'idempotency-key': request.key } : {}),
  });

  const problem = (
    request: Seen,
    status: number,
    code: string,
    headers: Record<string, string> = {},
    members: object = {},
  ) =>
    new Response(
      JSON.stringify({
        type: `/errors/${code}`,
        title: code,
        status,
        detail: `${code}.`,
        instance: request.path,
        code,
        requestId: 'r',
        retryable: false,
        ...members,
      }),
      {
        status,
        headers: { 'content-type': 'application/problem+json', ...common(request), ...headers },
      },
    );

  const json = (request: Seen, status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...common(request), ...headers },
    });

  const shown = (request: Seen, order: FakeOrder, status: number, replayed = false) =>
    json(
      request,
      status,
      { ...order.body, id: order.id, version: order.version, status: order.status },
      {
        etag: `W/"v${order.version}"`,
        'order-version': String(order.version),
        ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
      },
    );

  const answer = (request: Seen, headers: Headers): Response => {
    const who = server.tokens.get(request.token ?? '');
    if (!who) return problem(request, 401, 'unauthenticated');
    const owner = `${who.tenant}|${who.sub}`;
    if (request.own && request.own !== createHash('sha256').update(owner).digest('hex').slice(0, 16))
      return problem(request, 403, 'scope_mismatch');
    const [resource = '', id = '', part = ''] = request.path.slice(1).split(/[/?]/);
    if (resource === 'products') return products(request, headers);
    if (resource === 'auth') return new Response(null, { status: 204, headers: common(request) });
    if (resource !== 'transport-orders') return problem(request, 404, 'not_found');
    if (request.method === 'POST' && id === '') return create(request, owner);
    const order = server.orders.get(id);
    if (!order || order.owner !== owner) return problem(request, 404, 'not_found');
    if (request.method === 'GET') return shown(request, order, 200);
    return command(request, order, part);
  };

  const create = (request: Seen, owner: string): Response => {
    const body = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
    const id = String(body.id);
    if (id !== request.key) return problem(request, 400, 'id_mismatch');
    const hash = createHash('sha256')
      .update(request.body ?? '')
      .digest('hex');
    const present = server.orders.get(id);
    if (present && clock.now() - (created.get(id) ?? 0) < keyLifeMs) {
      if (present.owner !== owner) return problem(request, 409, 'order_id_taken');
      return present.hash === hash
        ? shown(request, present, 200, true)
        : problem(request, 422, 'idempotency_key_reuse');
    }
    const verdict = server.admit(body);
    if ('problem' in verdict) return problem(request, ...verdict.problem);
    created.set(id, clock.now());
    // Without a key that lasts, the same order is stored again under a name of its own.
    const name = present ? `${id}#${server.orders.size}` : id;
    const order: FakeOrder = {
      id,
      owner,
      hash,
      version: 1,
      status: verdict.status,
      body,
      log: [{ key: id, what: 'create' }],
    };
    server.orders.set(name, order);
    return shown(request, order, 201);
  };

  const command = (request: Seen, order: FakeOrder, part: string): Response => {
    const body = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
    if (order.log.some((entry) => entry.key === request.key)) return shown(request, order, 200, true); // before If-Match
    const anyVersion = request.ifMatch === '*' && body.to === 'cancelled';
    if (!request.ifMatch) return problem(request, 428, 'precondition_required');
    if (!anyVersion && request.ifMatch !== `W/"v${order.version}"`)
      return problem(request, 412, 'version_mismatch', {}, { currentVersion: order.version });
    if (order.status === 'cancelled') return problem(request, 409, 'order_cannot_move');
    order.version++;
    if (part === 'transitions') order.status = String(body.to);
    else Object.assign(order.body, body);
    order.log.push({ key: request.key ?? '', what: part === 'transitions' ? String(body.to) : 'amend' });
    return shown(request, order, 200);
  };

  const products = (request: Seen, headers: Headers): Response => {
    const body = { data: server.products };
    const etag = `W/"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 8)}"`;
    if (headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers: { etag, ...common(request) } });
    return json(request, 200, body, { etag });
  };

  return server;
}
