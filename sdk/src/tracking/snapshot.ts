import { callOperation } from '../core/call.ts';
import type { Core } from '../core/core.ts';
import type { Operation } from '../core/operation.ts';
import type { Cursor } from './protocol.ts';
import type { Target } from './target.ts';

/** A channel's present state. `stream` is where the channel stood before the data were read; absent = not known. */
export interface Snapshot {
  /** The state itself: an order on its way, a job, a board. */
  readonly data: unknown;
  /** Where the channel stood then. */
  readonly stream?: Cursor | undefined;
}

/** Brings a channel's present state; throws an error of the SDK, which is tried again when it says `retryable`. */
export type FetchSnapshot = (channel: string, signal: AbortSignal, target: Target) => Promise<Snapshot>;

/** Where the snapshots of the other kinds are read: of an order `/tracking/orders/{id}`. */
const PLACES: Record<string, string> = {
  delivery: '/public/tracking/',
  board: '/tracking/board?bbox=',
  job: '/jobs/',
};

/** Reads snapshots from the server. */
export function serverSnapshots(core: Core): FetchSnapshot {
  return async (_channel, signal, target) => {
    const [kind = '', value] = Object.entries(target)[0] ?? [];
    const open = kind === 'delivery'; // a recipient sees what the link shows, which its secret names
    const key = open ? (await core.token(false, signal)).token : String(value);
    const operation = { name: 'tracking.snapshot', path: '/tracking', method: 'GET', open } as Operation; // the rest is for what is not asked here
    const place = PLACES[kind] ?? `/tracking/${kind}s/`;
    const { data } = await callOperation(core, operation, { target: place + encodeURIComponent(key), signal });
    return { data, stream: (data as { stream?: Cursor } | undefined)?.stream }; // as the contract says
  };
}
