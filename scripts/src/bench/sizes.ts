/** How much is measured. */
export interface Sizes {
  /** Calls of `submit()`, and of a read, over all rounds. */
  readonly calls: number;
  readonly reads: number;
  /** Everybody has his turn in each: what else the machine does meanwhile meets all alike. */
  readonly rounds: number;
  /** Orders in the long queue. */
  readonly many: number;
  /** Orders in the queue that all the others get through, too. */
  readonly few: number;
  /** A drain of many that takes longer is stopped; its rate is that of what it has sent. */
  readonly manyMs: number;
  readonly fewMs: number;
  /** What has not begun by then is not waited for. */
  readonly startMs: number;
  /** How often each queue is opened. */
  readonly opens: number;
}

export const FULL: Sizes = {
  calls: 500,
  reads: 300,
  rounds: 5,
  many: 10_000,
  few: 1000,
  manyMs: 120_000,
  fewMs: 15_000,
  startMs: 10_000,
  opens: 2,
};

export const QUICK: Sizes = {
  calls: 40,
  reads: 20,
  rounds: 1,
  many: 300,
  few: 100,
  manyMs: 3000,
  fewMs: 1500,
  startMs: 1000,
  opens: 1,
};
