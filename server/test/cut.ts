import { setTimeout as wait } from 'node:timers/promises';
import { type Meters, percentile } from '../../scripts/src/harness/meters.ts';
import { openWire } from '../../scripts/src/harness/wire.ts';
import { anAddress } from './given-tenant.ts';
import type { LiveFleet } from './live-fleet.ts';
import { firms, moveOrders } from './moving-orders.ts';
import { settled, statusEvents, type Verdict } from './status-events.ts';

export interface CutOptions {
  readonly clients: number;
  readonly firms: number;
  readonly cuts: number;
  /** How long the network is away each time. */
  readonly awayMs: number;
  /** From one cut to the next. */
  readonly everyMs: number;
  /** Between two calls of one firm. */
  readonly pauseMs: number;
}

export interface CutResult {
  readonly events: number;
  /** Connections that each cut ended. */
  readonly ended: readonly number[];
  /** How many were live again when the next cut came. */
  readonly liveBefore: readonly number[];
  readonly verdict: Verdict;
  readonly meters: Meters;
  readonly returnP95Ms: number;
}

/** Far below the 50 that a person may have: the server notices a loss later than the client. */
const SOCKETS_PER_PERSON = 10;

/** Clients watch their firms' orders through a network that goes away again and again, while the orders move on. */
export async function cutAgainAndAgain({ app, fleet, load }: LiveFleet, options: CutOptions): Promise<CutResult> {
  const { clients, cuts, awayMs, everyMs, pauseMs } = options;
  const people = Math.ceil(clients / options.firms / SOCKETS_PER_PERSON);
  const all = await firms(app, options.firms, people);
  const wire = await openWire(fleet.nginx.port);
  try {
    for (const [number, { trade, tokens }] of all.entries()) {
      await load.open({
        ...{ name: `firm ${number}`, port: wire.port, sockets: clients / all.length, tokens },
        channels: [`client:${trade.clientId}`],
        fromTheStart: true,
        addresses: tokens.map(anAddress),
        perSecond: 300,
      });
    }
    await load.allLive(clients, 120_000);
    await load.meters(true);
    const orders = moveOrders(fleet.url, all, pauseMs);
    const [ended, liveBefore]: [number[], number[]] = [[], []];
    for (let n = 0; n < cuts; n++) {
      await wait(everyMs - awayMs);
      liveBefore.push(await load.live());
      ended.push(wire.cut());
      await wait(awayMs);
      wire.restore();
    }
    await wait(everyMs - awayMs);
    await orders.stop();
    if (orders.failures.length > 0) throw new Error(`Orders could not be moved: ${orders.failures.join('\n')}`);
    const stored = () =>
      statusEvents(
        app,
        all.map(({ tenant }) => tenant.id),
      );
    const verdict = await settled(load, stored, 60_000);
    const meters = await load.meters(false);
    const returnP95Ms = percentile(meters.returnMs, 0.95);
    return { events: (await stored()).length, ended, liveBefore, verdict, meters, returnP95Ms };
  } finally {
    await load.close();
    await wire.close();
  }
}
