import type { Coordinates } from './tracking.model.ts';

/** A part of the map, in degrees; `west` is greater than `east` where it crosses 180°. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Reads `west,south,east,north`; undefined for what is no part of the map. */
export function parseBox(text: string): Box | undefined {
  const numbers = text.split(',').map((part) => (/^-?\d{1,3}(\.\d{1,15})?$/.test(part) ? Number(part) : Number.NaN));
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = numbers;
  const isOnMap = Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90;
  return numbers.length === 4 && isOnMap && south <= north ? { west, south, east, north } : undefined;
}

/** Whether a place lies in the box or on its edge. */
export function isInside({ west, south, east, north }: Box, [longitude, latitude]: Coordinates): boolean {
  if (latitude < south || latitude > north) return false;
  const [fromWest, toEast] = [longitude >= west, longitude <= east];
  return west <= east ? fromWest && toEast : fromWest || toEast;
}
