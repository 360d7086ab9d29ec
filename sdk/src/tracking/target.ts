import { fault } from '../core/errors.ts';

/** What to watch. */
export type Target =
  | { readonly order: string }
  /** All orders of a client. */
  | { readonly client: string }
  | { readonly vehicle: string }
  /** Every active vehicle in `[west, south, east, north]`, in degrees. */
  | { readonly board: readonly [number, number, number, number] }
  | { readonly job: string }
  /** The order of a tracking link, as its recipient may see it; goes with `linkAuth`. */
  | { readonly delivery: string };

/** As the contract wants it. All channels share a connection, and the server ends one that asks for anything else. */
const CHANNEL = /^\w+:[\w.,-]{1,120}$/;

/** The name of a target's channel. Throws `missing_argument` for one that cannot be. */
export function channelOf(target: Target): string {
  const [kind, value = ''] = Object.entries(target)[0] ?? [];
  const ch = `${kind === 'delivery' ? 'order' : kind}:${value}`; // a bbox becomes numbers with commas
  if (!CHANNEL.test(ch)) throw fault('missing_argument', `tracking.subscribe needs ${kind ?? 'a target'}.`);
  return ch;
}
