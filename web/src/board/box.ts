/** West, south, east, north in degrees; west is greater than east where the box crosses 180°. */
export type Box = readonly [west: number, south: number, east: number, north: number];

export const WORLD: Box = [-180, -90, 180, 90];
/** A window is larger than the view, so that a little panning needs no other. */
const MARGIN = 0.25;
/** A window that is so many times larger than the view tells of too much that nobody sees. */
const MOST_AREAS = 16;
/** 0.001° is some hundred metres: enough for a window, and equal views have equal windows. */
const DIGITS = 3;

/** The window for a view: with a margin, inside the world, in few digits. Longitudes of a map may be beyond ±180. */
export function windowFor([west, south, east, north]: Box): Box {
  const [width, height] = [east - west, north - south];
  const [w, e] = [west - width * MARGIN, east + width * MARGIN];
  const round = (degrees: number) => Number(degrees.toFixed(DIGITS));
  const [low, high] = [Math.max(-90, south - height * MARGIN), Math.min(90, north + height * MARGIN)].map(round);
  if (e - w >= 360) return [-180, low ?? -90, 180, high ?? 90];
  return [round(normal(w)), low ?? -90, round(normal(e)), high ?? 90];
}

/** Whether a window still serves a view: it holds all of it, and not far too much besides. */
export function serves(window: Box, view: Box): boolean {
  const [west, south, east, north] = view;
  const width = Math.min(360, east - west);
  const offset = forward(window[0], normal(west));
  const inside = widthOf(window) >= 360 || offset + width <= widthOf(window);
  if (!inside || south < window[1] - 1e-9 || north > window[3] + 1e-9) return false;
  return widthOf(window) * (window[3] - window[1]) <= MOST_AREAS * width * (north - south);
}

/** The view of a map, whose latitudes may lie beyond the poles. */
export function boxOf(west: number, south: number, east: number, north: number): Box {
  return [west, Math.max(-90, south), east, Math.min(90, north)];
}

const widthOf = ([west, , east]: Box): number => (west === -180 && east === 180 ? 360 : forward(west, east));
/** Degrees eastwards from one longitude to another. */
const forward = (from: number, to: number): number => (((to - from) % 360) + 360) % 360;
/** A longitude as the contract has it, -180 to 180. */
const normal = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;
