import type { Product as ProductView } from '../../platform/http/contract.types.gen.ts';
import type { Product } from './catalog.model.ts';

/** A product as the API shows it, the same for every role. */
export function presentProduct(product: Product): ProductView {
  return {
    id: product.id,
    name: product.name,
    ...(product.description === undefined ? {} : { description: product.description }),
    transportType: product.transportType,
    unit: product.unit,
    limits: product.limits,
    proofRequired: product.proofRequired,
    status: product.status,
    version: product.version,
    createdAt: product.createdAt.toISOString(),
    updatedAt: product.updatedAt.toISOString(),
  };
}
