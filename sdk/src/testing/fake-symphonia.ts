import { ownOf } from '../core/auth.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { uuidv7 } from '../core/ids.ts';
import { sha256 } from '../core/sha256.ts';
import type { TokenSource } from '../core/token-source.ts';
import { catalogOf, type FakeGrid, type Row } from './catalog.ts';
import { documentsOf, type FakeDocument } from './documents.ts';
import { type FaultScript, faultScript } from './faults.ts';
import { type FakeLimit, limiter } from './limits.ts';
import { type FakeLive, liveHub } from './live.ts';
import { liveHttp } from './live-http.ts';
import { fakeWebSocket } from './live-socket.ts';
import { network } from './network.ts';
import type { FakeOrder, Verdict } from './order.ts';
import { ordersOf } from './orders.ts';
import { type Holder, type PersonOptions, people } from './people.ts';
import { type FakeReply, problemReply, Refused, statusOf } from './replies.ts';
import { type Arriving, arriving, type FakeRequest } from './request.ts';

export interface FakeSymphoniaOptions {
  /** Time; the same as the SDK's. The platform's by default, `virtualClock()` for tests of hours and days. */
  readonly clock?: Clock;
  /** `https://api.test/api/v1` by default; nothing ever goes there. */
  readonly baseUrl?: string;
  /** For how long an id is known, in milliseconds; for ever. Of a shorter one orders are doubled. @internal */
  readonly keyLifeMs?: number;
}

/** A server in memory that answers as Symphonia does, and a network that fails as told. */
export interface FakeSymphonia {
  /** For `createSymphonia({ baseUrl, fetch })`. */
  readonly baseUrl: string;
  /** The way to it, with all its faults. */
  readonly fetch: typeof fetch;
  /** For `createSymphonia({ WebSocket: api.WebSocket })`: the live side's socket. */
  readonly WebSocket: typeof WebSocket;
  /** Live tracking: what happens on its channels, and what goes wrong there. */
  readonly live: FakeLive;
  /** What goes wrong on the way: `api.fault.next('drop-reply')`. */
  readonly fault: FaultScript;
  /** Every request that left the device, in order, also those that were lost. */
  readonly requests: FakeRequest[];
  /** What the server has, by id. A test may change or remove what it likes. */
  readonly orders: Map<string, FakeOrder>;
  /** Files of orders, by id. */
  readonly documents: Map<string, FakeDocument>;
  /** Lists to read, by the name in their path: `rows.carriers = [{ id: 'car_1', name: 'Rheinfracht' }]`. */
  readonly rows: Record<string, readonly Row[]>;
  /** `rows.products`. */
  products: readonly Row[];
  /** `rows['pricing-grids']`: versions of grids, by which quotes are made. */
  grids: readonly FakeGrid[];
  /** Access tokens that count, and whose they are. */
  readonly tokens: Map<string, Holder>;
  /** Makes somebody and signs him in: `auth: api.signIn('ada')`. His token is renewed through `fetch`, with its faults. */
  signIn(name: string, options?: PersonOptions): TokenSource;
  /** Ends the sessions of one user (his `sub` is the name), or of all: neither tokens nor refresh tokens count any more. */
  endSessions(name?: string): void;
  /** What the next order becomes: `nextOrder({ status: 'review', issues: [{ code: 'price_changed' }], alternative })`. */
  nextOrder(verdict: Verdict): void;
  /** The next order is refused with this code of the contract; its status is the one the server gives with it. */
  refuseNext(code: string, status?: number): void;
  /** Decides about every order that nothing else was said about; a business rule in the test's hands. */
  admit: (body: Record<string, unknown>) => Verdict;
  /** So many requests per user and time, with `RateLimit` headers and 429; none by default. */
  limit: FakeLimit | undefined;
  /** How far the server's clock is ahead of the device's, in milliseconds. */
  clockSkewMs: number;
  /** The server's process ends and begins anew: requests under way are lost, what was stored stays. */
  restart(): void;
}

/**
 * A fake Symphonia for tests of what is built on the SDK. It keeps the contract of orders as the real server does (one
 * suite runs against both): ids for ever, replays, versions, refusals. It judges no prices, quotas or references, and
 * roles only as far as who sees which order: say what shall happen by `nextOrder`, `refuseNext` and `fault`.
 */
export function fakeSymphonia(options: FakeSymphoniaOptions = {}): FakeSymphonia {
  const clock = options.clock ?? systemClock();
  const baseUrl = (options.baseUrl ?? 'https://api.test/api/v1').replace(/\/+$/, '');
  const { script, judge } = faultScript();
  const verdicts: Verdict[] = [];
  const requests: FakeRequest[] = [];
  const now = () => clock.now() + api.clockSkewMs;
  const server = { clock, baseUrl, now, newId: countedIds(now) };

  const catalog = catalogOf(server);
  const admit = (body: Record<string, unknown>) => verdicts.shift() ?? api.admit(body);
  const orders = ordersOf({ ...server, admit, price: catalog.price }, options.keyLifeMs);
  const documents = documentsOf(server, orders);
  const limits = limiter(now);
  const whose = (token: string) => {
    const who = known.tokens.get(token);
    return who && (who.expiresAt === undefined || who.expiresAt > now()) ? who : undefined;
  };
  const live = liveHub(clock, now, () => known.tokens);
  const events = liveHttp(live, clock);

  const respond = (request: FakeRequest, { status, headers, body }: FakeReply): Response => {
    const raw = body instanceof Uint8Array || body instanceof ReadableStream;
    const all = new Headers({
      date: new Date(now()).toUTCString(),
      'x-request-id': `req_${server.newId()}`,
      ...(request.key ? { 'idempotency-key': request.key } : {}),
      ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    });
    // Bytes are backed by an ordinary buffer here; the DOM's type wants to know.
    const content = body === undefined ? null : raw ? (body as BodyInit) : JSON.stringify(body);
    if (request.method === 'GET' && status === 200 && typeof content === 'string') {
      const etag = all.get('etag') ?? `W/"${sha256(content).slice(0, 22)}"`;
      all.set('etag', etag);
      if (request.headers.get('if-none-match') === etag) {
        all.delete('content-type');
        return new Response(null, { status: 304, headers: all });
      }
    }
    return new Response(content, { status, headers: all });
  };

  const refuse = (request: FakeRequest, refused: Refused): Response => {
    const requestId = `req_${server.newId()}`;
    const reply = problemReply(refused, { requestId, instance: new URL(baseUrl).pathname + request.path });
    return respond(request, { ...reply, headers: { ...reply.headers, 'x-request-id': requestId } });
  };

  const answer = ({ request, payload }: Arriving): FakeReply | Promise<FakeReply> => {
    const [path = '', search = ''] = request.path.split('?');
    const query = new URLSearchParams(search);
    const parts = path.slice(1).split('/').map(decodeURIComponent);
    if (parts[0] === 'auth') {
      const reply = known.serve(path, JSON.parse(request.body || '{}'), request.token);
      if (reply) return reply;
    }
    if (parts[0] === 'public') {
      const link = whose(parts[2] ?? '');
      if (!link) throw new Refused('tracking_link_ended', {}, 410);
      return events.snapshot(link.sub, `order:${link.sub}`);
    }
    const who = whose(request.token ?? '');
    if (!who) throw new Refused('unauthenticated');
    if (request.own && request.own !== ownOf(who)) throw new Refused('scope_mismatch');
    const left = limits.take(`${who.tenant}|${who.sub}`);
    const reply =
      events.serve(who.sub, request.headers, parts, query) ??
      documents.serve(request, who, parts, query, payload) ??
      orders.serve(request, who, parts, query) ??
      catalog.serve(request, parts, query);
    if (!reply) throw new Refused('not_found');
    const limited = (made: FakeReply) => ({ ...made, headers: { ...left, ...made.headers } });
    return reply instanceof Promise ? reply.then(limited) : limited(reply);
  };

  const serve = async (arrived: Arriving): Promise<Response> => {
    try {
      const reply = answer(arrived); // what needs no bytes has happened when this returns
      return respond(arrived.request, reply instanceof Promise ? await reply : reply);
    } catch (error) {
      if (error instanceof Refused) return refuse(arrived.request, error);
      throw error;
    }
  };
  const { pass, restart } = network(clock, serve, refuse);

  const fetcher: typeof fetch = async (input, init) => {
    const arrived = arriving(baseUrl, clock, input, init);
    requests.push(arrived.request);
    return pass(arrived, judge(arrived.request));
  };
  const known = people(server, fetcher);

  const api: FakeSymphonia = {
    baseUrl,
    fetch: fetcher,
    WebSocket: fakeWebSocket(live, whose),
    live,
    fault: script,
    requests,
    orders: orders.orders,
    documents: documents.documents,
    rows: catalog.rows,
    get products() {
      return catalog.rows.products ?? [];
    },
    set products(rows) {
      catalog.rows.products = rows;
    },
    get grids() {
      return (catalog.rows['pricing-grids'] ?? []) as unknown as readonly FakeGrid[]; // set below
    },
    set grids(grids) {
      catalog.rows['pricing-grids'] = grids as unknown as readonly Row[]; // a grid is a row
    },
    tokens: known.tokens,
    signIn: known.signIn,
    endSessions: known.endSessions,
    nextOrder: (verdict) => void verdicts.push(verdict),
    refuseNext: (code, status = statusOf(code)) => void verdicts.push({ problem: [status, code] }),
    admit: () => ({}),
    get limit() {
      return limits.limit;
    },
    set limit(limit) {
      limits.limit = limit;
    },
    clockSkewMs: 0,
    restart,
  };
  return api;
}

/** UUIDv7s whose random part counts, so that the same run makes the same ones. */
function countedIds(now: () => number): () => string {
  let count = 0;
  return () => {
    const number = ++count;
    return uuidv7(now(), (n) =>
      Uint8Array.from({ length: n }, (_, i) => (i >= n - 4 ? number >>> (8 * (n - 1 - i)) : 0)),
    );
  };
}
