import { demoCity } from '../demo/cities.ts';
import { type JourneyOrder, journeyOrders, PROVEN_BY_NAME } from '../demo/orders.ts';
import { DEMO_CLIENTS } from '../demo/people.ts';
import { DEMO_PRODUCTS, type ProductKey } from '../demo/products.ts';
import type { LngLat, Stop } from '../demo/shapes.ts';
import type { NewOrder } from './sdk.ts';

/** A product as the app has read it. */
export interface KnownProduct {
  readonly id: string;
  readonly name: string;
  readonly proofRequired: 'none' | 'name' | 'signature' | 'photo';
}

/** An order before it is submitted, and who drives it when it lies along a recorded drive. */
export interface PlannedOrder {
  readonly order: Omit<NewOrder, 'id'>;
  readonly drive: JourneyOrder | undefined;
}

const HOUR = 3_600_000;
const KG = 1_000;

/** What else the client sends: from its two sites to places all over the tenant's country and its neighbours. */
const FREIGHT: readonly (readonly [from: string, to: string, product: ProductKey, quantity: number, kg: number])[] = [
  ['Darmstadt', 'Hamburg', 'euro-pallet', 2, 640],
  ['Darmstadt', 'München', 'half-pallet', 3, 410],
  ['Griesheim', 'Köln', 'express-parcel', 4, 88],
  ['Griesheim', 'Berlin', 'express-pallet', 1, 360],
  ['Darmstadt', 'Rotterdam', 'industrial-pallet', 2, 1_150],
  ['Darmstadt', 'Strasbourg', 'euro-pallet', 4, 1_720],
  ['Griesheim', 'Zürich', 'half-pallet', 2, 290],
  ['Darmstadt', 'Wien', 'rigid-truck', 1, 5_200],
  ['Griesheim', 'Wrocław', 'curtain-trailer', 1, 18_400],
];

/** Twelve orders of one client: three along the recorded drives, nine of its other freight. */
export function plannedOrders(products: readonly KnownProduct[], now: number): PlannedOrder[] {
  const productIds = idsOf(products);
  const client = 'the signed-in one';
  const clientIds = Object.fromEntries(DEMO_CLIENTS.map(({ key }) => [key, client])) as Record<
    (typeof DEMO_CLIENTS)[number]['key'],
    string
  >; // fromEntries forgets the keys
  const drives = journeyOrders({ clientIds, productIds, now, newId: () => '' });
  return [
    ...drives.map((drive) => ({ order: along(drive, products, productIds), drive })),
    ...FREIGHT.map((freight, index) => ({
      order: freightOrder(freight, productIds, now + index * HOUR),
      drive: undefined,
    })),
  ];
}

/** The order of a drive, its goods as a product that a driver can prove with what he has. */
function along(
  { trace, order }: JourneyOrder,
  products: readonly KnownProduct[],
  productIds: Record<ProductKey, string>,
): Omit<NewOrder, 'id'> {
  const { id: _, clientId: __, ...rest } = order; // the id is the draft's, the client the token's
  const proofs = order.lines.map((line) => products.find(({ id }) => id === line.productId)?.proofRequired);
  if (proofs.every((proof) => proof === 'none' || proof === 'name')) return rest;
  const { transportType, product, quantity, kg, litres } = PROVEN_BY_NAME[trace];
  const description = order.lines.map((line) => line.description).join('; ');
  return {
    ...rest,
    transportType,
    lines: [{ productId: productIds[product], quantity, weightGrams: kg * KG, volumeLitres: litres, description }],
  };
}

function freightOrder(
  [from, to, key, quantity, kg]: (typeof FREIGHT)[number],
  productIds: Record<ProductKey, string>,
  now: number,
): Omit<NewOrder, 'id'> {
  const product = DEMO_PRODUCTS.find((candidate) => candidate.key === key);
  if (!product) throw new Error(`The demo has no product ${key}.`);
  return {
    transportType: product.body.transportType,
    lines: [{ productId: productIds[key], quantity, weightGrams: kg * KG }],
    pickup: stop(from, 'Odenwald Maschinenbau, Versand', 'Am Südring 12', now + 2 * HOUR),
    delivery: stop(to, `Niederlassung ${to}`, 'Hafenstraße 7', now + 26 * HOUR),
    instructions: 'Rear unloading; please announce the arrival.',
  };
}

function stop(city: string, name: string, address: string, from: number): Omit<Stop, 'contact'> {
  const { postcode, country, coordinates } = demoCity(city);
  const window = {
    from: new Date(from).toISOString(),
    to: new Date(from + 4 * HOUR).toISOString(),
    zone: 'Europe/Berlin',
  };
  return { name, address, city, postcode, country, coordinates: [...coordinates] satisfies LngLat, window };
}

/** The demo's products by key; throws when the catalog that was read lacks one. */
function idsOf(products: readonly KnownProduct[]): Record<ProductKey, string> {
  const rows = DEMO_PRODUCTS.map(({ key, body }) => {
    const found = products.find(({ name }) => name === body.name);
    if (!found) throw new Error(`The catalog has no product ${body.name}.`);
    return [key, found.id] as const;
  });
  return Object.fromEntries(rows) as Record<ProductKey, string>; // fromEntries forgets the keys
}
