import type { TenantDocument } from '../../platform/db/tenant-collection.ts';
import type { GridCell, GridSurcharge, GridZone, LngLat, PricingGrid, TransportType } from './quote.ts';

/** A zone as it is stored: a zone of the price function, without fields that say `undefined`. */
interface Zone extends GridZone {
  readonly postcodePrefixes?: readonly { readonly country: string; readonly prefix: string }[];
  readonly cities?: readonly { readonly country?: string; readonly key: string }[];
  readonly radius?: { readonly center: LngLat; readonly metres: number };
}

interface Cell extends GridCell {
  readonly flat?: number;
  readonly per100kg?: number;
}

interface Bracket {
  readonly uptoGrams?: number;
}

/** What a price manager writes; times are RFC 3339. */
export interface NewGridVersion {
  readonly volumetricFactor?: number;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly zones: readonly Zone[];
  readonly brackets: readonly Bracket[];
  readonly cells: readonly Cell[];
  readonly surcharges?: readonly GridSurcharge[];
}

/** What stays the same over all versions of a grid. */
export interface GridHead {
  readonly id: string;
  readonly name: string;
  readonly transportType: TransportType;
  /** ISO 4217. */
  readonly currency: string;
  /** Prices every client of the tenant for this transport type; there is one such grid per type. */
  readonly standard: boolean;
  /** When the grid was made; lists are in this order, so that a new version does not move a grid on somebody's page. */
  readonly createdAt: Date;
}

/** One version of a grid, as stored: nothing of it ever changes but `newest`. */
export interface GridVersion extends GridHead, TenantDocument {
  readonly version: number;
  /** True on the highest version of each grid, absent on the others. */
  readonly newest?: true;
  /** When this version was made; before that it could not take anything away from the versions before it. */
  readonly issuedAt: Date;
  readonly validFrom: Date;
  /** Exclusive; absent while no end is known. */
  readonly validTo?: Date;
  readonly volumetricFactor: number;
  readonly zones: readonly Zone[];
  readonly brackets: readonly Bracket[];
  readonly cells: readonly Cell[];
  readonly surcharges: readonly GridSurcharge[];
}

/** 250 kg per cubic metre, unless the grid says otherwise. */
const USUAL_FACTOR = 250;

/** The document of a version; `input` has been found free of mistakes. */
export function newGridVersion(
  tenantId: string,
  head: GridHead,
  version: number,
  input: NewGridVersion,
  issuedAt: Date,
): GridVersion {
  return {
    _id: `${tenantId}:${head.id}:v${version}`,
    tenantId,
    id: head.id,
    name: head.name,
    transportType: head.transportType,
    currency: head.currency,
    standard: head.standard,
    createdAt: head.createdAt,
    version,
    newest: true,
    issuedAt,
    validFrom: new Date(input.validFrom),
    ...(input.validTo === undefined ? {} : { validTo: new Date(input.validTo) }),
    volumetricFactor: input.volumetricFactor ?? USUAL_FACTOR,
    zones: input.zones,
    brackets: input.brackets,
    cells: input.cells,
    surcharges: input.surcharges ?? [],
  };
}

/** A stored version as the price function wants it. */
export function toTariff(grid: GridVersion): PricingGrid {
  const { validFrom, validTo, ...rest } = grid;
  return { ...rest, validFrom: validFrom.toISOString(), ...(validTo ? { validTo: validTo.toISOString() } : {}) };
}

/** As much of an active contract as prices need. */
export interface ContractTerms {
  readonly gridId: string;
  /** It prices from here on, or from its activation where that came later. */
  readonly validFrom: Date;
  readonly activatedAt: Date;
  /** Exclusive; from then on nothing holds that was quoted by it. */
  readonly validTo?: Date;
}

/** The contract if it has begun by then; what is asked for is active, so it has been activated and has not run out. */
export const inForce = (contract: ContractTerms | undefined, at: Date): ContractTerms | undefined =>
  contract && contract.validFrom <= at ? contract : undefined;

/** What a contract takes from the standard grid, for its client alone: what a new version of it would, until the contract ends. */
export function takenFromStandard(contract: ContractTerms | undefined, standard: Pick<GridHead, 'id'>) {
  if (!contract || contract.gridId === standard.id) return undefined;
  const { validFrom, validTo, activatedAt } = contract;
  return { validFrom, ...(validTo ? { validTo } : {}), issuedAt: activatedAt };
}

/** Which grids a caller sees: all, the standard ones and those a client's contracts name, or none. */
export type GridSight = 'all' | { readonly standardsAnd: readonly string[] } | 'none';

/** Staff see every grid, a client those it is priced by (`contracted`: the grids of its contracts); nobody else sees any. */
export function gridSightOf(viewer: { readonly role: string }, contracted: readonly string[]): GridSight {
  if (viewer.role === 'admin' || viewer.role === 'dispatcher') return 'all';
  return viewer.role === 'client' ? { standardsAnd: contracted } : 'none';
}

/** Whether a grid, in all its versions, is in sight. */
export function inSight(sight: GridSight, grid: Pick<GridHead, 'id' | 'standard'>): boolean {
  if (sight === 'all' || sight === 'none') return sight === 'all';
  return grid.standard || sight.standardsAnd.includes(grid.id);
}
