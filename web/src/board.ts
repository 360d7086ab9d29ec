/** The board of dispatchers and carriers: who is on the road, where, with what, and how much of that is live. */
import type { TrackingEvent } from '@symphonia/sdk/tracking';
import { boardMap } from './board/board-map.ts';
import { WORLD } from './board/box.ts';
import { connectionLine } from './board/connection-line.ts';
import { liveWindow } from './board/live-window.ts';
import { orderList } from './board/order-list.ts';
import { createOrders } from './board/orders.ts';
import { createSelection } from './board/selection.ts';
import { createVehicles, type Vehicle } from './board/vehicles.ts';
import { byId, say } from './page/dom.ts';
import { createSession } from './page/session.ts';
import { signInView } from './page/sign-in-view.ts';
import { sentence } from './page/words.ts';

const TICK_MS = 1_000;
/** Events come in bursts; the list is read once. */
const READ_SOON_MS = 400;
/** Events tell everything; the list is read again all the same, should one of them have been lost. */
const READ_AGAIN_MS = 120_000;
const ROLES: readonly string[] = ['admin', 'dispatcher', 'carrier'];

const session = createSession(`${location.origin}/api/v1`);
const { sdk } = session;
const signIn = signInView(session);
const vehicles = createVehicles();
const orders = createOrders(session);
const map = boardMap(byId('map'), look, (id) => selection.vehicle(id));
const selection = createSelection({ sdk, map, vehicles: vehicles.all, orders: orders.all, changed: showAll });
const list = orderList({
  orders: () => orders.all.values(),
  plateOf: (id) => vehicles.all.get(id ?? '')?.plate,
  select: (id) => selection.order(id),
});
const board = liveWindow({ sdk, told, failed });
const connection = connectionLine(session, board.line);
let found = false;
let soon: ReturnType<typeof setTimeout> | undefined;
let readAt = 0;
let frame: number | undefined;

addEventListener('unhandledrejection', ({ reason }) => failed(reason));
session.onChange(start);
byId('show-all').addEventListener('click', showEverybody);
setInterval(tick, TICK_MS);
start();

function start(): void {
  signIn.show();
  const { role } = session.profile() ?? {};
  const allowed = session.signedIn() && role !== undefined && ROLES.includes(role);
  byId('board').hidden = !session.signedIn();
  say(
    byId('failure'),
    session.signedIn() && !allowed
      ? 'The board is for dispatchers and carriers. Your orders are on the first page.'
      : '',
  );
  if (!allowed) {
    stop();
    return;
  }
  map.resized(); // until now it had no room
  showEverybody();
  void read();
}

function stop(): void {
  board.close();
  vehicles.clear();
  orders.clear();
  selection.clear();
}

function look(): void {
  if (found && session.signedIn()) board.show(map.view());
}

function told(event: TrackingEvent, seamless: boolean): void {
  const changed = vehicles.apply(event);
  map.draw(changed, vehicles.all, selection.vehicleId);
  for (const id of changed) moved(vehicles.all.get(id));
  const missed = event.kind === 'snapshot' && !seamless;
  // At a turn of events the whole way is worth more than the points that were told of it.
  if (missed || isOfSelected(event)) selection.reload();
  if (missed || (event.kind === 'event' && orders.apply(event) === 'unknown')) readSoon();
  if (event.kind === 'snapshot' && !found) fitAll();
  if (frame === undefined) frame = requestAnimationFrame(refresh);
}

function isOfSelected(event: TrackingEvent): boolean {
  if (event.kind === 'snapshot' || event.type === 'position' || !('orderId' in event.data)) return false;
  return event.data.orderId === selection.orderId && 'status' in event.data;
}

function moved(vehicle: Vehicle | undefined): void {
  if (!vehicle) return;
  selection.moved(vehicle);
  if (orders.onBoard(vehicle.vehicleId, vehicle.orders) === 'unknown') readSoon();
}

function readSoon(): void {
  clearTimeout(soon);
  soon = setTimeout(() => void read(), READ_SOON_MS);
}

async function read(): Promise<void> {
  readAt = Date.now();
  try {
    await orders.load();
    for (const { vehicleId, orders: load } of vehicles.all.values()) orders.onBoard(vehicleId, load);
    say(byId('orders-message'), '');
  } catch (error) {
    say(byId('orders-message'), `The list is not up to date: ${sentence(error)}`);
  }
  list.show(selection.orderId);
}

/** Looks at the whole world, and from there at what is in it. */
function showEverybody(): void {
  found = false;
  if (board.show(WORLD)) fitAll();
}

function fitAll(): void {
  found = true;
  map.fit([...vehicles.all.values()].map(({ position }) => position.coordinates));
}

function showAll(): void {
  map.draw(vehicles.all.keys(), vehicles.all, selection.vehicleId);
  refresh();
}

/** Everything but the map. Of many events in a moment only the last is worth drawing. */
function refresh(): void {
  frame = undefined;
  connection.show();
  list.show(selection.orderId);
  selection.show();
  say(byId('board-summary'), summary());
}

function tick(): void {
  showAll(); // ages grow, and what was fresh becomes stale
  if (session.signedIn() && !document.hidden && Date.now() - readAt > READ_AGAIN_MS) void read();
}

function summary(): string {
  const { size } = vehicles.all;
  const words = size === 1 ? '1 vehicle in view' : `${size} vehicles in view`;
  return vehicles.complete ? words : `The ${size} vehicles heard of last; look closer to see all`;
}

function failed(error: unknown): void {
  say(byId('failure'), sentence(error));
}
