import type { App } from '../apps.ts';
import type { Checks } from '../checks.ts';
import { type KnownProduct, type PlannedOrder, plannedOrders } from '../orders.ts';
import { money, type Print, span } from '../print.ts';
import type { NewOrder, Sdk } from '../sdk.ts';

/** What the app knows once it has been online: enough to plan and price orders without a network. */
export interface KnownCatalog {
  readonly products: readonly KnownProduct[];
  readonly planned: readonly PlannedOrder[];
  /** Totals in minor units that the server quoted for the first planned orders. */
  readonly quotedTotals: readonly number[];
}

/** Quotes asked online, to hold the offline ones against; a customer looks at a few, not at all. */
const QUOTED_ONLINE = 3;

/** With a network: reads products and price grids, which stay on the device, and asks the server for some prices. */
export async function readCatalog({ sdk }: App, print: Print, checks: Checks): Promise<KnownCatalog> {
  const { data, meta } = await sdk.products.list({ limit: 100 });
  const types = [...new Set(data.data.map((product) => product.transportType))];
  for (const transportType of types) await sdk.pricing.listGrids({ transportType, limit: 100 });
  print.line(`${data.data.length} products from the ${meta.source}, price grids for ${types.join(', ')}`);
  checks.equal('products read online come from', 'network', meta.source);

  const planned = plannedOrders(data.data, Date.now());
  const quotedTotals: number[] = [];
  for (const { order } of planned.slice(0, QUOTED_ONLINE)) {
    const { price, provisional, kept } = await sdk.pricing.quote(quoteInput(order));
    await kept; // the network goes away in a moment
    quotedTotals.push(price.total);
    print.line(
      `${order.pickup.city} → ${order.delivery.city}: ${money(price)}${provisional ? ' (provisional)' : ', quoted by the server'}`,
    );
  }
  return { products: data.data, planned, quotedTotals };
}

/** Without a network: the products are still there, and say how old they are. */
export async function readOffline(
  sdk: Sdk,
  expected: number,
  when: string,
  print: Print,
  checks: Checks,
): Promise<void> {
  const { data, meta } = await sdk.products.list({ limit: 100 });
  print.line(`${data.data.length} products from the ${meta.source}, ${span(meta.ageMs)} old`);
  checks.equal(`products readable ${when}`, `${expected} from cache`, `${data.data.length} from ${meta.source}`);
}

/** What of an order decides its price. */
export function quoteInput({ transportType, lines, pickup, delivery }: Omit<NewOrder, 'id'>) {
  const place = ({ city, postcode, country, coordinates }: NewOrder['pickup']) => ({
    city,
    postcode,
    country,
    coordinates,
  });
  return {
    transportType,
    lines: lines.map(({ weightGrams, volumeLitres }) => ({ weightGrams, ...(volumeLitres ? { volumeLitres } : {}) })),
    pickup: place(pickup),
    delivery: place(delivery),
  };
}
