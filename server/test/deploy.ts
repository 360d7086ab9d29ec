import { setTimeout as wait } from 'node:timers/promises';
import type { Restart } from '../../scripts/src/harness/fleet.ts';
import type { Crowd } from '../../scripts/src/harness/load-calls.ts';
import type { Meters } from '../../scripts/src/harness/meters.ts';
import type { Requested } from '../../scripts/src/harness/requests.ts';
import { anAddress } from './given-tenant.ts';
import type { LiveFleet } from './live-fleet.ts';
import { type Firm, firms, moveOrders } from './moving-orders.ts';
import { settled, statusEvents, type Verdict } from './status-events.ts';

export interface DeployOptions {
  readonly sockets: number;
  /** Beside them, watchers over server-sent events and over long polls. */
  readonly streams: number;
  readonly polls: number;
  readonly firms: number;
  /** How fast the sockets come at the beginning. */
  readonly comePerSecond: number;
  /** Between two calls of one firm. */
  readonly pauseMs: number;
  /** Reads of orders beside them. */
  readonly readsPerSecond: number;
}

export interface DeployResult {
  readonly restarts: readonly Restart[];
  readonly watchers: number;
  /** Watchers that were not back a minute after the last restart. */
  readonly gone: number;
  readonly meters: Meters;
  readonly verdict: Verdict;
  readonly orderCalls: number;
  /** Of the calls that place and move orders. */
  readonly orderFailures: readonly string[];
  readonly reads: readonly Requested[];
  /** Of nginx's worker with all sockets open, and of both servers together before the first restart. */
  readonly bytes: { readonly nginx: number; readonly servers: number };
}

const SOCKETS_PER_PERSON = 10;
const BACK_WITHIN_MS = 60_000;

/** Restarts every process behind nginx, one after the other, under sockets that watch and requests that must not fail. */
export async function deployUnderLoad(house: LiveFleet, options: DeployOptions): Promise<DeployResult> {
  const { app, fleet, load } = house;
  const { pauseMs, readsPerSecond } = options;
  const perFirm = (watchers: number) => watchers / options.firms;
  // Each poll counts against its person's budget of requests.
  const people = Math.ceil(perFirm(options.sockets) / SOCKETS_PER_PERSON) + perFirm(options.polls);
  const all = await firms(app, options.firms, people);
  const idle = usageOfAll(house);
  for (const firm of all)
    for (const way of ['socket', 'stream', 'poll'] as const)
      await load.open(crowdOf(firm, way, perFirm(options[`${way}s`]), fleet.nginx.port, options.comePerSecond));
  const watchers = options.sockets + options.streams + options.polls;
  await load.allLive(watchers, 180_000);
  const held = usageOfAll(house);
  await load.meters(true);

  const readers = await house.anotherLoad();
  await readers.request({ port: fleet.nginx.port, calls: readsOf(all), perSecond: readsPerSecond });
  const orders = moveOrders(fleet.url, all, pauseMs);
  await wait(2_000);
  const restarts = await fleet.rollingRestart(() => load.allLive(watchers, BACK_WITHIN_MS).catch(() => undefined));
  await wait(2_000);
  await orders.stop();
  const reads = await readers.requested();
  await readers.end();

  const tenantIds = all.map(({ tenant }) => tenant.id);
  const verdict = await settled(load, () => statusEvents(app, tenantIds), 60_000);
  const result = {
    ...{ watchers, restarts, verdict, reads, orderCalls: orders.calls, orderFailures: orders.failures },
    gone: watchers - (await load.live()),
    meters: await load.meters(false),
    bytes: { nginx: held.nginx - idle.nginx, servers: held.servers - idle.servers },
  };
  await load.close();
  return result;
}

/** Watchers of one kind; those who poll are the firm's last people, the others its first. */
function crowdOf(
  { tenant, trade, tokens }: Firm,
  way: 'socket' | 'stream' | 'poll',
  count: number,
  port: number,
  perSecond: number,
): Crowd {
  const own = way === 'poll' ? tokens.slice(-count) : tokens;
  return {
    ...{ name: `${tenant.slug} ${way}`, way, port, sockets: count, tokens: own, perSecond },
    channels: [`client:${trade.clientId}`],
    fromTheStart: true,
    addresses: own.map(anAddress),
  };
}

/** Everybody who watches also reads the list and the snapshot of his firm's orders. */
const readsOf = (all: readonly Firm[]) =>
  all
    .flatMap(({ tokens }) => tokens)
    .map((token) => ({
      method: 'GET' as const,
      path: '/api/v1/transport-orders?limit=5',
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': anAddress() },
    }));

function usageOfAll({ fleet }: LiveFleet): { nginx: number; servers: number } {
  const servers = fleet.behind.reduce((sum, server) => sum + server.usage().rssBytes, 0);
  return { nginx: fleet.nginx.usage().rssBytes, servers };
}
