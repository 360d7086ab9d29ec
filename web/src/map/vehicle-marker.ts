import { divIcon, type LatLngExpression, type Marker, marker } from 'leaflet';
import { el, say } from '../page/dom.ts';

/** What a marker says of a vehicle. */
export interface Look {
  /** `[longitude, latitude]` */
  readonly coordinates: readonly number[];
  /** Degrees clockwise from north; a vehicle that stands has none. */
  readonly heading?: number | undefined;
  readonly label: string;
  readonly age: string;
  readonly stale: boolean;
  readonly selected: boolean;
}

/** A vehicle on a map. */
export interface VehicleMarker {
  readonly layer: Marker;
  show(look: Look): void;
}

const SVG = 'http://www.w3.org/2000/svg';
const ARROW = 'M0 -9 L6.5 7 L0 3.6 L-6.5 7 Z';
const STANDING = 'M0 -4.5 A4.5 4.5 0 1 0 0.01 -4.5 Z';

/** Makes a marker; it is changed in place, so that whoever has it focused or under the finger keeps it. */
export function vehicleMarker(look: Look, onSelect?: () => void): VehicleMarker {
  const shape = document.createElementNS(SVG, 'path');
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '-15 -15 30 30');
  picture.setAttribute('aria-hidden', 'true');
  const disc = document.createElementNS(SVG, 'circle');
  disc.setAttribute('r', '13');
  picture.append(disc, shape);
  const label = el('span', { class: 'plate' });
  const age = el('span', { class: 'age' });
  const caption = el('span', { class: 'caption' }, label, age);
  const html = el('span', { class: 'vehicle-inside' }, picture, caption);
  const layer = marker(place(look), {
    icon: divIcon({ className: 'vehicle', html, iconSize: [30, 30] }),
    interactive: onSelect !== undefined,
    keyboard: onSelect !== undefined,
    riseOnHover: true,
  });
  if (onSelect) layer.on('click', onSelect);

  function show({ heading, stale, selected, ...now }: Look): void {
    layer.setLatLng(place(now));
    layer.setZIndexOffset(selected ? 1_000 : 0);
    say(label, now.label);
    say(age, now.age);
    shape.setAttribute('d', heading === undefined ? STANDING : ARROW);
    shape.setAttribute('transform', `rotate(${Math.round(heading ?? 0)})`);
    const element = layer.getElement();
    if (!element) return; // comes back when it is added to the map
    element.toggleAttribute('data-stale', stale);
    element.toggleAttribute('data-selected', selected);
    element.setAttribute('aria-label', `${now.label}, ${stale ? 'no news for' : 'position'} ${now.age}`);
  }
  layer.on('add', () => show(look));
  return {
    layer,
    show(next) {
      look = next;
      show(next);
    },
  };
}

const place = ({ coordinates: [longitude = 0, latitude = 0] }: Pick<Look, 'coordinates'>): LatLngExpression => [
  latitude,
  longitude,
];
