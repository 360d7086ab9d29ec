import type { CatalogNeighbours } from './catalog.deps.ts';
import type { NewProduct } from './catalog.model.ts';

/** A product to be made. */
export const aNewProduct = (fields: Partial<NewProduct> = {}): NewProduct => ({
  name: 'Euro pallet, groupage',
  transportType: 'ltl',
  unit: 'pallet',
  limits: { maxWeightGrams: 1_200_000 },
  ...fields,
});

/** The lines of a file of products, the first of them the columns. */
export const aFile = (...lines: readonly string[]): string => `name,transportType,unit\n${lines.join('\n')}\n`;

const nothing = () => Promise.reject(new Error('A door starts nothing and keeps nothing.'));
/** For a door that is only asked. */
export const noNeighbours: CatalogNeighbours = {
  startJob: nothing,
  blobs: { put: nothing, read: nothing, remove: nothing },
};
