import { callOperation } from '../core/call.ts';
import type { Core } from '../core/core.ts';
import type { Operation } from '../core/operation.ts';
import type { Cursor } from './protocol.ts';

/** A channel's present state. `stream` is where the channel stood before the data were read; absent = not known. */
export interface Snapshot {
  /** The state itself: an order on its way, a job, a board. */
  readonly data: unknown;
  /** Where the channel stood then. */
  readonly stream?: Cursor | undefined;
}

/** Brings a channel's present state; throws an error of the SDK, which is tried again when it says `retryable`. */
export type FetchSnapshot = (channel: string, signal: AbortSignal) => Promise<Snapshot>;

/** Where the snapshot of a kind of channel is read; a kind without one gets a snapshot without data. */
const SOURCES: Record<string, (key: string) => string> = {
  order: (id) => `/tracking/orders/${encodeURIComponent(id)}`,
  board: (bbox) => `/tracking/board?bbox=${encodeURIComponent(bbox)}`,
  job: (id) => `/jobs/${encodeURIComponent(id)}`,
};

const READ: Operation = {
  name: 'tracking.snapshot',
  method: 'GET',
  path: '/tracking',
  idempotent: 'natural',
  paged: false,
  open: false,
  maxAgeMs: 0,
  blob: false,
};

/** Reads snapshots from the server. */
export function serverSnapshots(core: Core): FetchSnapshot {
  return async (channel, signal) => {
    const colon = channel.indexOf(':');
    const target = SOURCES[channel.slice(0, colon)]?.(channel.slice(colon + 1));
    if (!target) return { data: undefined };
    const { data } = await callOperation(core, READ, { target, signal });
    return { data, stream: (data as { stream?: Cursor } | undefined)?.stream }; // as the contract says
  };
}
