import { setTimeout as wait } from 'node:timers/promises';
import { type Meters, percentile } from '../../scripts/src/harness/meters.ts';
import type { Wire } from '../../scripts/src/harness/wire.ts';
import { anAddress } from './given-tenant.ts';
import type { LiveFleet } from './live-fleet.ts';
import { type Firm, firms, orderMover } from './moving-orders.ts';
import { settled, statusEvents, type Verdict } from './status-events.ts';

/** Something that goes wrong, for a while. */
export interface Fault {
  readonly name: string;
  begin(): unknown;
  end(): unknown;
  readonly forMs: number;
}

/** What became of those who watched meanwhile. */
export interface OutageRow {
  readonly fault: string;
  readonly verdict: Verdict;
  readonly meters: Meters;
  readonly returnP95Ms: number;
  /** From the end of the fault until nobody missed anything, in ms. */
  readonly wholeAfterMs: number;
  /** Watchers that were live in the end. */
  readonly live: number;
  /** Orders whose last status as it was told is not the one that the API answers. */
  readonly untrue: readonly string[];
}

export interface OutageOptions {
  readonly firms: number;
  /** Of each firm; half of them watch the firm, half one of its orders. */
  readonly watchers: number;
  /** Until nobody misses anything; a socket that went silent is noticed after 35 s. */
  readonly patienceMs: number;
}

const ORDERS_OF_A_FIRM = 2;

/**
 * Orders take a step before a fault, one while it lasts and one after it. Then everybody who watched must know all of it,
 * by the events or by snapshots in their place. Orders move by the application beside the fleet, which no fault stops.
 */
export async function outage(house: LiveFleet, wire: Wire, fault: Fault, options: OutageOptions): Promise<OutageRow> {
  try {
    return await watchedOutage(house, wire, fault, options);
  } finally {
    await house.load.close();
  }
}

async function watchedOutage(
  { app, load }: LiveFleet,
  wire: Wire,
  fault: Fault,
  options: OutageOptions,
): Promise<OutageRow> {
  const all = await firms(app, options.firms, options.watchers / 4);
  const moving = await Promise.all(
    all.flatMap((firm) => Array.from({ length: ORDERS_OF_A_FIRM }, () => placed(app.url, firm))),
  );
  const step = (to: 'accepted' | 'assigned' | 'picked_up') => Promise.all(moving.map((one) => one.step(to)));
  for (const [number, firm] of all.entries()) {
    const orders = moving.slice(number * ORDERS_OF_A_FIRM, (number + 1) * ORDERS_OF_A_FIRM);
    const client = `client:${firm.trade.clientId}`;
    await load.open({
      ...{ name: `${fault.name} ${number}`, port: wire.port, sockets: options.watchers, tokens: firm.tokens },
      channels: orders.flatMap(({ id }) => [client, `order:${id}`]),
      addresses: firm.tokens.map(anAddress),
      perSecond: 200,
    });
  }
  const watchers = options.watchers * all.length;
  await load.allLive(watchers, 120_000);
  await load.meters(true);

  await step('accepted');
  await wait(1_000);
  await fault.begin();
  await wait(500);
  await step('assigned');
  await wait(fault.forMs);
  await fault.end();
  const endedAt = performance.now();
  await step('picked_up');

  const tenantIds = all.map(({ tenant }) => tenant.id);
  const verdict = await settled(load, () => statusEvents(app, tenantIds), options.patienceMs);
  const wholeAfterMs = performance.now() - endedAt;
  await load.allLive(watchers, options.patienceMs).catch(() => undefined);
  const meters = await load.meters(true);
  return {
    ...{ fault: fault.name, verdict, meters, wholeAfterMs, live: await load.live() },
    returnP95Ms: percentile(meters.returnMs, 0.95),
    untrue: (await Promise.all(moving.map((one) => one.isAsStored(app)))).flat(),
  };
}

/** An order that was placed, to be moved on. */
async function placed(url: string, firm: Firm) {
  const order = orderMover(url, firm).order();
  const answer = await order.place();
  if (answer.status !== 201) throw new Error(`An order was answered with ${answer.status}: ${answer.text}`);
  let { version } = answer.body;
  return {
    id: order.id,
    async step(to: 'accepted' | 'assigned' | 'picked_up') {
      const moved = await order.move(to, version);
      if (moved.status !== 200) throw new Error(`${to} was answered with ${moved.status}: ${moved.text}`);
      version = moved.body.version;
    },
    /** The snapshot that the API gives has the version of the last event, which everybody was told. */
    async isAsStored(app: LiveFleet['app']): Promise<readonly string[]> {
      const snapshot = await firm.tenant.dispatcher.get(`/tracking/orders/${order.id}`);
      const told = (await statusEvents(app, [firm.tenant.id])).filter(({ orderId }) => orderId === order.id).at(-1);
      return snapshot.body.version === told?.version ? [] : [`${order.id}: ${snapshot.text}`];
    },
  };
}
