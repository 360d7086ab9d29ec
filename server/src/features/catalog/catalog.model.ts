import type { VersionedDocument } from '../../platform/db/versioned.ts';
import type { ProofKind, TransportType } from '../../platform/http/contract.types.gen.ts';

/** The most that one line of a product may ask for; what is missing is not limited. */
export interface ProductLimits {
  readonly maxWeightGrams?: number;
  readonly maxVolumeLitres?: number;
  readonly maxQuantity?: number;
}

/** Something that can be ordered. It is withdrawn, never deleted, because orders name it for ever. */
export interface Product extends VersionedDocument {
  readonly name: string;
  readonly description?: string;
  readonly transportType: TransportType;
  /** What a quantity counts: `pallet`. */
  readonly unit: string;
  readonly limits: ProductLimits;
  /** What a delivery of it must be proven with. */
  readonly proofRequired: ProofKind;
  readonly status: 'active' | 'withdrawn';
}

/** What a new product is made from. */
export type NewProduct = Pick<Product, 'name' | 'description' | 'transportType' | 'unit'> &
  Partial<Pick<Product, 'limits' | 'proofRequired'>>;

/** A new product is active and unlimited, and its deliveries are proven with a name, unless something else was asked for. */
export function newProduct(head: VersionedDocument, input: NewProduct): Product {
  return { ...head, limits: {}, proofRequired: 'name', ...input, status: 'active' };
}

/** A patch as it is applied: `limits: null` takes each limit away, because a product always has limits, if only empty ones. */
export function productPatch(patch: { readonly limits?: ProductLimits | null }): object {
  if (patch.limits !== null) return patch;
  return { ...patch, limits: { maxWeightGrams: null, maxVolumeLitres: null, maxQuantity: null } };
}

/**
 * What a caller finds in lists, where he `asked` for one status: clients find what they can order and `none` of what was
 * withdrawn, everyone else also what no longer can be ordered.
 */
export function listedStatus(role: string, asked?: Product['status']): { status?: Product['status'] } | 'none' {
  if (role !== 'client') return asked === undefined ? {} : { status: asked };
  return asked === 'withdrawn' ? 'none' : { status: 'active' };
}
