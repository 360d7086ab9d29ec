import type { OrderDocument } from './orders.types.ts';

/** What a list shows; timeline, lines, commands and pending events stay where they are. */
const ROW = {
  id: 1,
  reference: 1,
  status: 1,
  version: 1,
  clientId: 1,
  carrierId: 1,
  vehicleId: 1,
  driverId: 1,
  transportType: 1,
  price: 1,
  createdAt: 1,
  updatedAt: 1,
  'pickup.city': 1,
  'pickup.postcode': 1,
  'pickup.country': 1,
  'pickup.window': 1,
  'delivery.city': 1,
  'delivery.postcode': 1,
  'delivery.country': 1,
  'delivery.window': 1,
} as const;

export type OrderRowDocument = Omit<
  OrderDocument,
  'timeline' | 'commands' | 'pending' | 'lines' | 'issues' | 'sequence' | 'requestHash'
>;

/**
 * A row of which only some members were asked for; besides those it has what every page needs.
 */
export type PartialRow = Partial<OrderRowDocument> & Pick<OrderRowDocument, '_id' | 'id' | 'createdAt'>;

/** What MongoDB shall send of a row: the members named in `fields`, as the contract writes them, or all. */
export function rowProjection(fields: string | undefined): Readonly<Record<string, 1>> {
  if (fields === undefined) return ROW;
  const asked = ['id', 'createdAt', ...fields.split(',')];
  return Object.fromEntries(Object.entries(ROW).filter(([path]) => asked.includes(path.split('.')[0] ?? path)));
}
