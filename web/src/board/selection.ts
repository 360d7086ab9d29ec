import { isSymphoniaError } from '@symphonia/sdk';
import { shortAge } from '../map/ages.ts';
import { button, byId, el, fill, say } from '../page/dom.ts';
import type { Sdk } from '../page/session.ts';
import { sentence, statusName } from '../page/words.ts';
import type { BoardMap } from './board-map.ts';
import type { BoardOrder } from './orders.ts';
import type { Vehicle } from './vehicles.ts';
import { arrival, clock, distance } from './words.ts';

export interface SelectionDeps {
  readonly sdk: Sdk;
  readonly map: BoardMap;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  readonly orders: ReadonlyMap<string, BoardOrder>;
  /** Something else was chosen, or nothing. */
  readonly changed: () => void;
}

/** What the dispatcher looks at: an order, or a vehicle with all it carries. */
export interface Selection {
  readonly orderId: string | undefined;
  readonly vehicleId: string | undefined;
  order(id: string): void;
  vehicle(id: string): void;
  /** Shows it as it is now; call it once a second, because ages grow. */
  show(): void;
  /** The vehicle has moved: the way behind it grows. */
  moved(vehicle: Vehicle): void;
  /** Something may have been missed: reads the way anew. */
  reload(): void;
  clear(): void;
}

type Point = readonly number[];

/** A way may be short. */
const WAY_ZOOM = 12;

/** Keeps what is selected, with its panel and the way that was driven. */
export function createSelection({ sdk, map, vehicles, orders, changed }: SelectionDeps): Selection {
  const panel = byId('selected');
  const title = byId('selected-title');
  const facts = byId('selected-facts');
  const message = byId('selected-message');
  const actions = byId('selected-actions');
  let orderId: string | undefined;
  let vehicleId: string | undefined;
  /** Oldest first; `undefined` while it is not known. */
  let way: Point[] | undefined;
  let reading = 0;

  function choose(order: string | undefined, vehicle: string | undefined): void {
    [orderId, vehicleId, way] = [order, vehicle, undefined];
    map.drawTrail([]);
    say(message, '');
    const position = vehicle && vehicles.get(vehicle)?.position;
    if (position) map.reveal(position.coordinates);
    offer();
    show();
    changed();
    void readTrail();
  }

  async function readTrail(): Promise<void> {
    const mine = ++reading;
    if (orderId === undefined && vehicleId === undefined) return;
    try {
      const { data } = orderId ? await sdk.tracking.trail(orderId) : await sdk.tracking.vehicleTrail(vehicleId ?? '');
      if (mine !== reading) return;
      way = data.points.map(({ coordinates }) => coordinates);
      const now = vehicles.get(vehicleId ?? '')?.position;
      // It may have moved while the way was being read.
      if (now && isAfter(now, data.points.at(-1))) way.push(now.coordinates);
      map.drawTrail(way);
      say(message, data.recorded === 0 ? 'No positions of this way yet.' : '');
    } catch (error) {
      if (mine !== reading) return;
      if (!isSymphoniaError(error)) throw error;
      say(message, `The way so far is not shown: ${error.message}`);
    }
  }

  function offer(): void {
    fill(
      actions,
      button('Show the way', () => map.fit(way?.length ? way : pointsOf(vehicles.get(vehicleId ?? '')), WAY_ZOOM)),
      orderId !== undefined && button('Link for the recipient', () => void makeLink(), { class: 'quiet' }),
      button('Close', () => choose(undefined, undefined), { class: 'quiet' }),
    );
  }

  async function makeLink(): Promise<void> {
    if (orderId === undefined) return;
    try {
      const { data } = await sdk.tracking.createLink(orderId, {});
      fill(
        message,
        'Whoever has this link sees this delivery: ',
        el('a', { href: data.url, target: '_blank', rel: 'noopener' }, data.url),
      );
    } catch (error) {
      say(message, sentence(error));
    }
  }

  function show(): void {
    const order = orders.get(orderId ?? '');
    const vehicle = vehicles.get(vehicleId ?? '');
    panel.hidden = orderId === undefined && vehicleId === undefined;
    if (panel.hidden) return;
    say(title, order?.reference ?? vehicle?.plate ?? 'Not in view');
    const rows = [...(order ? factsOfOrder(order) : []), ...(vehicle ? factsOfVehicle(vehicle) : [])];
    for (const [index, [name, value]] of rows.entries()) {
      const [term, description] = pairAt(facts, index);
      say(term, name);
      say(description, value);
    }
    while (facts.children.length > rows.length * 2) facts.lastElementChild?.remove();
  }

  return {
    get orderId() {
      return orderId;
    },
    get vehicleId() {
      return vehicleId;
    },
    order: (id) => choose(id, orders.get(id)?.vehicleId),
    vehicle: (id) => choose(undefined, id),
    show,
    moved({ vehicleId: id, position }) {
      if (id !== vehicleId || !way) return;
      way.push(position.coordinates);
      map.drawTrail(way);
    },
    reload: () => void readTrail(),
    clear: () => choose(undefined, undefined),
  };
}

type At = { readonly deviceTime: string };
const isAfter = (a: At, b: At | undefined) => b !== undefined && Date.parse(a.deviceTime) > Date.parse(b.deviceTime);

/** The `index`th name and value of a description list, made where it is not there yet. */
function pairAt(list: HTMLElement, index: number): [Element, Element] {
  const [term, description] = [list.children[index * 2], list.children[index * 2 + 1]];
  if (term && description) return [term, description];
  const made = [el('dt'), el('dd')] as [Element, Element];
  list.append(...made);
  return made;
}

function factsOfOrder(order: BoardOrder): [string, string][] {
  return [
    ['Status', statusName(order.status)],
    ['Way', `${order.pickup.city} → ${order.delivery.city}`],
    ['When', arrival(order)],
    ...(order.eta && order.status !== 'delivered'
      ? [['Still to go', distance(order.eta.remainingMetres)] as [string, string]]
      : []),
  ];
}

function factsOfVehicle({ plate, name, position, staleAt, orders }: Vehicle): [string, string][] {
  const age = Date.now() - Date.parse(position.deviceTime);
  const stale = Date.parse(staleAt) <= Date.now();
  return [
    ['Vehicle', [plate, name].filter(Boolean).join(', ')],
    ['Heard of', `${shortAge(age)} ago, at ${clock(position.deviceTime)}${stale ? ' (stale)' : ''}`],
    ...(position.speedKmh === undefined
      ? []
      : [['Speed', `${Math.round(position.speedKmh)} km/h`] as [string, string]]),
    ['On board', orders.map(({ reference, status }) => `${reference} (${statusName(status)})`).join(', ') || 'nothing'],
  ];
}

const pointsOf = (vehicle: Vehicle | undefined): Point[] => (vehicle ? [vehicle.position.coordinates] : []);
