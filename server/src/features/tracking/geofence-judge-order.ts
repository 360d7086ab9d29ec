import { limits } from '../../platform/config/limits.ts';
import type { OrdersApi, Place, TrackingRecord, VehicleOrder, Visit } from '../orders/index.ts';
import { type Change, type Judgement, judge, mayBegin } from './geofence.ts';
import type { Around } from './geofence-history.ts';
import { dwellSeconds, placesOf, toldOf, type WatchedPlace } from './geofence-places.ts';
import type { VehiclePoint } from './tracking.model.ts';

/** What is to be told of an order, and written down with it. */
export type ToTell = Parameters<OrdersApi['announceTracking']>[2];

/** What a report is judged by. */
export interface Evidence {
  /** In the order of their device times. */
  readonly points: readonly VehiclePoint[];
  readonly history: Around;
  /** Whether the points by themselves do not say enough: somebody may have brought more meanwhile. */
  readonly needsHistory: boolean;
  readonly radiusMetres: number;
}

/** What the points of a report say about the places of an order; undefined when that is nothing new. */
export async function judgeOrder(order: VehicleOrder, evidence: Evidence): Promise<ToTell | undefined> {
  const { points, history, needsHistory, radiusMetres } = evidence;
  const judged: (Judgement & { place: Place })[] = [];
  for (const { place, told, fence } of placesOf(order, radiusMetres)) {
    const isNeeded = needsHistory || mayBegin(told, points, fence);
    judged.push({ place, ...(await judgePlace({ told, fence }, isNeeded ? history : undefined, points)) });
  }
  const announcements = judged.flatMap(({ place, changes }) => changes.flatMap((change) => announced(place, change)));
  if (announcements.length === 0) return undefined;
  announcements.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { record: recorded(order, judged), announcements };
}

/** What the points say, by themselves, or within the history as far as it matters. */
async function judgePlace(
  { told, fence }: Pick<WatchedPlace, 'told' | 'fence'>,
  history: Around | undefined,
  points: readonly VehiclePoint[],
): Promise<Judgement> {
  if (!history) return judge(told, points, fence);
  for (;;) {
    const known = await history.points();
    const judgement = judge(told, known, fence);
    if (judgement.unsettled && (await history.more())) continue;
    // What lies behind more of the history than is read is judged by itself.
    const end = known.at(-1)?.deviceTime;
    const rest = judge(
      judgement.visits,
      points.filter(({ deviceTime }) => end === undefined || deviceTime > end),
      fence,
    );
    return { ...rest, changes: [...judgement.changes, ...rest.changes] };
  }
}

/** Visits of a place as events: of an unknown one both its beginning and its end. */
function announced(place: Place, { visit: { enteredAt, leftAt }, isNew }: Change) {
  const event = (type: string, at: Date, more: object = {}) => ({
    type,
    at,
    data: { place, occurredAt: at.toISOString(), ...more },
  });
  return [
    ...(isNew ? [event('geofence.entered', enteredAt)] : []),
    ...(leftAt ? [event('geofence.left', leftAt, { dwellSeconds: dwellSeconds(enteredAt, leftAt) })] : []),
  ];
}

/** The record with these visits; the newest ones, since one document holds them. */
function recorded(
  order: VehicleOrder,
  judged: readonly { place: Place; visits: readonly Visit[] }[],
): Omit<TrackingRecord, 'revision'> {
  const told = toldOf(order);
  const visits = judged.map(({ place, visits: all }) => [place, all.slice(-limits.tracking.visits)]);
  return { ...told, visits: { ...told.visits, ...Object.fromEntries(visits) } };
}
