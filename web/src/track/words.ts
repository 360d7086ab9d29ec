/** What the page says, in the reader's language where it is one of ours. */
export interface Words {
  readonly locale: string;
  readonly delivery: string;
  readonly steps: string;
  readonly step: Readonly<Record<Step, string>>;
  /** What stands largest, by status; `{from}` and `{to}` are cities. */
  readonly state: Readonly<Record<string, string>>;
  readonly arrives: string;
  readonly window: string;
  readonly position: string;
  readonly stale: string;
  readonly link: string;
  readonly loading: string;
  readonly unreachable: string;
  readonly map: string;
  readonly line: Readonly<Record<'live' | 'busy' | 'lost' | 'offline' | 'over', string>>;
  readonly ended: readonly [title: string, text: string];
  readonly unknown: readonly [title: string, text: string];
}

export type Step = 'received' | 'assigned' | 'picked_up' | 'in_transit' | 'delivered';

const EN: Words = {
  locale: 'en',
  delivery: 'Delivery {reference}',
  steps: 'What has happened',
  step: {
    received: 'Order received',
    assigned: 'Vehicle arranged',
    picked_up: 'Picked up in {from}',
    in_transit: 'On the way',
    delivered: 'Delivered in {to}',
  },
  state: {
    placed: 'Order received',
    review: 'Order received',
    accepted: 'Being prepared',
    assigned: 'Waiting for pick-up in {from}',
    picked_up: 'Picked up in {from}',
    in_transit: 'On the way to {to}',
    delivered: 'Delivered in {to}',
    failed: 'The delivery could not be made',
    returned: 'Returned to the sender',
    cancelled: 'The transport was cancelled',
  },
  arrives: 'Arrives about {time}',
  window: 'Planned: {window}',
  position: 'Position from {age} ago',
  stale: 'No news from the vehicle for {age}',
  link: 'This link shows this one delivery, until {time}.',
  loading: 'One moment…',
  unreachable: 'The server cannot be reached. This page keeps trying.',
  map: 'Map: the vehicle on its way to {to}',
  line: { live: 'Live', busy: 'Connecting…', lost: 'Not live, trying again…', offline: 'Offline', over: 'Complete' },
  ended: ['This link has ended', 'It expired, or the sender took it back. Ask the sender for a new one.'],
  unknown: [
    'There is no such link',
    'Perhaps a part of it is missing: open it once more from the message in which it was.',
  ],
};

const DE: Words = {
  locale: 'de',
  delivery: 'Sendung {reference}',
  steps: 'Was geschehen ist',
  step: {
    received: 'Auftrag eingegangen',
    assigned: 'Fahrzeug eingeteilt',
    picked_up: 'Abgeholt in {from}',
    in_transit: 'Unterwegs',
    delivered: 'Zugestellt in {to}',
  },
  state: {
    placed: 'Auftrag eingegangen',
    review: 'Auftrag eingegangen',
    accepted: 'In Vorbereitung',
    assigned: 'Wird bald in {from} abgeholt',
    picked_up: 'Abgeholt in {from}',
    in_transit: 'Unterwegs nach {to}',
    delivered: 'Zugestellt in {to}',
    failed: 'Die Zustellung war nicht möglich',
    returned: 'Zurück beim Absender',
    cancelled: 'Der Transport wurde storniert',
  },
  arrives: 'Ankunft gegen {time}',
  window: 'Geplant: {window}',
  position: 'Position von vor {age}',
  stale: 'Seit {age} nichts vom Fahrzeug gehört',
  link: 'Dieser Link zeigt nur diese Sendung, bis {time}.',
  loading: 'Einen Moment…',
  unreachable: 'Der Server ist nicht erreichbar. Diese Seite versucht es weiter.',
  map: 'Karte: das Fahrzeug auf dem Weg nach {to}',
  line: {
    live: 'Live',
    busy: 'Verbinde…',
    lost: 'Nicht live, neuer Versuch…',
    offline: 'Offline',
    over: 'Abgeschlossen',
  },
  ended: [
    'Dieser Link ist beendet',
    'Er ist abgelaufen oder wurde zurückgenommen. Bitten Sie den Absender um einen neuen.',
  ],
  unknown: [
    'Diesen Link gibt es nicht',
    'Vielleicht fehlt ein Stück: Öffnen Sie ihn noch einmal aus der Nachricht, in der er stand.',
  ],
};

/** German to who reads German, else English. */
export const wordsFor = (language: string): Words => (/^de\b/i.test(language) ? DE : EN);

/** Puts values into a sentence's `{places}`. */
export function filled(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;

/** An instant in the zone of the delivery, with the day where it is not today there. */
export function timeIn(zone: string, instant: string, { locale }: Words, withDay = false): string {
  const day = (date: Date) => new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short' }).format(date);
  const date = new Date(instant);
  const named = withDay || day(date) !== day(new Date());
  return new Intl.DateTimeFormat(localeOf(locale), {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(named && DAY),
  }).format(date);
}

/** A window as one says it: `Sat, Nov 21, 14:00 – 18:00 (Europe/Berlin)`. */
export function windowIn({ from, to, zone }: { from: string; to: string; zone: string }, { locale }: Words): string {
  const format = new Intl.DateTimeFormat(localeOf(locale), {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...DAY,
  });
  return `${format.formatRange(new Date(from), new Date(to))} (${zone.replaceAll('_', ' ')})`;
}

/** The reader's own way to write times, if it is of the page's language. */
const localeOf = (locale: string): string => (navigator.language.startsWith(locale) ? navigator.language : locale);
