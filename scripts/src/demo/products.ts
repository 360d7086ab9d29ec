import type { Keyed, NewProduct } from './shapes.ts';

const KG = 1_000; // grams
const M3 = 1_000; // litres

const product = <Key extends string>(
  key: Key,
  transportType: NewProduct['transportType'],
  unit: string,
  proofRequired: NewProduct['proofRequired'],
  name: string,
  description: string,
  limits: NewProduct['limits'],
) => ({ key, body: { name, description, transportType, unit, limits, proofRequired } }) as const;

/** What a client of Rheinfracht can order: twelve products over the five transport types, proven by a name. Limits are of one order line. */
export const DEMO_PRODUCTS = [
  product(
    'euro-pallet',
    'ltl',
    'pallet',
    'name',
    'Euro pallet',
    'Pallet of 120 × 80 cm, stackable or not, up to 220 cm high.',
    { maxWeightGrams: 3_000 * KG, maxVolumeLitres: 12 * M3, maxQuantity: 6 },
  ),
  product(
    'industrial-pallet',
    'ltl',
    'pallet',
    'name',
    'Industrial pallet',
    'Pallet of 120 × 100 cm, up to 220 cm high.',
    { maxWeightGrams: 3_000 * KG, maxVolumeLitres: 13 * M3, maxQuantity: 5 },
  ),
  product('half-pallet', 'ltl', 'pallet', 'name', 'Half pallet', 'Display pallet of 80 × 60 cm, up to 180 cm high.', {
    maxWeightGrams: 1_500 * KG,
    maxVolumeLitres: 8 * M3,
    maxQuantity: 8,
  }),
  product('long-goods', 'ltl', 'bundle', 'name', 'Long goods', 'Bundles up to 6 m, loaded from the side.', {
    maxWeightGrams: 2_000 * KG,
    maxVolumeLitres: 8 * M3,
    maxQuantity: 4,
  }),
  product(
    'express-parcel',
    'express',
    'parcel',
    'name',
    'Express parcel',
    'Driven directly, without transshipment, up to 31.5 kg each.',
    { maxWeightGrams: 300 * KG, maxVolumeLitres: 2 * M3, maxQuantity: 9 },
  ),
  product('express-pallet', 'express', 'pallet', 'name', 'Express pallet', 'Driven directly in a van with tail lift.', {
    maxWeightGrams: 1_200 * KG,
    maxVolumeLitres: 6 * M3,
    maxQuantity: 3,
  }),
  product('express-van', 'express', 'van', 'name', 'Direct van', 'A van up to 3.5 t for one consignment alone.', {
    maxWeightGrams: 1_200 * KG,
    maxVolumeLitres: 6 * M3,
    maxQuantity: 1,
  }),
  product('rigid-truck', 'ftl', 'truck', 'name', 'Rigid truck 12 t', 'The whole vehicle, up to 6 t and 15 pallets.', {
    maxWeightGrams: 6_000 * KG,
    maxVolumeLitres: 24 * M3,
    maxQuantity: 1,
  }),
  product(
    'curtain-trailer',
    'ftl',
    'truck',
    'name',
    'Curtain-side trailer',
    'The whole trailer of 13.6 m, up to 24 t and 34 pallets.',
    { maxWeightGrams: 24_000 * KG, maxVolumeLitres: 90 * M3, maxQuantity: 1 },
  ),
  product(
    'chilled-pallet',
    'refrigerated',
    'pallet',
    'name',
    'Chilled pallet, 2 to 7 °C',
    'Flowers and food, temperature recorded without a gap.',
    { maxWeightGrams: 5_000 * KG, maxVolumeLitres: 14 * M3, maxQuantity: 7 },
  ),
  product(
    'frozen-pallet',
    'refrigerated',
    'pallet',
    'name',
    'Frozen pallet, −18 °C',
    'Deep-frozen goods, temperature recorded without a gap.',
    { maxWeightGrams: 5_000 * KG, maxVolumeLitres: 14 * M3, maxQuantity: 7 },
  ),
  product(
    'loose-grain',
    'bulk',
    'tonne',
    'name',
    'Grain and granulate, loose',
    'Tipper or silo, weighed at both ends.',
    { maxWeightGrams: 27_000 * KG, maxQuantity: 27 },
  ),
] as const satisfies readonly Keyed<string, NewProduct>[];

/** Names a product of the demo before the server has given it an id. */
export type ProductKey = (typeof DEMO_PRODUCTS)[number]['key'];
