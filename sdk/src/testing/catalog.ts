import { gridHolds, type PricingGrid, type QuoteRequest, quote } from '../generated/quote.ts';
import { type FakeReply, Refused } from './replies.ts';
import type { FakeRequest } from './request.ts';
import { pageOf, type Server } from './server.ts';

/** A row of a list; its other members are the test's. */
export interface Row {
  /** By which it is got. */
  readonly id: string;
  readonly [member: string]: unknown;
}

/** A version of a pricing grid; `standard` = for every client without a contract. */
export type FakeGrid = PricingGrid & { readonly standard?: boolean };

export interface Catalog {
  /** By the name in the path: `products`, `pricing-grids`, `carriers`, `contracts` … */
  readonly rows: Record<string, readonly Row[]>;
  serve(request: FakeRequest, parts: readonly string[], query: URLSearchParams): FakeReply | undefined;
  /** The price of an order that brought none, when a standard grid gives one. */
  price(body: Record<string, unknown>): object;
}

/** What can be read and priced: lists of rows, one row by its id, and quotes by the server's own price function. */
export function catalogOf(server: Server): Catalog {
  const rows: Record<string, readonly Row[]> = {
    products: [{ id: 'prd_1', name: 'Pallet' }],
    'pricing-grids': [],
    carriers: [],
    plans: [],
    clients: [],
    contracts: [],
  };

  const gridFor = (request: QuoteRequest): FakeGrid | undefined => {
    const grids = (rows['pricing-grids'] ?? []) as unknown as FakeGrid[]; // what the test put there
    return grids
      .filter(
        (grid) =>
          grid.standard !== false && grid.transportType === request.transportType && gridHolds(grid, server.now()),
      )
      .sort((a, b) => b.version - a.version)[0];
  };

  const quoted = (request: QuoteRequest) => {
    const grid = gridFor(request);
    const result = grid && quote(grid, request);
    if (!result?.ok) return { grid, result };
    return { grid, result, price: { ...result.price, quotedAt: new Date(server.now()).toISOString() } };
  };

  const quoteReply = (request: QuoteRequest): FakeReply => {
    const { grid, result, price } = quoted(request);
    if (price && result?.ok)
      return { status: 200, body: { price, breakdown: result.breakdown, holdsUntil: grid?.validTo ?? null } };
    const {
      reason = 'no_grid',
      pointer = '/transportType',
      message = 'No grid prices this.',
    } = result && !result.ok ? result : {};
    throw new Refused('quote_not_possible', { errors: [{ pointer, code: reason, message }] });
  };

  return {
    rows,
    price(body) {
      if (body.price) return {};
      const { price } = quoted(body as unknown as QuoteRequest); // judged by the contract
      return price ? { price } : {};
    },
    serve(request, [resource = '', id], query) {
      if (resource === 'quotes') return quoteReply(JSON.parse(request.body ?? '{}') as QuoteRequest); // the caller's
      const list = rows[resource];
      if (!list || request.method !== 'GET') return undefined;
      if (id === undefined)
        return pageOf(
          newest(list).filter((row) => matches(row, query)),
          query,
        );
      const version = query.get('version');
      const found = list.find((row) => row.id === id && (!version || row.version === Number(version)));
      if (!found) throw new Refused('not_found');
      return { status: 200, body: found };
    },
  };
}

/** Of what has numbered versions only the highest. */
function newest(list: readonly Row[]): readonly Row[] {
  return list.filter(
    (row) => !list.some((other) => other.id === row.id && Number(other.version) > Number(row.version)),
  );
}

/** Filters of the query that the row has a member for. */
function matches(row: Row, query: URLSearchParams): boolean {
  return [...query].every(([name, value]) => !(name in row) || String(row[name]) === value);
}
