import type { Drained, Started, Timed } from './client.ts';

/** What a Node is told to measure. */
export interface NodeTask {
  readonly kind: keyof NodeResults;
  /** Base URL of the API. */
  readonly url?: string;
  readonly count: number;
  readonly forMs?: number;
}

/** Calls with the processor time of all of them. */
export interface Measured extends Timed {
  readonly cpuMs: number;
}

/** What comes back, by kind. */
export interface NodeResults {
  readonly submit: { readonly sqlite: Measured; readonly files: Measured; readonly disk: Measured };
  readonly drain: Drained & { readonly cpuMs: number };
  /** The heap is what the queue adds to it, in MB. */
  readonly start: Started & { readonly heapMb: number; readonly rssMb: number };
  readonly read: {
    readonly memory: Measured;
    readonly disk: Measured;
    readonly renewed: Measured;
    readonly network: Measured;
  };
}
