import { type FitBoundsOptions, type LatLngBounds, latLngBounds, layerGroup, polyline } from 'leaflet';
import { shortAge } from '../map/ages.ts';
import { createBaseMap } from '../map/base-map.ts';
import { type VehicleMarker, vehicleMarker } from '../map/vehicle-marker.ts';
import { type Box, boxOf } from './box.ts';
import type { Vehicle } from './vehicles.ts';

type Point = readonly number[];

/** The map of the board. */
export interface BoardMap {
  /** What is in sight; changes by panning, zooming and resizing. */
  view(): Box;
  /** Draws these vehicles as they are now; one that is not there any more is taken away. */
  draw(ids: Iterable<string>, vehicles: ReadonlyMap<string, Vehicle>, selected: string | undefined): void;
  /** The way behind a vehicle, oldest first; none takes it away. */
  drawTrail(points: readonly Point[]): void;
  /** Moves so that all of these are in sight, from no nearer than `zoom`. */
  fit(points: readonly Point[], zoom?: number): void;
  /** The element has got another size just now. */
  resized(): void;
  /** Moves only if this is out of sight. */
  reveal(point: Point): void;
}

/** Panning ends in many small steps; a view is told when it rests. In milliseconds. */
const REST_MS = 350;
/** Nearer, and no border and hardly a city's name says where one is. */
const CLOSE_ENOUGH_ZOOM = 9;
/** Pixels around what is fitted; a plate stands to the right of its vehicle. */
const ROOM: FitBoundsOptions = { paddingTopLeft: [56, 48], paddingBottomRight: [150, 48] };

/** Makes the map in the element. `onView` is told of each view that came to rest, `onSelect` of a vehicle clicked. */
export function boardMap(element: HTMLElement, onView: () => void, onSelect: (vehicleId: string) => void): BoardMap {
  const map = createBaseMap(element, { inPage: false });
  const trail = layerGroup().addTo(map);
  const markers = new Map<string, VehicleMarker>();
  let rest: ReturnType<typeof setTimeout> | undefined;
  map.on('moveend resize', () => {
    clearTimeout(rest);
    rest = setTimeout(onView, REST_MS);
  });

  function draw(ids: Iterable<string>, vehicles: ReadonlyMap<string, Vehicle>, selected: string | undefined): void {
    const now = Date.now();
    for (const id of ids) {
      const vehicle = vehicles.get(id);
      const known = markers.get(id);
      if (!vehicle) {
        known?.layer.remove();
        markers.delete(id);
        continue;
      }
      const look = lookOf(vehicle, now, id === selected);
      if (known) known.show(look);
      else {
        const made = vehicleMarker(look, () => onSelect(id));
        markers.set(id, made);
        made.layer.addTo(map);
      }
    }
  }

  const boundsOf = (points: readonly Point[]): LatLngBounds => latLngBounds(points.map(latLng));

  return {
    view() {
      const bounds = map.getBounds();
      return boxOf(bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth());
    },
    draw,
    drawTrail(points) {
      trail.clearLayers();
      if (points.length < 2) return;
      const line = points.map(latLng);
      // Two lines: the wider one keeps it readable on any ground.
      for (const className of ['trail-casing', 'trail'])
        polyline(line, { className, interactive: false, weight: className === 'trail' ? 4 : 8 }).addTo(trail);
    },
    fit(points, zoom = CLOSE_ENOUGH_ZOOM) {
      if (points.length > 0) map.fitBounds(boundsOf(points), { ...ROOM, maxZoom: zoom, animate: false });
    },
    resized: () => void map.invalidateSize(),
    reveal(point) {
      if (!map.getBounds().pad(-0.1).contains(latLng(point))) map.panTo(latLng(point));
    },
  };
}

const latLng = ([longitude = 0, latitude = 0]: Point): [number, number] => [latitude, longitude];

function lookOf({ plate, position, staleAt }: Vehicle, now: number, selected: boolean) {
  return {
    coordinates: position.coordinates,
    heading: position.heading,
    label: plate,
    age: shortAge(now - Date.parse(position.deviceTime)),
    stale: Date.parse(staleAt) <= now,
    selected,
  };
}
