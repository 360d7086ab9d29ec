import type { NewProduct } from './catalog.model.ts';

/** A product to be made. */
export const aNewProduct = (fields: Partial<NewProduct> = {}): NewProduct => ({
  name: 'Euro pallet, groupage',
  transportType: 'ltl',
  unit: 'pallet',
  limits: { maxWeightGrams: 1_200_000 },
  ...fields,
});
