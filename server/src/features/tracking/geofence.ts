import { limits } from '../../platform/config/limits.ts';
import type { Visit } from '../orders/index.ts';
import { greatCircleMetres } from './eta.ts';
import type { Coordinates, VehiclePoint } from './tracking.model.ts';

/** A place that is watched. */
export interface Fence {
  readonly centre: Coordinates;
  readonly radiusMetres: number;
  /** Whether a visit may begin at this time; one that has begun may end at any. */
  readonly mayEnter: (at: Date) => boolean;
  /** Visits lie at least this far apart: what comes and goes faster is the receiver, and each visit is told. */
  readonly apartMs: number;
}

/** A visit that was not told yet, or of which only the beginning was. */
export interface Change {
  readonly visit: Visit;
  readonly isNew: boolean;
}

/** What points say about a place. */
export interface Judgement {
  /** In the order of their times. */
  readonly changes: readonly Change[];
  /** All visits then, told and to be told. */
  readonly visits: readonly Visit[];
  /** Whether points after the last one may matter: one seems to begin a visit, or the last visit ended among them, and another may follow. */
  readonly unsettled: boolean;
}

/** Where a point is, as seen from a place; `unknown` says that it is too vague to tell. */
export type Zone = 'inside' | 'outside' | 'away' | 'unknown';

/** Degrees of latitude are longer than this on our sphere, everywhere. */
const METRES_PER_DEGREE = 110_500;

/**
 * Where a point is. Only one that is more exact than the radius can be inside. A vague one counts when it is out even
 * by all that it may be wrong; without an accuracy it is taken for exact.
 */
export function zoneOf({ position: { coordinates, accuracyMetres = 0 } }: VehiclePoint, fence: Fence): Zone {
  const { centre, radiusMetres } = fence;
  const isExact = accuracyMetres < radiusMetres;
  const doubt = isExact ? 0 : accuracyMetres;
  const away = radiusMetres * limits.tracking.leftAtRadii;
  // Nearly all points are far from nearly all places, and this costs next to nothing.
  if (Math.abs(coordinates[1] - centre[1]) * METRES_PER_DEGREE - doubt > away) return 'away';
  const metres = greatCircleMetres(coordinates, centre) - doubt;
  if (metres >= away) return 'away';
  if (metres > radiusMetres) return 'outside';
  return isExact ? 'inside' : 'unknown';
}

/**
 * What points say about a place of which these visits were told. A visit begins with the first of two points in a row
 * that are inside, and ends with the first one that is away. Vague points are passed over.
 *
 * What was told stays told: points within a told visit end it when it was open, and say nothing else. So points that
 * come late, again, or by another way can add a visit that nobody knew of, but never tell one twice.
 *
 * `points`: of one vehicle in the order of their device times, without a gap in what is known of that time.
 */
export function judge(told: readonly Visit[], points: readonly VehiclePoint[], fence: Fence): Judgement {
  const visits = told.toSorted((a, b) => a.enteredAt.getTime() - b.enteredAt.getTime());
  const changes: Change[] = [];
  /** The first visit that is not over yet at the point looked at. */
  let next = 0;
  let candidate: Date | undefined;
  let begun: Date | undefined;

  for (const point of points) {
    const at = point.deviceTime;
    for (; isOver(visits[next], at); next++) candidate = begun = undefined;
    const zone = zoneOf(point, fence);
    const around = visits[next];
    if (around && around.enteredAt <= at) {
      // What seemed to begin before was the beginning of this one.
      candidate = begun = undefined;
      if (around.leftAt || zone !== 'away' || around.enteredAt >= at) continue;
      visits[next] = { ...around, leftAt: at };
      changes.push({ visit: { ...around, leftAt: at }, isNew: false });
      continue;
    }
    if (zone === 'unknown') continue;
    if (begun && zone === 'away') {
      const visit = { enteredAt: begun, leftAt: at };
      visits.splice(next++, 0, visit);
      changes.push({ visit, isNew: true });
      candidate = begun = undefined;
    } else if (!begun) {
      const counts = zone === 'inside' && fence.mayEnter(at) && isApart(fence, at, visits[next - 1], around);
      if (counts) begun = candidate;
      candidate = counts ? at : undefined;
    }
  }
  // Where a told visit lies ahead, the points in between decide whether this one is part of it.
  if (begun && next >= visits.length) {
    visits.push({ enteredAt: begun });
    changes.push({ visit: { enteredAt: begun }, isNew: true });
  }
  const [first] = points;
  const left = visits.at(-1)?.leftAt;
  const ended = first !== undefined && left !== undefined && left >= first.deviceTime;
  return { changes, visits, unsettled: ended || candidate !== undefined || begun !== undefined };
}

/** Whether a visit may begin at a time between these two. */
const isApart = ({ apartMs }: Fence, at: Date, before: Visit | undefined, after: Visit | undefined): boolean =>
  !(before?.leftAt && at.getTime() - before.leftAt.getTime() < apartMs) &&
  !(after && after.enteredAt.getTime() - at.getTime() < apartMs);

const isOver = (visit: Visit | undefined, at: Date): boolean => visit?.leftAt !== undefined && visit.leftAt < at;

/**
 * Whether one of these points may begin a visit, or part one from a visit that was told and lies ahead; if not, what lies
 * around them in the history need not be known.
 */
export const mayBegin = (told: readonly Visit[], points: readonly VehiclePoint[], fence: Fence): boolean =>
  points.some((point) => {
    const at = point.deviceTime;
    const zone = zoneOf(point, fence);
    if (zone === 'away') return told.some(({ enteredAt }) => enteredAt > at);
    if (zone !== 'inside' || !fence.mayEnter(at)) return false;
    return !told.some(({ enteredAt, leftAt }) => enteredAt <= at && !(leftAt && leftAt < at));
  });
