import type { PricingGrid as GridView, Quote as QuoteView } from '../../platform/http/contract.types.gen.ts';
import type { GridVersion } from './pricing.model.ts';
import type { Priced } from './quote-by-version.ts';

/** A version as the API shows it, the same for everyone who may see it. Its `createdAt` is when this version was made. */
export function presentGrid(grid: GridVersion): GridView {
  return {
    id: grid.id,
    version: grid.version,
    name: grid.name,
    transportType: grid.transportType,
    currency: grid.currency,
    standard: grid.standard,
    volumetricFactor: grid.volumetricFactor,
    validFrom: grid.validFrom.toISOString(),
    ...(grid.validTo ? { validTo: grid.validTo.toISOString() } : {}),
    zones: grid.zones,
    brackets: grid.brackets,
    cells: grid.cells,
    surcharges: grid.surcharges,
    createdAt: grid.issuedAt.toISOString(),
  };
}

/** A quote as the API shows it. */
export function presentQuote({ price, breakdown, holdsUntil }: Extract<Priced, { ok: true }>): QuoteView {
  return { price, breakdown, holdsUntil: holdsUntil?.toISOString() ?? null };
}
