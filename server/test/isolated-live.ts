import { setTimeout as wait } from 'node:timers/promises';
import type { Fleet } from '../../scripts/src/harness/fleet.ts';
import type { Load } from '../../scripts/src/harness/load.ts';
import { percentile } from '../../scripts/src/harness/meters.ts';
import type { Requested } from '../../scripts/src/harness/requests.ts';
import { machineClock } from '../../scripts/src/harness/usage.ts';
import { anAddress } from './given-tenant.ts';
import type { LiveFleet } from './live-fleet.ts';
import { type Firm, firms, moveOrders } from './moving-orders.ts';

export interface IsolationOptions {
  readonly sockets: number;
  readonly rounds: number;
  readonly phaseMs: number;
  readonly readsPerSecond: number;
  /** Positions told in a second; each goes to every socket. */
  readonly positionsPerSecond: number;
}

/** What one phase came to; CPU in cores, over the phase. */
export interface Phase {
  readonly name: 'quiet' | 'saturated' | 'killed';
  readonly reads: readonly Requested[];
  readonly deliveriesPerSecond: number;
  readonly cores: { readonly api: number; readonly realtime: number; readonly load: number; readonly machine: number };
}

export interface IsolationResult {
  readonly phases: readonly Phase[];
  readonly orderCalls: number;
  readonly orderFailures: readonly string[];
  /** Sockets that were back after the realtime process had been killed and started again. */
  readonly back: number;
  readonly returnP95Ms: number;
}

/**
 * People use the API of one process while another one, which serves sockets alone, is quiet, saturated with fan-out, quiet,
 * saturated … and at last killed. `live` stands behind an nginx of its own, as a dedicated environment does.
 */
export async function isolated(house: LiveFleet, live: Fleet, options: IsolationOptions): Promise<IsolationResult> {
  const { app, fleet, load } = house;
  const { sockets, rounds, phaseMs, readsPerSecond, positionsPerSecond } = options;
  const [api, realtime] = [fleet.behind[0], live.behind[0]];
  if (!api || !realtime) throw new Error('Both fleets have a process behind nginx.');
  const all = await firms(app, 4, 30);
  const readers = await house.anotherLoad(0);
  const [watched] = all as [Firm, ...Firm[]];
  const channel = `client:${watched.trade.clientId}`;
  await load.open({
    ...{ name: 'watchers', port: live.nginx.port, sockets, tokens: watched.tokens, channels: [channel] },
    ...{ addresses: watched.tokens.map(anAddress), fromTheStart: true, perSecond: 200 },
  });
  await load.allLive(sockets, 120_000);

  const orders = moveOrders(fleet.url, all.slice(1), 1_000);
  const phases: Phase[] = [];
  const cpuNow = async () => ({ api: api.usage().cpuMs, load: (await load.usage()).cpuMs, ...machineClock() });
  const during = async (name: Phase['name'], what: () => Promise<unknown>) => {
    await load.meters(true);
    const before = await cpuNow();
    const realtimeBefore = name === 'killed' ? 0 : realtime.usage().cpuMs;
    const begun = performance.now();
    await readers.request({ port: fleet.nginx.port, calls: readsOf(all.slice(1)), perSecond: readsPerSecond });
    await what();
    const tookMs = performance.now() - begun;
    const after = await cpuNow();
    const cores = (of: 'api' | 'load') => (after[of] - before[of]) / tookMs;
    phases.push({
      name,
      reads: await readers.requested(),
      deliveriesPerSecond: ((await load.meters(true)).delivered * 1_000) / tookMs,
      cores: {
        ...{ api: cores('api'), load: cores('load'), machine: (after.busyMs - before.busyMs) / tookMs },
        realtime: name === 'killed' ? 0 : (realtime.usage().cpuMs - realtimeBefore) / tookMs,
      },
    });
  };
  const fanOut = () => tellPositions(house, watched, channel, positionsPerSecond, phaseMs);

  await during('quiet', () => wait(2_000)); // everything is warm after it
  phases.pop();
  for (let round = 0; round < rounds; round++) {
    // Turn about, so that neither always follows the other.
    const two = [() => during('quiet', () => wait(phaseMs)), () => during('saturated', fanOut)];
    for (const run of round % 2 === 0 ? two : two.reverse()) {
      await run();
      await untilNothingComes(load);
    }
  }
  await load.meters(true);
  const told = fanOut();
  await wait(1_000);
  await realtime.stop('SIGKILL');
  await during('killed', () => wait(phaseMs));
  await told;
  await realtime.start();
  await load.allLive(sockets, 90_000).catch(() => undefined);
  await orders.stop();
  const { returnMs } = await load.meters(true);
  const result = {
    ...{ phases, orderCalls: orders.calls, orderFailures: orders.failures },
    ...{ back: await load.live(), returnP95Ms: percentile(returnMs, 0.95) },
  };
  await load.close();
  return result;
}

/** Tells positions of many vehicles on a channel; what a slow socket has not had is superseded by the next ones. */
async function tellPositions({ app }: LiveFleet, { tenant }: Firm, channel: string, perSecond: number, forMs: number) {
  const begun = performance.now();
  let onTheirWay = 0;
  for (let n = 0; performance.now() - begun < forMs; n++) {
    while (onTheirWay >= 20) await wait(1);
    const subject = `veh_${n % 50}`;
    const [id, ts] = [`${subject}@${Date.now()}-${n}`, new Date().toISOString()];
    const data = { vehicleId: subject, text: 'x'.repeat(300) };
    onTheirWay += 1;
    void app.realtime
      .publish(tenant.id, channel, { type: 'position', kind: 'position', subject, id, ts, data })
      .finally(() => {
        onTheirWay -= 1;
      });
    const ahead = (n * 1_000) / perSecond - (performance.now() - begun);
    if (ahead > 2) await wait(ahead);
  }
}

/** What was told last may still be on its way, and the next phase is not to have it. */
async function untilNothingComes(load: Load): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    await load.meters(true);
    await wait(1_000);
    if ((await load.meters(true)).delivered === 0) return;
  }
}

const readsOf = (all: readonly Firm[]) =>
  all.flatMap(({ tokens }) =>
    tokens.map((token) => ({
      method: 'GET' as const,
      path: '/api/v1/transport-orders?limit=10',
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': anAddress() },
    })),
  );
