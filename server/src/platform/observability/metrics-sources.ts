/** Connections to the database, as its driver counts them. */
export interface PoolSource {
  readonly size: number;
  readonly inUse: number;
  readonly waiting: number;
  /** Waits that ended without a connection, since the start. */
  readonly failures: number;
  /** The longest wait since it was last asked, in milliseconds. */
  takeLongestWaitMs(): number;
}

/** A connection to Redis behind its breaker. */
export interface BreakerSource {
  readonly name: string;
  readonly state: 'closed' | 'open' | 'half_open';
}

/** The live channels of this process: what is, and what was since the start. */
export interface LiveSource {
  readonly sockets: number;
  readonly anonymous: number;
  readonly subscriptions: number;
  readonly streams: number;
  readonly notLive: number;
  readonly broken: number;
  readonly deliveries: number;
  readonly superseded: number;
  readonly replays: number;
  readonly resets: number;
  readonly refused: number;
  /** Ends of connections by what ended them: a small number of names. */
  readonly closed: Readonly<Record<string, number>>;
}

/** What is looked at when somebody asks for the metrics; a part that a process does not run is left out. */
export interface MetricSources {
  readonly pool?: PoolSource;
  readonly redis?: readonly BreakerSource[];
  /** The age of the oldest event that waits for the relay, in milliseconds; 0 when none does. */
  readonly relayAgeMs?: () => number;
  /** Open live connections. */
  readonly sockets?: () => number;
  readonly live?: () => LiveSource;
}
