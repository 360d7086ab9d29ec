import { versionTag } from '../../platform/http/conditional.ts';
import { accepted, created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { presentJob } from '../jobs/index.ts';
import { amendProduct } from './amend-product.ts';
import { bulkProducts } from './bulk-products.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import type { Product } from './catalog.model.ts';
import { presentProduct } from './catalog.present.ts';
import { createProduct } from './create-product.ts';
import { getProduct } from './get-product.ts';
import { importProducts } from './import-products.ts';
import { listProducts } from './list-products.ts';

const tag = (product: Product) => ({ etag: versionTag(product.version) });

export const catalogRoutes = (deps: CatalogDeps) =>
  ({
    createProduct: async (ctx, { body }) => {
      const product = await createProduct(deps, ctx, body);
      return created(presentProduct(product), tag(product));
    },
    importProducts: async (ctx, { key, upload }) => {
      const { job, replayed } = await importProducts(deps, ctx, { key, upload });
      return accepted(presentJob(job), {
        location: `/api/v1/jobs/${job.id}`,
        ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
      });
    },
    bulkProducts: async (ctx, { body }) => ok(await bulkProducts(deps, ctx, body)),
    listProducts: async (ctx, { query }) =>
      pageReply('listProducts', query, presented(await listProducts(deps, ctx, query), presentProduct)),
    getProduct: async (ctx, { params }) => {
      const product = await getProduct(deps, ctx, params.productId);
      return ok(presentProduct(product), tag(product));
    },
    amendProduct: async (ctx, { params, body, ifMatch }) => {
      const product = await amendProduct(deps, ctx, params.productId, { ifMatch, patch: body });
      return ok(presentProduct(product), tag(product));
    },
  }) satisfies Routes;
