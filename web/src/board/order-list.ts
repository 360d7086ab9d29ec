import { byId, el, say } from '../page/dom.ts';
import { statusName } from '../page/words.ts';
import type { BoardOrder } from './orders.ts';
import { arrival, TONES } from './words.ts';

export interface OrderListDeps {
  readonly orders: () => Iterable<BoardOrder>;
  readonly plateOf: (vehicleId: string | undefined) => string | undefined;
  readonly select: (orderId: string) => void;
}

/** The list beside the map: one button for each order, in the order in which somebody must look at them. */
export interface OrderList {
  show(selected: string | undefined): void;
}

interface Drawn {
  readonly item: HTMLElement;
  readonly button: HTMLElement;
  readonly text: Readonly<Record<'reference' | 'status' | 'way' | 'details', HTMLElement>>;
}

const FIRST: Readonly<Record<string, number>> = { failed: 0, in_transit: 1, picked_up: 2, assigned: 3 };

/** Draws the list; rows are changed in place, so that the keyboard stays where it is. */
export function orderList({ orders, plateOf, select }: OrderListDeps): OrderList {
  const list = byId('order-list');
  const search = byId('order-search') as HTMLInputElement; // board.html has it so
  const drawn = new Map<string, Drawn>();
  let selected: string | undefined;
  search.addEventListener('input', () => show(selected));

  function show(now: string | undefined): void {
    selected = now;
    const wanted = search.value.trim().toLocaleLowerCase();
    const all = [...orders()].sort(byUrgency);
    const shown = all.filter((order) => wanted === '' || textOf(order).toLocaleLowerCase().includes(wanted));
    for (const [id, { item }] of drawn) if (!shown.some((order) => order.id === id)) drop(id, item);
    for (const [index, order] of shown.entries()) {
      const { item } = draw(order);
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
    }
    // What has just ended is still shown, until the list is read again.
    const active = all.filter(({ status }) => status in FIRST).length;
    const found = wanted === '' ? '' : `${shown.length} found, `;
    say(byId('orders-summary'), all.length === 0 ? 'None is assigned or under way.' : `${found}${active} active`);
  }

  function drop(id: string, item: HTMLElement): void {
    item.remove();
    drawn.delete(id);
  }

  function draw(order: BoardOrder): Drawn {
    const row = drawn.get(order.id) ?? create(order.id);
    const { reference, status, way, details } = row.text;
    say(reference, order.reference);
    say(status, statusName(order.status));
    status.dataset.tone = TONES[order.status] ?? 'calm';
    say(way, `${order.pickup.city} → ${order.delivery.city}`);
    say(details, [plateOf(order.vehicleId), arrival(order)].filter(Boolean).join(' · '));
    row.button.setAttribute('aria-pressed', String(order.id === selected));
    row.button.dataset.status = order.status;
    return row;
  }

  function create(id: string): Drawn {
    const text = {
      reference: el('span', { class: 'reference' }),
      status: el('span', { class: 'chip' }),
      way: el('span', { class: 'way' }),
      details: el('span', { class: 'muted small' }),
    };
    const head = el('span', { class: 'row-title' }, text.way, text.status);
    const foot = el('span', { class: 'row-foot' }, text.reference, text.details);
    const button = el('button', { type: 'button', class: 'pick', onclick: () => select(id) }, head, foot);
    const item = el('li', { 'data-id': id }, button);
    const made = { item, button, text };
    drawn.set(id, made);
    return made;
  }

  const textOf = (order: BoardOrder) =>
    [order.reference, order.pickup.city, order.delivery.city, plateOf(order.vehicleId), statusName(order.status)].join(
      ' ',
    );

  return { show };
}

function byUrgency(a: BoardOrder, b: BoardOrder): number {
  const rank = ({ status }: BoardOrder) => FIRST[status] ?? 9;
  return rank(a) - rank(b) || (a.eta?.at ?? '9').localeCompare(b.eta?.at ?? '9') || a.id.localeCompare(b.id);
}
