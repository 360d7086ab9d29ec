import type { Clock } from '../../src/core/clock.ts';
import {
  type FakeOrder,
  type FakeRequest,
  type Fault,
  type FaultName,
  fakeSymphonia,
  type Holder,
  type Verdict,
} from '../../src/testing/index.ts';

export type { FakeOrder, Fault } from '../../src/testing/index.ts';
export type Seen = FakeRequest;

/** The fake of `@symphonia/sdk/testing` with the few levers that storms and scenarios pull. */
export interface FakeServer {
  readonly fetch: typeof fetch;
  readonly orders: Map<string, FakeOrder>;
  readonly seen: FakeRequest[];
  /** Asked for each request; `undefined` lets it through. */
  fault: (request: FakeRequest) => Fault | FaultName | undefined;
  /** Tokens that count, and whose they are. */
  readonly tokens: Map<string, Holder>;
  /** Catalog rows served with an ETag. */
  products: readonly { readonly id: string; readonly name: string }[];
  /** Status a new order gets; a business rule in the test's hands. */
  admit: (body: Record<string, unknown>) => Verdict;
  /** How far its clock is ahead. */
  clockSkewMs: number;
}

export interface FakeServerOptions {
  readonly clock: Clock;
  /** Losing variants: no key at all, or one that is forgotten after so long. */
  readonly keyLifeMs?: number;
}

export function fakeServer(options: FakeServerOptions): FakeServer {
  const api = fakeSymphonia(options);
  const server: FakeServer = {
    fetch: api.fetch,
    orders: api.orders,
    seen: api.requests,
    fault: () => undefined,
    tokens: api.tokens,
    get products() {
      return api.products as FakeServer['products']; // set below
    },
    set products(rows) {
      api.products = rows;
    },
    admit: () => ({ status: 'placed' }),
    get clockSkewMs() {
      return api.clockSkewMs;
    },
    set clockSkewMs(ms) {
      api.clockSkewMs = ms;
    },
  };
  api.fault.when((request) => server.fault(request));
  api.admit = (body) => server.admit(body);
  return server;
}
