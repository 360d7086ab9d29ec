import type { TrackingEvent } from '@symphonia/sdk/tracking';
import type { Sdk } from '../page/session.ts';

/** A vehicle in view with the orders it has on board or is to fetch. */
export type Vehicle = Awaited<ReturnType<Sdk['tracking']['board']>>['data']['vehicles'][number];
type Board = Awaited<ReturnType<Sdk['tracking']['board']>>['data'];
export type OnBoard = Vehicle['orders'][number];
export type Status = OnBoard['status'];

/** `data` of what the board's channel tells: a position, or what happened to an order. */
type Told = Partial<Omit<Vehicle, 'orders'>> & {
  readonly gone?: boolean;
  readonly orders?: readonly OnBoard[];
  readonly orderId?: string;
  readonly status?: Status;
};

const OVER: ReadonlySet<Status> = new Set(['delivered', 'returned', 'cancelled']);

/** The vehicles in view by id, as the server last told; a position never gives way to an older one. */
export interface Vehicles {
  readonly all: ReadonlyMap<string, Vehicle>;
  /** True when all there are in view are shown. */
  readonly complete: boolean;
  /** Returns the vehicles that changed, came or went. */
  apply(event: TrackingEvent): readonly string[];
  clear(): void;
}

/** Keeps what is in view. */
export function createVehicles(): Vehicles {
  const all = new Map<string, Vehicle>();
  let complete = true;

  function replace(board: Board): readonly string[] {
    const before = [...all];
    all.clear();
    for (const vehicle of board.vehicles) all.set(vehicle.vehicleId, vehicle);
    for (const [id, { position, staleAt }] of before) {
      const read = all.get(id);
      // The snapshot was read a moment ago; where the vehicle went since then was told already.
      if (read && isOlder(read.position, position)) all.set(id, { ...read, position, staleAt });
    }
    complete = board.complete;
    return [...new Set([...before.map(([id]) => id), ...all.keys()])];
  }

  function put(id: string, { gone, orderId: _, status: __, ...told }: Told): readonly string[] {
    if (gone) return all.delete(id) ? [id] : [];
    const known = all.get(id);
    if (known && told.position && isOlder(told.position, known.position)) return [];
    const vehicle = { plate: '…', staleAt: staleUnknown(told), orders: [], ...known, ...told } as Vehicle; // whole once `position` is there
    if (!vehicle.position) return [];
    all.set(id, { ...vehicle, orders: vehicle.orders.filter(({ status }) => !OVER.has(status)) });
    return [id];
  }

  /** What happened to an order, for the vehicles that have it. */
  function restate(orderId: string, status: Status): readonly string[] {
    return [...all.values()].flatMap(({ vehicleId, orders }) => {
      if (!orders.some((order) => order.orderId === orderId && order.status !== status)) return [];
      return put(vehicleId, { orders: orders.map((one) => (one.orderId === orderId ? { ...one, status } : one)) });
    });
  }

  return {
    all,
    get complete() {
      return complete;
    },
    apply(event) {
      if (event.kind === 'snapshot') return replace(event.data as Board); // the contract's answer
      const told = event.data as Told; // LivePosition or LiveOrderEvent
      if (event.type === 'position') return told.vehicleId ? put(told.vehicleId, told) : [];
      return told.orderId && told.status ? restate(told.orderId, told.status) : [];
    },
    clear: () => all.clear(),
  };
}

type Position = Vehicle['position'];
const isOlder = (a: Position, b: Position): boolean => Date.parse(a.deviceTime) < Date.parse(b.deviceTime);

/** A server that does not say when a position is stale says it was so at once. */
const staleUnknown = ({ position }: Told): string => position?.deviceTime ?? new Date(0).toISOString();
