import type { CarrierKey, VehicleKey } from './carriers.ts';
import type { ClientKey, UserKey } from './people.ts';
import type { ProductKey } from './products.ts';
import type { NewOrder, Stop, TransportType } from './shapes.ts';
import { DRIVE_ENDS, type Site } from './sites.ts';
import type { TraceName } from './trace.ts';

/** One order that a recorded drive fulfils, and who drives it with what. */
export interface JourneyOrder {
  readonly trace: TraceName;
  readonly carrier: CarrierKey;
  readonly vehicle: VehicleKey;
  readonly driver: UserKey;
  readonly order: NewOrder;
}

export interface JourneyInput {
  readonly clientIds: Readonly<Record<ClientKey, string>>;
  readonly productIds: Readonly<Record<ProductKey, string>>;
  /** Unix milliseconds: windows open around it. */
  readonly now: number;
  /** Makes a UUIDv7: the order's id and its idempotency key. */
  readonly newId: () => string;
}

const MINUTE = 60_000;

/**
 * As what the goods of a recorded drive travel. The demo's products for them are proven by a signature, which is an
 * uploaded document; these are proven by the name of who took the goods.
 */
export const PROVEN_BY_NAME: Record<
  TraceName,
  { transportType: TransportType; product: ProductKey; quantity: number; kg: number; litres: number }
> = {
  'darmstadt-frankfurt': { transportType: 'express', product: 'express-van', quantity: 1, kg: 61.5, litres: 210 },
  'rotterdam-amsterdam': { transportType: 'ltl', product: 'half-pallet', quantity: 6, kg: 980, litres: 5_760 },
  'wittenberg-berlin': { transportType: 'ltl', product: 'half-pallet', quantity: 8, kg: 1_430, litres: 5_400 },
};

/** The orders of the three drives: express spare parts, chilled flowers and paper on pallets, each within its product's limits. */
export function journeyOrders({ clientIds, productIds, now, newId }: JourneyInput): JourneyOrder[] {
  const stops = (trace: TraceName) => ({
    pickup: stop(DRIVE_ENDS[trace].pickup, now - 15 * MINUTE, now + 60 * MINUTE),
    delivery: stop(DRIVE_ENDS[trace].delivery, now, now + 240 * MINUTE),
  });
  return [
    {
      trace: 'darmstadt-frankfurt',
      carrier: 'main-kurier',
      vehicle: 'sprinter-1',
      driver: 'driver-main-kurier',
      order: {
        id: newId(),
        clientId: clientIds.odenwald,
        transportType: 'express',
        lines: [
          {
            productId: productIds['express-parcel'],
            quantity: 3,
            weightGrams: 61_500,
            volumeLitres: 210,
            description: 'Spindle bearings, boxed',
          },
        ],
        ...stops('darmstadt-frankfurt'),
        instructions: 'The machine stands still: call ahead 20 minutes before arrival.',
        metadata: { purchaseOrder: 'OM-4500-1187', costCentre: '7130' },
      },
    },
    {
      trace: 'rotterdam-amsterdam',
      carrier: 'delta-wegtransport',
      vehicle: 'koel-1',
      driver: 'driver-delta',
      order: {
        id: newId(),
        clientId: clientIds.polder,
        transportType: 'refrigerated',
        lines: [
          {
            productId: productIds['chilled-pallet'],
            quantity: 4,
            weightGrams: 1_280_000,
            volumeLitres: 5_760,
            description: 'Cut tulips in buckets',
          },
        ],
        ...stops('rotterdam-amsterdam'),
        instructions: 'Keep between 2 and 5 °C. Buckets come back with the same vehicle.',
        metadata: { purchaseOrder: 'PB-26-0312' },
      },
    },
    {
      trace: 'wittenberg-berlin',
      carrier: 'elbe-havel',
      vehicle: 'solo-1',
      driver: 'driver-elbe-havel',
      order: {
        id: newId(),
        clientId: clientIds['elbe-papier'],
        transportType: 'ltl',
        lines: [
          {
            productId: productIds['euro-pallet'],
            quantity: 3,
            weightGrams: 1_950_000,
            volumeLitres: 4_300,
            description: 'Offset paper, 80 g/m²',
          },
          {
            productId: productIds['half-pallet'],
            quantity: 2,
            weightGrams: 420_000,
            volumeLitres: 1_100,
            description: 'Envelopes C4',
          },
        ],
        ...stops('wittenberg-berlin'),
        instructions: 'Unloading by tail lift; pallets are exchanged.',
        metadata: { purchaseOrder: 'EP-90233', project: 'catalogue-spring' },
      },
    },
  ];
}

/** A site with its window. The site's own objects are copied, so that a caller may change an order. */
function stop({ zone, coordinates, contact, ...place }: Site, from: number, to: number): Stop {
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), zone };
  return { ...place, coordinates: [...coordinates], contact: { ...contact }, window };
}
