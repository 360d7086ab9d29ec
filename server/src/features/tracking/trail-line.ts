import simplify from 'simplify-js';
import { limits } from '../../platform/config/limits.ts';
import type { Coordinates, VehiclePoint } from './tracking.model.ts';

/** A way as it is drawn. */
export interface Line {
  readonly points: readonly VehiclePoint[];
  /** How far the line may be from the points left out, in metres. */
  readonly toleranceMetres: number;
}

/** A point on a plane, in metres. */
interface Flat {
  readonly x: number;
  readonly y: number;
  readonly point: VehiclePoint;
}

/**
 * Ways are simplified in pieces of so many points. Each piece is projected by itself, so that a long way is not distorted,
 * and the work stays bounded: the algorithm is quadratic, and as deep as long, for lines made to be hard.
 */
const PIECE = 500;
const METRES_PER_DEGREE = 6_371_008.8 * (Math.PI / 180);

/**
 * The points that a line needs to be within the tolerance of all of them (Douglas–Peucker); without one, within the least
 * whole metre that leaves as many as are shown. The first and the last one always stay; 0 leaves out none.
 */
export async function lineOf(points: readonly VehiclePoint[], toleranceMetres: number | undefined): Promise<Line> {
  if (toleranceMetres === 0) return { points, toleranceMetres };
  if (toleranceMetres !== undefined)
    return { points: joined(await thinned(piecesOf(points), toleranceMetres)), toleranceMetres };
  if (points.length <= limits.size.trailPointsShown) return { points, toleranceMetres: 0 };
  return leastTolerance(piecesOf(points));
}

/**
 * Looks for the least tolerance: doubles it until few enough points are left, then halves the gap below. What a greater
 * tolerance keeps is a part of what a smaller one keeps, and comes out the same from either, so each step works on the
 * few points of the one before.
 */
async function leastTolerance(all: readonly (readonly Flat[])[]): Promise<Line> {
  let [tooFine, finer] = [0, all];
  let tolerance = 1;
  let kept = await thinned(all, tolerance);
  while (joined(kept).length > limits.size.trailPointsShown) {
    [tooFine, finer] = [tolerance, kept];
    tolerance *= 2;
    kept = await thinned(finer, tolerance);
  }
  while (tolerance - tooFine > 1) {
    const middle = Math.floor((tooFine + tolerance) / 2);
    const between = await thinned(finer, middle);
    if (joined(between).length > limits.size.trailPointsShown) [tooFine, finer] = [middle, between];
    else [tolerance, kept] = [middle, between];
  }
  return { points: joined(kept), toleranceMetres: tolerance };
}

/** The pieces of a way, each beginning with the last point of the one before, on a plane of its own. */
function piecesOf(points: readonly VehiclePoint[]): Flat[][] {
  const count = Math.max(1, Math.ceil((points.length - 1) / (PIECE - 1)));
  return Array.from({ length: count }, (_, n) => projected(points.slice(n * (PIECE - 1), (n + 1) * (PIECE - 1) + 1)));
}

/** Metres east and north of the piece's first point; true to scale around the middle of its latitudes. */
function projected(points: readonly VehiclePoint[]): Flat[] {
  const [lng0, lat0] = placeOf(points[0]);
  const latitudes = points.map((point) => placeOf(point)[1]);
  const middle = (Math.min(...latitudes) + Math.max(...latitudes)) / 2;
  const eastward = METRES_PER_DEGREE * Math.cos((middle * Math.PI) / 180);
  return points.map((point) => {
    const [lng, lat] = placeOf(point);
    // A way across 180° goes on, it does not go around the world.
    const east = ((lng - lng0 + 540) % 360) - 180;
    return { x: east * eastward, y: (lat - lat0) * METRES_PER_DEGREE, point };
  });
}

const placeOf = (point: VehiclePoint | undefined): Coordinates => point?.position.coordinates ?? [0, 0];

/** Each piece without the points it does not need. Between pieces others have their turn. */
async function thinned(pieces: readonly (readonly Flat[])[], toleranceMetres: number): Promise<Flat[][]> {
  const thin: Flat[][] = [];
  for (const piece of pieces) {
    thin.push(simplify([...piece], toleranceMetres, true) as Flat[]); // the very points it got
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return thin;
}

/** The pieces as one way again: the point that two of them share stands once. */
const joined = (pieces: readonly (readonly Flat[])[]): VehiclePoint[] =>
  pieces.flatMap((piece, n) => (n === 0 ? piece : piece.slice(1)).map(({ point }) => point));
