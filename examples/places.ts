import type { OrderInput } from '@symphonia/sdk/outbox';

type Stop = OrderInput['pickup'];

/** Where the examples send from and to; a real form takes them from an address book. */
const PLACES: Readonly<Record<string, Omit<Stop, 'window'>>> = {
  Darmstadt: {
    name: 'Odenwald Maschinenbau',
    address: 'Rheinstraße 99',
    city: 'Darmstadt',
    postcode: '64295',
    country: 'DE',
    coordinates: [8.6512, 49.8728], // longitude first
  },
  'Frankfurt am Main': {
    name: 'Messe Frankfurt, Tor Nord',
    address: 'Ludwig-Erhard-Anlage 1',
    city: 'Frankfurt am Main',
    postcode: '60327',
    country: 'DE',
    coordinates: [8.6473, 50.1117],
  },
};
export const CITIES = Object.keys(PLACES);

/** What the forms of the examples hold; kept with the order's id, so that a reload stays the same order. */
export interface Fields {
  readonly productId: string;
  readonly transportType: OrderInput['transportType'];
  readonly from: string;
  readonly to: string;
  readonly kg: number;
  /** The pick-up's day: `2026-11-30`. */
  readonly day: string;
}

/** A form's fields as an order. Pure: the same fields give the same order, however often it is submitted. */
export function orderOf(fields: Fields): OrderInput {
  return {
    transportType: fields.transportType,
    lines: [{ productId: fields.productId, quantity: 1, weightGrams: Math.round(fields.kg * 1000) }],
    pickup: stopAt(fields.from, fields.day, '08:00', '12:00'),
    delivery: stopAt(fields.to, fields.day, '13:00', '20:00'),
  };
}

function stopAt(city: string, day: string, from: string, to: string): Stop {
  const place = PLACES[city];
  if (!place) throw new Error(`The example knows no place in ${city}.`);
  const at = (time: string) => new Date(`${day}T${time}`).toISOString();
  return { ...place, window: { from: at(from), to: at(to), zone: Intl.DateTimeFormat().resolvedOptions().timeZone } };
}

/** The day after today, as a date field writes it. */
export const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
