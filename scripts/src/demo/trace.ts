import { readFile } from 'node:fs/promises';
import type { LngLat, PositionPoint } from './shapes.ts';

/** The recorded drives, by the name of their file in scripts/data/traces. */
export const TRACE_NAMES = ['darmstadt-frankfurt', 'rotterdam-amsterdam', 'wittenberg-berlin'] as const;
export type TraceName = (typeof TRACE_NAMES)[number];

/** Where a car was, `seconds` after its drive began. */
export interface TracePoint {
  readonly seconds: number;
  readonly coordinates: Readonly<LngLat>;
}

const HEADER = 'seconds,longitude,latitude';

/** A recorded drive. `directory` is for callers that run compiled, elsewhere than beside scripts/data. */
export async function readTrace(
  name: TraceName,
  directory = new URL('../../data/traces/', import.meta.url),
): Promise<TracePoint[]> {
  return parseTrace(await readFile(new URL(`${name}.csv`, directory), 'utf8'));
}

/** The points of a CSV; throws with the line that is not a point, or that goes back in time. */
export function parseTrace(csv: string): TracePoint[] {
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  if (header !== HEADER) throw new Error(`A trace begins with "${HEADER}", not with "${header}".`);
  let before = Number.NEGATIVE_INFINITY;
  return lines.map((line, i) => {
    const [seconds = Number.NaN, lng = Number.NaN, lat = Number.NaN, ...rest] = line.split(',').map(Number);
    const sound = seconds > before && Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && rest.length === 0;
    if (!sound) throw new Error(`Line ${i + 2} of the trace is no point after the one before: "${line}".`);
    before = seconds;
    return { seconds, coordinates: [lng, lat] };
  });
}

/** How a phone would have reported a drive. */
export interface ReplayOptions {
  /** When the drive begins, Unix milliseconds: the device time of its first point. */
  readonly startAt: number;
  /** How many times faster than recorded the drive goes, in device time as well as in waiting; 1 by default. */
  readonly speed?: number;
  /** How long the phone collects points before it sends them, in seconds of the recording; 10 by default. */
  readonly batchSeconds?: number;
  /** Stretches without a network, in seconds of the recording: their points arrive late, after the last second. */
  readonly offline?: readonly (readonly [from: number, to: number])[];
  /** The recordings do not say how exact they are; a car's receiver in the open is good for some 8 m. */
  readonly accuracyMetres?: number;
}

/** One body of `POST tracking/positions`, and when the phone sends it, in milliseconds after the start. */
export interface Report {
  readonly afterMs: number;
  readonly points: PositionPoint[];
}

const MOST_POINTS = 1_000; // of one report, by the contract
const GPS_JUMP_KMH = 250; // faster than any of these cars: the receiver jumped, so the phone reports no speed
const GAP_SECONDS = 30; // a speed across a longer gap would be an average, not what a phone measures

/** The reports of a drive in the order in which they are sent. Pure: the same trace and options give the same reports. */
export function replay(trace: readonly TracePoint[], options: ReplayOptions): Report[] {
  const { startAt, speed = 1, batchSeconds = 10, offline = [], accuracyMetres = 8 } = options;
  if (!(speed > 0 && batchSeconds > 0)) throw new RangeError('speed and batchSeconds of a replay are above 0.');
  const begin = trace[0]?.seconds ?? 0;
  const batches = new Map<number, PositionPoint[]>();
  for (const [i, point] of trace.entries()) {
    const due = sendSecond((Math.floor((point.seconds - begin) / batchSeconds) + 1) * batchSeconds, offline);
    const batch = batches.get(due) ?? [];
    const deviceTime = new Date(startAt + Math.round(((point.seconds - begin) * 1_000) / speed)).toISOString();
    batch.push({ deviceTime, coordinates: [...point.coordinates], ...motion(trace[i - 1], point), accuracyMetres });
    batches.set(due, batch);
  }
  return [...batches].flatMap(([due, points]) =>
    Array.from({ length: Math.ceil(points.length / MOST_POINTS) }, (_, part) => ({
      afterMs: Math.round((due * 1_000) / speed),
      points: points.slice(part * MOST_POINTS, (part + 1) * MOST_POINTS),
    })),
  );
}

/** The second in which a batch can be sent: the end of the offline stretch it falls into, if any. */
function sendSecond(due: number, offline: ReplayOptions['offline'] = []): number {
  return offline.reduce((second, [from, to]) => (second >= from && second < to ? to : second), due);
}

/** What the phone's receiver would have measured between two points, at the pace of the recording. */
function motion(before: TracePoint | undefined, now: TracePoint): { speedKmh?: number; heading?: number } {
  if (!before || now.seconds - before.seconds > GAP_SECONDS) return {};
  const rad = Math.PI / 180;
  const north = (now.coordinates[1] - before.coordinates[1]) * rad * 6_371_009;
  const east = (now.coordinates[0] - before.coordinates[0]) * rad * 6_371_009 * Math.cos(now.coordinates[1] * rad);
  const speedKmh = Math.round((Math.hypot(north, east) / (now.seconds - before.seconds)) * 3.6 * 10) / 10;
  if (speedKmh > GPS_JUMP_KMH) return {};
  if (speedKmh < 2) return { speedKmh }; // standing: the direction is noise
  return { speedKmh, heading: (Math.round(Math.atan2(east, north) / rad) + 360) % 360 };
}
