/** What to watch. `board` is `[west, south, east, north]` in degrees. */
export type Target =
  | { readonly order: string }
  | { readonly client: string }
  | { readonly vehicle: string }
  | { readonly board: readonly [number, number, number, number] }
  | { readonly job: string };

/** The name of a target's channel. */
export function channelOf(target: Target): string {
  const [kind = '', value] = Object.entries(target)[0] ?? [];
  return `${kind}:${value}`; // a bbox becomes numbers with commas
}
