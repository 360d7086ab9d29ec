/** How much is measured. */
export interface Sizes {
  /** Fan-out: who listens, to how much. */
  readonly subscribers: number;
  readonly topics: number;
  readonly deliveriesPerSecond: number;
  readonly messageBytes: number;
  /** Everybody has his turn in each round: what else the machine does meanwhile meets all alike. */
  readonly rounds: number;
  readonly turnMs: number;
  /** Turns before the first that counts, so that nobody is measured cold. */
  readonly warmTurns: number;
  /** The same with several processes. */
  readonly processesRounds: number;
  readonly processesTurnMs: number;
  /** Memory: connections per server. */
  readonly connections: number;
  /** Of ours alone: how many one process holds, and how many come each second. */
  readonly most: number;
  readonly arrivalsPerSecond: number;
}

export const FULL: Sizes = {
  ...{ subscribers: 2_000, topics: 100, deliveriesPerSecond: 20_000, messageBytes: 500 },
  ...{ rounds: 12, turnMs: 2_000, warmTurns: 2 },
  ...{ processesRounds: 5, processesTurnMs: 1_500 },
  ...{ connections: 10_000, most: 15_000, arrivalsPerSecond: 500 },
};

/** The same shape, in less than a minute. */
export const QUICK: Sizes = {
  ...FULL,
  ...{ rounds: 3, turnMs: 1_500, warmTurns: 1 },
  ...{ processesRounds: 2, processesTurnMs: 1_000 },
  ...{ connections: 2_000, most: 3_000 },
};
