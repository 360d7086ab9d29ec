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

/** The name of a target's channel. */
export function channelOf(target: Target): string {
  const [kind = '', value] = Object.entries(target)[0] ?? [];
  return `${kind === 'delivery' ? 'order' : kind}:${value}`; // a bbox becomes numbers with commas
}
