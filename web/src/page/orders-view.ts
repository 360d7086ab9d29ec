import type { Transition } from '@symphonia/sdk/outbox';
import type { Target, TrackingEvent } from '@symphonia/sdk/tracking';
import { byId, fill, say } from './dom.ts';
import { type Live, liveEvents } from './live.ts';
import { orderRow } from './order-row.ts';
import type { Sdk, Session } from './session.ts';
import { sentence, statusName } from './words.ts';

/** An order as lists show it. */
export type Row = Awaited<ReturnType<Sdk['orders']['list']>>['data']['data'][number];

/** The orders on screen. */
export interface Orders {
  readonly live: Live;
  load(): Promise<void>;
}

const SHOWN = 20;
/** Events come in bursts; the list is asked for once. In milliseconds. */
const PAUSE_MS = 400;

/** The newest orders that this user may see, each changing the moment the server says so. */
export function ordersView(session: Session): Orders {
  const { sdk } = session;
  const rows = new Map<string, { row: Row; element: HTMLElement }>();
  let clientIds: readonly string[] = [];
  let soon: ReturnType<typeof setTimeout> | undefined;
  const live = liveEvents(sdk, told);

  function told(event: TrackingEvent): void {
    // At the start, and when events cannot be had any more: what the list says now is the truth.
    if (event.kind === 'snapshot') {
      loadSoon();
      return;
    }
    const { orderId, status, version } = event.data as { orderId?: string; status?: Row['status']; version?: number }; // of order events
    if (orderId === undefined || status === undefined || version === undefined) return;
    const known = rows.get(orderId)?.row;
    if (!known) {
      loadSoon();
      return;
    }
    if (version <= known.version) return;
    put({ ...known, status, version });
    say(byId('orders-message'), `${known.reference}: ${statusName(status)}`);
  }

  function loadSoon(): void {
    clearTimeout(soon);
    soon = setTimeout(() => void load(), PAUSE_MS);
  }

  /** Shows an order, unless something newer is shown already. */
  function put(row: Row): void {
    const known = rows.get(row.id);
    if (known && known.row.version >= row.version) return;
    draw(row);
  }

  function draw(row: Row): void {
    const known = rows.get(row.id);
    const element = orderRow(session, row, (transition) => move(row, transition), act);
    element.toggleAttribute('data-changed', known !== undefined && known.row.status !== row.status);
    rows.set(row.id, { row, element });
    if (!known) return;
    const focused = known.element.contains(document.activeElement);
    known.element.replaceWith(element);
    if (focused) element.focus(); // its button is gone, the place is not
  }

  function move({ id, reference, version }: Row, transition: Transition): void {
    const meta = { title: `${reference}: ${statusName(transition.to)}` };
    act(
      transition.to === 'cancelled'
        ? sdk.orders.cancel(id, transition.reason, { meta })
        : sdk.orders.transition(id, transition, { ifMatch: `W/"v${version}"`, meta }),
    );
  }

  function act(what: Promise<unknown>): void {
    void what.catch((error) => say(byId('orders-message'), sentence(error)));
  }

  async function load(): Promise<void> {
    byId('orders').hidden = !session.signedIn() && rows.size === 0;
    if (!session.profile()) return clear();
    if (!session.signedIn()) return live.watch([]);
    try {
      const { data } = await sdk.orders.list({ limit: SHOWN });
      const listed = new Set(data.data.map(({ id }) => id));
      for (const id of rows.keys()) if (!listed.has(id)) rows.delete(id);
      for (const row of data.data) put(row);
      fill(byId('order-list'), ...data.data.flatMap(({ id }) => rows.get(id)?.element ?? []));
      say(
        byId('orders-summary'),
        data.data.length === 0 ? 'No orders yet.' : data.next === undefined ? '' : `The newest ${SHOWN}.`,
      );
      live.watch(await targets());
    } catch (error) {
      say(byId('orders-summary'), rows.size === 0 ? sentence(error) : `Not up to date: ${sentence(error)}`);
    }
  }

  function clear(): void {
    rows.clear();
    clientIds = [];
    fill(byId('order-list'));
    live.watch([]);
    byId('orders').hidden = true;
  }

  /** One channel of a client carries all its orders, also new ones; who carries orders watches each. */
  async function targets(): Promise<Target[]> {
    const { role, clientId } = session.profile() ?? {};
    if (role === 'client') return clientId === undefined ? [] : [{ client: clientId }];
    if (role === 'admin' || role === 'dispatcher') {
      if (clientIds.length === 0) clientIds = (await sdk.clients.list({ limit: 100 })).data.data.map(({ id }) => id);
      return clientIds.map((client) => ({ client }));
    }
    return [...rows.keys()].map((order) => ({ order }));
  }

  sdk.outbox.on('accepted', (_record, order) => {
    const { id, version } = (order ?? {}) as Partial<Row>; // the server's order
    // The answer may be older than what the socket has told meanwhile.
    if (id === undefined || (rows.get(id)?.row.version ?? 0) < (version ?? 0)) loadSoon();
  });
  sdk.outbox.on('attention', ({ path }) => {
    // The move was refused: it may be tried again, or another one.
    const refused = [...rows.values()].find(({ row }) => path.includes(row.id));
    if (refused) draw(refused.row);
  });
  return { live, load };
}
