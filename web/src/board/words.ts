import type { BoardOrder } from './orders.ts';

/** Which colour a status has, as in the list of orders. */
export const TONES: Readonly<Record<string, string>> = {
  assigned: 'calm',
  picked_up: 'busy',
  in_transit: 'busy',
  delivered: 'good',
  failed: 'bad',
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The hour of an instant, with its day where that is not today: `14:05`, `Mon 14:05`. In the reader's own zone. */
export function clock(instant: string | number | Date): string {
  const date = new Date(instant);
  const today = new Date().toDateString() === date.toDateString();
  const near = Math.abs(date.getTime() - Date.now()) < 6 * DAY;
  return new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    ...(today ? {} : near ? { weekday: 'short' } : { day: 'numeric', month: 'short' }),
  }).format(date);
}

/** When an order arrives, and whether that is in its window: `arrives 14:05 (in 23 min)`, `due 16:00`. */
export function arrival({ status, eta, delivery }: BoardOrder): string {
  if (status === 'delivered') return 'arrived';
  const { to } = delivery.window;
  if (!eta) return `due ${clock(to)}`;
  const late = Date.parse(eta.at) > Date.parse(to);
  return `arrives ${clock(eta.at)}${inTime(Date.parse(eta.at) - Date.now())}${late ? `, late: due ${clock(to)}` : ''}`;
}

function inTime(ms: number): string {
  if (ms < MINUTE || ms > DAY) return '';
  return ms < HOUR ? ` (in ${Math.round(ms / MINUTE)} min)` : ` (in ${(ms / HOUR).toFixed(1)} h)`;
}

/** Metres as one says them: `850 m`, `34.5 km`, `310 km`. */
export function distance(metres: number): string {
  if (metres < 1_000) return `${Math.round(metres / 10) * 10} m`;
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: metres < 100_000 ? 1 : 0 }).format(metres / 1_000)} km`;
}
