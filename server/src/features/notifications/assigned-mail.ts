import type { OrderDocument } from '../orders/index.ts';

type Told = Pick<
  OrderDocument,
  'id' | 'reference' | 'transportType' | 'pickup' | 'delivery' | 'lines' | 'instructions'
>;

/** Who is written to. */
export interface Recipient {
  readonly name: string;
  readonly email: string;
}

/** What whoever carries an order is told of it when it is given to him: where, when and what; never the price. */
export function assignedMail(order: Told, recipient: Recipient): { to: string; subject: string; text: string } {
  const { reference, transportType, pickup, delivery, lines, instructions } = order;
  const kilograms = lines.reduce((sum, line) => sum + line.weightGrams, 0) / 1_000;
  return {
    to: recipient.email,
    subject: `${reference}: ${pickup.city} to ${delivery.city}, pick-up ${windowOf(pickup.window)}`,
    text: [
      `Hello ${recipient.name},`,
      `transport order ${reference} is assigned to you (${transportType}, ${kilograms.toLocaleString('en-GB')} kg).`,
      stopOf('Pick-up', pickup),
      stopOf('Delivery', delivery),
      ...(instructions ? [`Instructions\n${instructions}`] : []),
    ]
      .join('\n\n')
      .concat('\n'),
  };
}

function stopOf(
  title: string,
  { name, address, postcode, city, country, window, contact }: OrderDocument['pickup'],
): string {
  const who = contact ? [[contact.name, contact.phone, contact.email].filter(Boolean).join(', ')] : [];
  return [title, windowOf(window), name, address, `${country}-${postcode} ${city}`, ...who].join('\n');
}

/** A window in the words of its own place: `Sat, 21 Nov 2026, 09:00 – 11:00 (Europe/Berlin)`. */
export function windowOf({ from, to, zone }: OrderDocument['pickup']['window']): string {
  const known = isZone(zone) ? zone : 'UTC';
  const day = { timeZone: known, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = { timeZone: known, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const say = (format: Intl.DateTimeFormatOptions, instant: string) =>
    new Intl.DateTimeFormat('en-GB', format).format(new Date(instant));
  const sameDay = say(day, from) === say(day, to);
  const end = sameDay ? say(time, to) : `${say(day, to)}, ${say(time, to)}`;
  return `${say(day, from)}, ${say(time, from)} – ${end} (${known})`;
}

/** The contract asks for the form of a zone only; a mail must not fail for one that nobody knows. */
function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-GB', { timeZone: zone }));
  } catch {
    return false;
  }
}
