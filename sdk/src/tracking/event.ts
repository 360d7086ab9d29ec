import type { Shown } from '../core/types.ts';
import type { components } from '../generated/types.ts';
import type { Cursor } from './protocol.ts';
import type { Target } from './target.ts';

type Schemas = components['schemas'];

/** Where a vehicle is; on the channels of vehicles and boards also what it has on board. */
export type LivePosition = Shown<Schemas['LivePosition']>;
/** What happened to an order; `sequence` counts the events of one order without holes. */
export type LiveOrderEvent = Shown<Schemas['LiveOrderEvent']>;
/** How far a job is. */
export interface LiveJob {
  /** Whose it is. */
  readonly jobId: string;
  /** `failed` only when all its tries have failed. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Per cent. */
  readonly progress: number;
}

interface Told extends Cursor {
  /** Tells it from a snapshot. */
  readonly kind: 'event';
  /** `order:…`, `client:…`, `vehicle:…`, `board:…`, `job:…` */
  readonly channel: string;
  /** The same wherever the event is told. */
  readonly id: string;
  /** When it happened. */
  readonly ts: string;
}

/** One event; `type` says what its `data` are. */
export type LiveEvent =
  | (Told & { readonly type: 'position'; readonly data: LivePosition })
  | (Told & { readonly type: `job.${string}`; readonly data: LiveJob })
  | (Told & {
      readonly type: `order.${string}` | `geofence.${string}` | 'document.ready';
      readonly data: LiveOrderEvent;
    });

/** The present state, in place of events that cannot be had any more. */
export interface LiveSnapshot<D = unknown> extends Cursor {
  /** Tells it from an event. */
  readonly kind: 'snapshot';
  /** As of the events. */
  readonly channel: string;
  /** The state itself; of what kind it is, the target decides. */
  readonly data: D;
}

/**
 * What a subscriber gets: every event in order, or a snapshot in place of those that cannot be had any more. A snapshot
 * may already know what the next events tell, because its data are read after its position: compare `sequence` or `version`.
 */
export type TrackingEvent<D = unknown> = LiveEvent | LiveSnapshot<D>;

/** What the snapshot of a target is. */
export type SnapshotOf<T extends Target> = T extends { readonly order: string }
  ? Shown<Schemas['TrackingSnapshot']>
  : T extends { readonly client: string }
    ? Shown<Schemas['ClientTracking']>
    : T extends { readonly vehicle: string }
      ? Shown<Schemas['VehicleTracking']>
      : T extends { readonly board: unknown }
        ? Shown<Schemas['Board']>
        : T extends { readonly job: string }
          ? Shown<Schemas['Job']>
          : Shown<Schemas['PublicTracking']>;
