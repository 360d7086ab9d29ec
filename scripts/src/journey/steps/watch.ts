import type { Print } from '../print.ts';
import type { Sdk, TrackingEvent } from '../sdk.ts';
import { eventually } from '../waiting.ts';
import type { Seen, ToldEvent } from './verdict.ts';

/** Somebody who looks at one order on a screen, and writes down all that the SDK told him. */
export interface Watcher extends Seen {
  readonly orderId: string;
  /** Version and status of each snapshot; the first is where he began. */
  readonly snapshots: readonly { readonly version: number; readonly status: string }[];
  readonly lastPosition: readonly number[] | undefined;
  /** Why the watching ended before it was closed, if it did. */
  readonly failure: unknown;
  close(): void;
}

interface LiveData {
  readonly version?: number;
  readonly status?: string;
  readonly position?: { readonly deviceTime: string; readonly coordinates: readonly number[] };
  readonly eta?: { readonly at: string; readonly remainingMetres: number };
}

const FIRST_SNAPSHOT_MS = 20_000;
const POSITIONS_SHOWN = 5;

/** Begins to watch an order and resolves when its present state is on the screen. */
export async function watch(sdk: Sdk, orderId: string, reference: string, print: Print): Promise<Watcher> {
  const snapshots: { version: number; status: string }[] = [];
  const events: ToldEvent[] = [];
  const positions: string[] = [];
  let lastPosition: readonly number[] | undefined;
  let failure: unknown;

  const take = (event: TrackingEvent) => {
    const data = event.data as LiveData; // frames and snapshots of an order's channel, as the contract says
    if (event.kind === 'snapshot') {
      snapshots.push({ version: data.version ?? 0, status: data.status ?? '' });
      if (data.position) positions.push(data.position.deviceTime);
      print.line(`watcher: ${reference} is ${data.status} (snapshot, version ${data.version})`);
    } else if (event.type === 'position') {
      if (data.position) positions.push(data.position.deviceTime);
      lastPosition = data.position?.coordinates ?? lastPosition;
      if (positions.length % POSITIONS_SHOWN === 1)
        print.line(`watcher: ${reference} at ${lastPosition?.join(', ')}${arrival(data)}`);
    } else {
      events.push({ id: event.id, type: event.type, version: data.version ?? 0 });
      print.line(`watcher: ${reference} ${event.type} (version ${data.version})`);
    }
  };

  const subscription = sdk.tracking.subscribe({ order: orderId });
  const reading = async () => {
    for await (const event of subscription) take(event);
  };
  reading().catch((error: unknown) => {
    failure = error;
  });
  await eventually(FIRST_SNAPSHOT_MS, `the watcher to see ${reference}`, () => {
    if (failure) throw failure;
    return snapshots[0];
  });
  return {
    orderId,
    snapshots,
    events,
    positions,
    get lastPosition() {
      return lastPosition;
    },
    get failure() {
      return failure;
    },
    close: () => subscription.close(),
  };
}

function arrival({ eta }: LiveData): string {
  return eta ? `, ${(eta.remainingMetres / 1_000).toFixed(1)} km to go, arrives ${eta.at.slice(11, 16)} UTC` : '';
}
