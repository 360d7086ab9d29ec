import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../../../server/src/app.ts';
import { drive } from '../../demo/drive.ts';
import type { PositionPoint } from '../../demo/shapes.ts';
import { replay } from '../../demo/trace.ts';
import { anonCtx, type Calls, createCalls, operatorCtx } from '../calls.ts';
import { Refusal } from '../command.ts';
import { stderrLog } from '../open-app.ts';
import type { Trip } from './plan.ts';

/** An order as far as a drive reads it. */
interface Placed {
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly status: string;
}

/** A phone sends every so many seconds of real time. */
const SEND_EVERY_SECONDS = 2;
/** After this part of the way the order is in transit. */
const SOON = 0.1;
const REPORTS_BETWEEN_WORDS = 30;

/** An order that waits for its driver. */
export interface Assigned {
  readonly reference: string;
  /** The page of its recipient. */
  readonly url: string;
  /** Moves it as its driver. */
  move(to: string, more?: object): Promise<void>;
  /** Reports positions as its driver. */
  report(points: PositionPoint[]): Promise<unknown>;
}

/** Places the order, has it accepted and assigned, and makes a link for its recipient, by the operations everybody uses. */
export async function assignTrip(app: Pick<App, 'run'>, tenantId: string, trip: Trip): Promise<Assigned> {
  const { order, assignment } = trip;
  const office = createCalls(app, () => operatorCtx(stderrLog, tenantId));
  const actor = { kind: 'user', id: assignment.driverId, role: 'driver', carrierId: assignment.carrierId } as const;
  const driver = createCalls(app, () => ({ ...anonCtx(stderrLog), tenantId, actor }));
  const once = () => ({ 'idempotency-key': randomUUID() });
  let now = await office<Placed>('placeOrder', { body: order, headers: { 'idempotency-key': order.id } });
  if (now.status !== 'placed') throw new Refusal(`${now.reference} is in ${now.status}: is the demo complete?`);
  const params = { orderId: now.id };
  const moveAs = async (by: Calls, to: string, more: object = {}) => {
    const headers = { ...once(), 'if-match': `W/"v${now.version}"` };
    now = await by<Placed>('moveOrder', { params, headers, body: { to, ...more } });
  };
  await moveAs(office, 'accepted');
  await moveAs(office, 'assigned', assignment);
  const { url } = await office<{ url: string }>('createTrackingLink', { params, headers: once(), body: {} });
  return {
    reference: now.reference,
    url,
    move: (to, more) => moveAs(driver, to, more),
    report: (points) => driver('reportPositions', { body: { points } }),
  };
}

/**
 * Drives an order from its pick-up to its proof of delivery. A run that dies leaves it on the road, where a dispatcher
 * can end it.
 */
export async function driveTrip(
  { reference, move, report }: Assigned,
  { trace, receivedBy }: Trip,
  speed: number,
  say: (line: string) => void,
): Promise<void> {
  await move('picked_up');
  const reports = replay(trace, { startAt: Date.now(), speed, batchSeconds: SEND_EVERY_SECONDS * speed });
  const soon = Math.ceil(reports.length * SOON);
  let sent = 0;
  const send = async (points: PositionPoint[]) => {
    await report(points);
    sent += 1;
    if (sent % REPORTS_BETWEEN_WORDS === 0)
      say(`${reference} ${Math.round((100 * sent) / reports.length)} % of the way`);
  };
  const deps = { send, sleep: (ms: number) => sleep(ms), now: Date.now };
  await drive(reports.slice(0, soon), deps);
  await move('in_transit');
  const gone = reports[soon - 1]?.afterMs ?? 0;
  await drive(
    reports.slice(soon).map(({ afterMs, points }) => ({ afterMs: afterMs - gone, points })),
    deps,
  );
  await move('delivered', { proof: { name: receivedBy, at: new Date().toISOString() } });
  say(`${reference} delivered to ${receivedBy}`);
}
