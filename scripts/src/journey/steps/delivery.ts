import type { Checks } from '../checks.ts';
import type { OwnServer } from '../own-server.ts';
import { count, type Print, span } from '../print.ts';
import type { Network } from '../proxy.ts';
import type { OutboxRecord, PlacedOrder, Sdk } from '../sdk.ts';
import { eventually } from '../waiting.ts';
import type { SubmittedOrder } from './offline-orders.ts';

export interface DeliveryDeps {
  readonly sdk: Sdk;
  readonly network: Network;
  /** Killed in the middle, where it is ours to kill. */
  readonly own: OwnServer | undefined;
  readonly print: Print;
  readonly checks: Checks;
}

const ALL_WITHIN_MS = 90_000;
const ROUND_MS = 5_000;
const ANNOUNCED_WITHIN_MS = 20_000;
/** The server is killed when so many orders have been accepted; the others are then on their way or waiting. */
const KILL_AFTER = 4;
const CREATE = 'POST /api/v1/transport-orders HTTP/1.1';

/**
 * The network is back: the queue drains while one reply is lost after its order was committed and, where the server is
 * ours, while that is killed. Answers the orders as they were accepted.
 */
export async function deliverAll(
  deps: DeliveryDeps,
  submitted: readonly SubmittedOrder[],
): Promise<Map<string, PlacedOrder>> {
  const { sdk, network, own, print, checks } = deps;
  const ids = new Set(submitted.map(({ id }) => id));
  const accepted = new Map<string, OutboxRecord>();
  let killed: Promise<void> | undefined;
  let waiting = 0;
  const stop = sdk.outbox.on('accepted', (record) => {
    if (!ids.has(record.id)) return;
    accepted.set(record.id, record);
    print.line(`${record.id.slice(0, 13)}…  ${answerOf(record)}`);
    if (!own || killed || accepted.size < KILL_AFTER) return;
    waiting = ids.size - accepted.size;
    print.line(`kill -9 of the server, ${count(waiting, 'order')} not accepted yet`);
    killed = kill(own, print);
    killed.catch(() => {}); // it is waited for below
  });

  network.loseReplyTo(CREATE);
  network.restore();
  await eventually(ALL_WITHIN_MS, 'all orders to be accepted', async () => {
    await killed; // while nothing listens there is nothing to flush to
    await sdk.outbox.flush({ timeoutMs: ROUND_MS });
    return accepted.size === ids.size || undefined;
  });
  stop();

  const records = await sdk.outbox.list({ state: 'accepted' });
  const receipts = records.filter(({ id }) => ids.has(id)).flatMap(({ receipt }) => receipt ?? []);
  const replayed = receipts.filter((receipt) => receipt.replayed).length;
  print.line(
    `${count(receipts.length, 'order')} accepted, ${replayed} of them by a replayed answer; ${count(network.lost, 'reply')} lost on the way`,
  );
  print.line('reference numbers may have gaps: each server leases them in blocks, and what it leaves of one is lost');
  checks.equal('orders accepted', ids.size, receipts.length);
  checks.equal('replies lost after the commit', 1, network.lost);
  checks.atLeast('orders accepted by a replay', 1, replayed);
  checks.equal('orders in review', 0, receipts.filter(({ orderStatus }) => orderStatus === 'review').length);
  if (own) checks.atLeast('orders on their way when the server was killed', 1, waiting);
  return new Map(receipts.map((receipt) => [receipt.orderId, receipt.order as PlacedOrder])); // the answer's body, as the contract says
}

/** Counts each order on the server, by its own list. */
export async function countOnServer(
  { sdk, print, checks }: DeliveryDeps,
  submitted: readonly SubmittedOrder[],
  since: Date,
): Promise<void> {
  const found = new Map<string, number>();
  for await (const { id } of sdk.orders.list({ createdFrom: since.toISOString(), limit: 100 }))
    found.set(id, (found.get(id) ?? 0) + 1);
  const once = submitted.filter(({ id }) => found.get(id) === 1).length;
  const events = await Promise.all(submitted.map(({ id }) => timesPlaced(sdk, id)));
  print.line(
    `${count(found.size, 'order')} on the server since the start; each id ${[...new Set(found.values())].join(', ')} time, order.placed ${[...new Set(events)].join(', ')} time`,
  );
  checks.equal('orders on the server exactly once', submitted.length, once);
  checks.equal('orders on the server that nobody submitted', 0, found.size - once);
  checks.equal('orders announced exactly once', submitted.length, events.filter((n) => n === 1).length);
}

/** How often the order's events say that it was placed; they follow the order a moment later. */
const timesPlaced = (sdk: Sdk, id: string): Promise<number> =>
  eventually(
    ANNOUNCED_WITHIN_MS,
    `the event of order ${id}`,
    async () =>
      (await sdk.orders.events(id)).data.data.filter(({ type }) => type === 'order.placed').length || undefined,
    1_000,
  );

async function kill(own: OwnServer, print: Print): Promise<void> {
  const ms = await own.killAndRestart();
  print.line(`the server is back after ${span(ms)}`);
}

function answerOf({ receipt, attempts }: OutboxRecord): string {
  const reference = (receipt?.order as PlacedOrder | undefined)?.reference ?? 'no reference'; // the answer's body, as the contract says
  return `${reference} ${receipt?.orderStatus} (${receipt?.status}${receipt?.replayed ? ', replayed' : ''}, attempt ${attempts})`;
}
