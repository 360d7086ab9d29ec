import type { CacheableRead, Core } from '../core/core.ts';
import { invoke } from '../core/invoke.ts';
import { operationNamed } from '../core/operation.ts';
import type { Answer, CachePolicy, PagedCall, Result } from '../core/types.ts';
import { gridHolds, type PricingGrid } from '../generated/quote.ts';
import type { operations } from '../generated/types.ts';
import type { QuoteInput, QuoteResult } from './quoter.ts';

type Contracts = Answer<operations['listContracts']>;
type Grids = Answer<operations['listPricingGrids']>;
type Grid = Grids['data'][number];

/** What prices a transport type for somebody, now and while the device is away: enough to choose as the server does. */
export interface Tariff {
  /** The client's active contract; one that has run out, or not begun, prices nothing. */
  readonly contract?: Contracts['data'][number] | undefined;
  /** Versions of the standard grid and of the contract's, of each the highest first. */
  readonly grids: readonly Grid[];
}

const FRESH_MS = 3_600_000;
const MOST_VERSIONS = 20; // that are still to come or have an end; a tariff seldom has two

/**
 * What prices at `now`: the highest version in force of the contract's grid, else of the standard one. A contract's grid
 * without a price is not replaced by the standard one, here as there.
 */
export function chosen({ contract, grids }: Tariff, now: number): PricingGrid | undefined {
  const own = contract && gridHolds(contract, now) ? contract.gridId : undefined;
  const grid = grids.find((one) => (own ? one.id === own : one.standard) && gridHolds(one, now));
  return grid as PricingGrid | undefined; // the contract's grid, read-only lists and all
}

/** Keeps what `live` was priced by, unless this device knows it already. */
export async function keepTariff(core: Core, input: QuoteInput, { price }: QuoteResult): Promise<void> {
  const kept = await keptTariff(core, input).catch(() => undefined);
  const grid = kept && !kept.meta.stale ? chosen(kept.data, core.clock.now()) : undefined;
  if (grid?.id !== price.gridId || grid.version !== price.gridVersion)
    await keptTariff(core, input, () => readTariff(core, input, price.gridId));
}

/**
 * The tariff kept on this device; rejects when there is none, or brings a new one. It lies in the read cache under a key
 * of its own, each user's apart like the grids it is made of.
 */
export async function keptTariff(
  core: Core,
  { transportType, clientId }: QuoteInput,
  fresh?: CacheableRead['fresh'],
): Promise<Result<Tariff>> {
  const operation = { ...operationNamed('pricing.quote'), cache: 'user', maxAgeMs: FRESH_MS } as const;
  const kept = await core.cache?.read({
    operation,
    target: [operation.path, transportType, clientId].join('#'),
    policy: fresh ? 'network-first' : 'cache-only',
    fresh: fresh ?? (() => Promise.resolve(undefined)),
  });
  if (!kept) throw new TypeError('There is no read cache.');
  return kept as Result<Tariff>; // `readTariff` made it
}

/** What a page has listed by itself, before any quote: enough as long as there are no prices but everybody's. */
export async function listedTariff(core: Core, input: QuoteInput): Promise<Result<Tariff>> {
  const { data, meta } = await list<Grids>(core, 'pricing.listGrids', 'cache-only', gridsOf(input));
  if (!data.data.every(({ standard }) => standard)) throw new TypeError('Whose prices they are is not known here.');
  return { data: { grids: data.data }, meta };
}

/** Reads contracts and grids. Without a client in the request only the server knows whose it was: by what it priced. */
async function readTariff(core: Core, input: QuoteInput, gridId: string): Promise<Result<Tariff>> {
  const { transportType, clientId } = input;
  const now = core.clock.now();
  const asked = clientId ? { clientId } : { status: 'active' };
  const contracts = list<Contracts>(core, 'contracts.list', 'network-only', asked);
  let contract: Tariff['contract'];
  for await (const row of contracts)
    if (
      row.status === 'active' &&
      row.transportType === transportType &&
      (clientId ? row.clientId === clientId : row.gridId === gridId)
    )
      contract = row;
  const grids: Grid[] = [];
  for await (const newest of list<Grids>(core, 'pricing.listGrids', 'network-only', gridsOf(input))) {
    let grid = newest;
    if (!grid.standard && grid.id !== contract?.gridId) continue;
    grids.push(grid);
    // The version below prices now, or may do so later.
    while (grid.version > 1 && (grid.validTo || !gridHolds(grid, now)) && grids.length < MOST_VERSIONS) {
      const below = invoke(core, operationNamed('pricing.getGrid'), [grid.id, { version: grid.version - 1 }]);
      grid = ((await below) as Result<Grid>).data; // the operation's own answer
      grids.push(grid);
    }
  }
  return { data: { contract, grids }, meta: (await contracts).meta };
}

const gridsOf = ({ transportType }: QuoteInput) => ({ transportType });

/** A list, its pages as large as they may be. */
function list<P extends { readonly data: readonly unknown[] }>(
  core: Core,
  name: string,
  cache: CachePolicy,
  query: object,
): PagedCall<P> {
  return invoke(core, operationNamed(name), [{ limit: 100, cache, ...query }]) as PagedCall<P>; // named by the caller
}
