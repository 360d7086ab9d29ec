import { circleMarker, latLngBounds } from 'leaflet';
import { createBaseMap } from '../map/base-map.ts';
import { type Look, type VehicleMarker, vehicleMarker } from '../map/vehicle-marker.ts';

type Point = readonly number[];

/** The small map of one delivery. */
export interface TrackMap {
  /** Shows the vehicle; the first time, and when it has left the picture, the map moves. */
  show(look: Look, destination: Point | undefined): void;
}

const CLOSE_ENOUGH_ZOOM = 11;

/** Makes the map in the element. */
export function trackMap(element: HTMLElement): TrackMap {
  const map = createBaseMap(element, { inPage: true });
  let vehicle: VehicleMarker | undefined;

  function aim(look: Look, destination: Point | undefined): void {
    const points = [look.coordinates, ...(destination ? [destination] : [])].map(latLng);
    map.fitBounds(latLngBounds(points), {
      paddingTopLeft: [48, 32],
      paddingBottomRight: [48, 56], // above the names of who made the map
      maxZoom: CLOSE_ENOUGH_ZOOM,
      animate: false,
    });
  }

  return {
    show(look, destination) {
      if (vehicle) vehicle.show(look);
      else {
        vehicle = vehicleMarker(look);
        vehicle.layer.addTo(map);
        if (destination) {
          circleMarker(latLng(destination), { radius: 9, className: 'destination', interactive: false }).addTo(map);
        }
        aim(look, destination);
      }
      if (!map.getBounds().contains(latLng(look.coordinates))) aim(look, destination);
    },
  };
}

const latLng = ([longitude = 0, latitude = 0]: Point): [number, number] => [latitude, longitude];
