import type { TrackingEvent } from '@symphonia/sdk/tracking';
import type { Row } from '../page/orders-view.ts';
import type { Sdk, Session } from '../page/session.ts';
import type { OnBoard, Status } from './vehicles.ts';

export type Eta = NonNullable<OnBoard['eta']>;

/** An order as the board shows it. */
export interface BoardOrder extends Row {
  readonly eta?: Eta | undefined;
}

/** The orders that somebody drives, or is about to. */
export interface Orders {
  readonly all: ReadonlyMap<string, BoardOrder>;
  /** Reads them anew; rejects when the server cannot be asked. */
  load(): Promise<void>;
  /** Takes what was told of one of them; `unknown` says that there is one that must be read. */
  apply(event: TrackingEvent): 'changed' | 'same' | 'unknown';
  /** Takes what a vehicle says of its load. */
  onBoard(vehicleId: string, load: readonly OnBoard[]): 'changed' | 'same' | 'unknown';
  clear(): void;
}

/** The list asks for one status at a time; those on the road first. */
const ACTIVE: readonly Status[] = ['in_transit', 'picked_up', 'failed', 'assigned'];
const MOST_OF_EACH = 100;

/** Keeps the active orders of whoever is signed in. */
export function createOrders(session: Session): Orders {
  const all = new Map<string, BoardOrder>();

  async function load(): Promise<void> {
    const lists = await Promise.all(ACTIVE.map((status) => rowsIn(session.sdk, status)));
    const read = lists.flat();
    const listed = new Set(read.map(({ id }) => id));
    for (const id of all.keys()) if (!listed.has(id)) all.delete(id);
    for (const row of read) put(row);
  }

  /** Shows a row, unless something newer is shown already; no list knows arrivals. */
  function put(row: Row): void {
    const known = all.get(row.id);
    if (!known || known.version <= row.version) all.set(row.id, { ...row, eta: known?.eta });
  }

  function change(id: string, more: Partial<BoardOrder>): 'changed' | 'same' {
    const known = all.get(id);
    if (!known) return 'same';
    all.set(id, { ...known, ...more });
    return 'changed';
  }

  return {
    all,
    load,
    apply({ kind, data }) {
      if (kind === 'snapshot') return 'unknown'; // of vehicles; what happened to orders meanwhile is not in it
      const { orderId, status, version, vehicleId, eta } = data as Partial<BoardOrder> & { orderId?: string }; // by the contract
      if (orderId === undefined) return 'same';
      const known = all.get(orderId);
      if (!known) return status === undefined || ACTIVE.includes(status) ? 'unknown' : 'same';
      const isNews = status !== undefined && version !== undefined && version > known.version;
      if (!isNews && eta === undefined) return 'same';
      return change(orderId, {
        ...(isNews ? { status, version, ...(vehicleId ? { vehicleId } : {}) } : {}),
        ...(eta ? { eta } : {}),
      });
    },
    onBoard(vehicleId, load) {
      const seen = load.map(({ orderId, eta }) => {
        const known = all.get(orderId);
        if (!known) return 'unknown';
        if (known.vehicleId === vehicleId && known.eta?.computedAt === eta?.computedAt) return 'same';
        return change(orderId, { vehicleId, ...(eta ? { eta } : {}) });
      });
      return seen.includes('unknown') ? 'unknown' : seen.includes('changed') ? 'changed' : 'same';
    },
    clear: () => all.clear(),
  };
}

async function rowsIn(sdk: Sdk, status: Status): Promise<readonly Row[]> {
  return (await sdk.orders.list({ status, limit: MOST_OF_EACH })).data.data;
}
