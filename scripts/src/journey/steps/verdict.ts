/** An order's event, as the server lists it and as a watcher was told it. */
export interface ToldEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
}

/** What somebody saw of an order. */
export interface Seen {
  /** The first is where he began; a later one stands for what could not be told any more. */
  readonly snapshots: readonly { readonly version: number }[];
  readonly events: readonly ToldEvent[];
  /** Device times of the positions in the order they came. */
  readonly positions: readonly string[];
}

export interface Verdict {
  /** Types of the events he had to be told of one by one. */
  readonly due: readonly string[];
  /** Types of the events he was told of, in his order. */
  readonly told: readonly string[];
  /** Events told more than once. */
  readonly doubled: number;
  /** Positions older than the one before them. */
  readonly backwards: number;
}

/** Holds what a watcher saw against the server's list: each event once and in order, or a snapshot in its place. */
export function verdict(onServer: readonly ToldEvent[], { snapshots, events, positions }: Seen): Verdict {
  const from = snapshots[0]?.version ?? 0;
  // What the first snapshot showed may be told once more; it is nothing new to the watcher.
  const told = events.filter(({ version }) => version > from);
  const covered = (version: number) => snapshots.slice(1).some((snapshot) => snapshot.version >= version);
  const due = onServer.filter(
    ({ id, version }) => version > from && (told.some((event) => event.id === id) || !covered(version)),
  );
  return {
    due: due.map(({ type }) => short(type)),
    told: told.map(({ type }) => short(type)),
    doubled: events.length - new Set(events.map(({ id }) => id)).size,
    backwards: positions.filter((time, index) => index > 0 && time < (positions[index - 1] ?? '')).length,
  };
}

const short = (type: string): string => type.replace(/^order\./, '');
