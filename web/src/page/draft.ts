import type { NewOrder } from '@symphonia/sdk/outbox';
import { cityOf } from './cities.ts';
import type { Product } from './products-view.ts';
import type { Sdk } from './session.ts';

/** What the form holds, by the names of its fields. */
export type Fields = Readonly<Record<string, string>>;

/**
 * An order before it is placed: its id, made when the form opens, what was typed, and the price that was shown. Kept in
 * `history.state`, so that a reload shows the same order and not another one.
 */
export interface Draft {
  readonly id: string;
  readonly fields: Fields;
  readonly price?: NewOrder['price'] | undefined;
}

const STEPS_PER_KG = 1_000; // grams

/** The draft of this page's history entry; `undefined` when there is none, or it lies in the outbox already. */
export async function keptDraft(sdk: Sdk): Promise<Draft | undefined> {
  const kept = (history.state as { draft?: Draft } | null)?.draft; // written below
  if (!kept) return undefined;
  return (await sdk.outbox.get(kept.id)) ? undefined : kept;
}

/** Remembers the draft across reloads. */
export function keepDraft(draft: Draft): void {
  history.replaceState({ ...(history.state as object | null), draft }, '');
}

/** Under which id one product, weight and way is quoted; another key means that the price shown is out of date. */
export const priceKey = ({ product, from, to, kg, clientId }: Fields): string =>
  [product, from, to, kg, clientId].join('|');

/** What is quoted: the form as far as a price depends on it, when it says enough. */
export function quoteInputOf(
  fields: Fields,
  product: Product | undefined,
): Parameters<Sdk['pricing']['quote']>[0] | undefined {
  const [pickup, delivery, weightGrams] = [cityOf(fields.from ?? ''), cityOf(fields.to ?? ''), gramsOf(fields)];
  if (!product || !pickup || !delivery || weightGrams < 1) return undefined;
  return {
    transportType: product.transportType,
    lines: [{ weightGrams }],
    pickup: { ...pickup, coordinates: [...pickup.coordinates] },
    delivery: { ...delivery, coordinates: [...delivery.coordinates] },
    ...(fields.clientId ? { clientId: fields.clientId } : {}),
  };
}

/** The order as it is submitted. Pure: the same draft gives the same bytes, so that sending it twice is one order. */
export function orderOf({ fields, price }: Draft, product: Product): Omit<NewOrder, 'id'> {
  const day = fields.day ?? '';
  return {
    transportType: product.transportType,
    lines: [{ productId: product.id, quantity: Number(fields.quantity), weightGrams: gramsOf(fields) }],
    pickup: stopOf(fields, 'from', window(day, 0)),
    delivery: stopOf(fields, 'to', window(day, 1)),
    ...(price ? { price } : {}),
    ...(fields.clientId ? { clientId: fields.clientId } : {}),
    ...(fields.instructions ? { instructions: fields.instructions } : {}),
  };
}

/** The order in a few words, for the list of what is waiting. */
export function titleOf(fields: Fields): string {
  return `${fields.from} → ${fields.to}, ${fields.kg} kg`;
}

function gramsOf(fields: Fields): number {
  return Math.round(Number(fields.kg) * STEPS_PER_KG);
}

function stopOf(fields: Fields, end: 'from' | 'to', times: NewOrder['pickup']['window']): NewOrder['pickup'] {
  const place = cityOf(fields[end] ?? '');
  if (!place) throw new Error(`The form offers no city called ${fields[end]}.`);
  const { city, postcode, country, coordinates } = place;
  return {
    name: fields[`${end}Name`] ?? '',
    address: fields[`${end}Street`] ?? '',
    ...{ city, postcode, country, coordinates: [...coordinates] },
    window: times,
  };
}

/** Working hours of a day, or of the day after it, in the customer's own zone. */
function window(day: string, daysLater: number): NewOrder['pickup']['window'] {
  const at = (hour: number) => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(year, month - 1, date + daysLater, hour).toISOString();
  };
  return { from: at(8), to: at(17), zone: new Intl.DateTimeFormat().resolvedOptions().timeZone };
}
