import { drive } from '../../demo/drive.ts';
import type { PositionPoint } from '../../demo/shapes.ts';
import { readTrace, replay } from '../../demo/trace.ts';
import type { Checks } from '../checks.ts';
import { count, type Print } from '../print.ts';
import type { PlacedOrder } from '../sdk.ts';
import { JourneyEnds, sleep } from '../waiting.ts';
import { type AssignedOrder, move, tagOf } from './dispatch.ts';
import { refused } from './refusals.ts';
import { MOST_IN_FRAME, reportBySocket } from './socket-report.ts';

export interface DriveDeps {
  readonly realtimeUrl: string;
  readonly speed: number;
  readonly print: Print;
  readonly checks: Checks;
  /** Runs `meanwhile` in the middle of the drive, with whatever shall happen around it. */
  interrupted(meanwhile: () => Promise<void>): Promise<void>;
}

/** A phone sends every so many seconds of real time: half of what a user may ask in a minute. */
const SEND_EVERY_SECONDS = 2;
const USUAL_BATCH_SECONDS = 10;
/** Below so many requests left in its window the phone waits the window out. */
const SPARE_REQUESTS = 5;
/** The part of each drive without a network: its points arrive late and all at once. */
const TUNNEL = [0.6, 0.7] as const;

/** A driver's day: picks up, drives the recorded way while his phone reports it, delivers against a name. */
export async function driveOrder(
  deps: DriveDeps,
  { order, drive: plan, driver, staleTag }: AssignedOrder,
): Promise<readonly number[]> {
  const { print, checks, speed } = deps;
  const { sdk } = driver;
  const say = (text: string) => print.line(`driver: ${order.reference} ${text}`);
  await refused(sdk, order, { to: 'picked_up' }, staleTag, 'version_mismatch', print, checks);
  let now: PlacedOrder = await move(
    sdk,
    order.id,
    { to: 'picked_up', occurredAt: new Date().toISOString() },
    tagOf(order),
  );
  say(`picked up in ${now.pickup.city} (version ${now.version})`);

  const trace = await readTrace(plan.trace);
  const seconds = (trace.at(-1)?.seconds ?? 0) - (trace[0]?.seconds ?? 0);
  const batchSeconds = Math.max(USUAL_BATCH_SECONDS, SEND_EVERY_SECONDS * speed);
  const reports = replay(trace, {
    startAt: Date.now(),
    speed,
    batchSeconds,
    offline: [[seconds * TUNNEL[0], seconds * TUNNEL[1]]],
  });
  say(
    `drives ${(seconds / 60).toFixed(0)} recorded minutes, ${count(trace.length, 'point')} in ${count(reports.length, 'report')}, ${speed} times as fast`,
  );

  let sent = 0;
  let stored = 0;
  let midway: Promise<void> | undefined;
  const onTheWay = async () => {
    now = await move(sdk, order.id, { to: 'in_transit', occurredAt: new Date().toISOString() }, tagOf(now));
    say(`in transit (version ${now.version})`);
  };
  const send = async (points: PositionPoint[]) => {
    stored += sent === 0 ? await bySocket(deps, driver, points) : await byHttp(driver, points);
    sent += 1;
    if (midway || sent < reports.length / 3) return;
    midway = deps.interrupted(onTheWay);
    midway.catch(() => {}); // it is waited for below
  };
  await drive(reports, { send, sleep, now: Date.now }).catch((error: unknown) => {
    throw new JourneyEnds(
      `The driver's phone could not deliver its last positions: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  await midway;
  say(`arrived, ${count(stored, 'point')} stored`);
  checks.equal(`points of ${plan.trace} stored`, trace.length, stored);

  const { data: snapshot } = await sdk.tracking.snapshot(order.id);
  const end = trace.at(-1)?.coordinates ?? [];
  checks.equal(`position of ${order.reference} at the end`, end.join(', '), snapshot.position?.coordinates.join(', '));
  await refused(sdk, order, { to: 'delivered' }, tagOf(now), 'proof_required', print, checks);
  const name = order.delivery.contact?.name ?? 'Reception';
  const at = new Date().toISOString();
  now = await move(sdk, order.id, { to: 'delivered', occurredAt: at, proof: { name, at } }, tagOf(now));
  say(`delivered in ${now.delivery.city} to ${now.proof?.name} at ${now.proof?.at}`);
  checks.equal(`proof of ${order.reference}`, `${name} ${at}`, `${now.proof?.name} ${now.proof?.at}`);
  return end;
}

/** One report through the API; waits when the phone comes near its limit. */
async function byHttp({ sdk }: AssignedOrder['driver'], points: readonly PositionPoint[]): Promise<number> {
  const { data, response } = await sdk.tracking.report({ points: [...points] }).withResponse();
  const left = /"user"; r=(\d+); t=(\d+)/.exec(response?.headers.get('ratelimit') ?? '');
  if (left && Number(left[1]) < SPARE_REQUESTS) await sleep(Number(left[2]) * 1_000);
  return data.accepted;
}

async function bySocket(
  { realtimeUrl, print }: DriveDeps,
  driver: AssignedOrder['driver'],
  points: readonly PositionPoint[],
): Promise<number> {
  let accepted = 0;
  for (let from = 0; from < points.length; from += MOST_IN_FRAME) {
    accepted += await reportBySocket(realtimeUrl, await driver.token(), points.slice(from, from + MOST_IN_FRAME));
  }
  print.line(`driver: the first ${count(accepted, 'point')} went over a socket`);
  return accepted;
}
