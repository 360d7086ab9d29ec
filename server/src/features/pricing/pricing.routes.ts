import { versionTag } from '../../platform/http/conditional.ts';
import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { addPricingGridVersion } from './add-pricing-grid-version.ts';
import { createPricingGrid } from './create-pricing-grid.ts';
import { createQuote } from './create-quote.ts';
import { getPricingGrid } from './get-pricing-grid.ts';
import { listPricingGrids } from './list-pricing-grids.ts';
import type { PricingDeps } from './pricing.deps.ts';
import type { GridVersion } from './pricing.model.ts';
import { presentGrid, presentQuote } from './pricing.present.ts';

const tag = (grid: GridVersion) => ({ etag: versionTag(grid.version) });

export const pricingRoutes = (deps: PricingDeps) =>
  ({
    createPricingGrid: async (ctx, { body }) => {
      const grid = await createPricingGrid(deps, ctx, body);
      return created(presentGrid(grid), tag(grid));
    },
    listPricingGrids: async (ctx, { query }) =>
      pageReply('listPricingGrids', query, presented(await listPricingGrids(deps, ctx, query), presentGrid)),
    getPricingGrid: async (ctx, { params, query }) => {
      const grid = await getPricingGrid(deps, ctx, params.gridId, query.version);
      return ok(presentGrid(grid), tag(grid));
    },
    addPricingGridVersion: async (ctx, { params, body }) => {
      const grid = await addPricingGridVersion(deps, ctx, params.gridId, body);
      return created(presentGrid(grid), tag(grid));
    },
    createQuote: async (ctx, { body }) => ok(presentQuote(await createQuote(deps, ctx, body))),
  }) satisfies Routes;
