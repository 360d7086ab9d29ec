import { Browser, control, divIcon, geoJSON, type Map as LeafletMap, map, marker, svg, tileLayer } from 'leaflet';
import { CITIES } from '../page/cities.ts';
import { el, fill } from '../page/dom.ts';
import { fetchOutlines } from './outlines.ts';
import { type Tiles, tilesOfThisPlace } from './tiles.ts';

const EUROPE = { center: [50.3, 9.5], zoom: 5 } as const;
/** Names of cities are in each other's way when one looks from further away. */
const NAMES_FROM_ZOOM = 6;
const FARTHEST_ZOOM = 2;
const NEAREST_ZOOM = 17;
/** Beyond these latitudes the projection has no ground. */
const GROUND = [
  [-85, -360],
  [85, 360],
] as const;

/**
 * A map that is there at once, empty, and gets its ground when that has come: outlines and cities of this installation's
 * own server, or tiles where they are set. How things look is in the style sheet; nothing here writes HTML.
 */
export function createBaseMap(element: HTMLElement, options: { readonly inPage: boolean }): LeafletMap {
  const made = map(element, {
    center: [...EUROPE.center],
    zoom: EUROPE.zoom,
    minZoom: FARTHEST_ZOOM,
    maxZoom: NEAREST_ZOOM,
    maxBounds: [[...GROUND[0]], [...GROUND[1]]],
    renderer: svg({ padding: 0.4 }),
    attributionControl: false,
    // A map within a page must not catch the finger or the wheel that scrolls the page.
    scrollWheelZoom: !options.inPage,
    dragging: !(options.inPage && Browser.mobile),
  });
  const names = control.attribution({ prefix: false }).addTo(made);
  const named = (...more: string[]) => {
    const leaflet = el('a', { href: 'https://leafletjs.com', rel: 'noopener' }, 'Leaflet');
    const box = names.getContainer();
    if (box) fill(box, leaflet, ...more.map((text) => ` · ${text}`));
  };
  named();
  new ResizeObserver(() => made.invalidateSize()).observe(element);
  void ground(made, named);
  return made;
}

async function ground(on: LeafletMap, named: (...names: string[]) => void): Promise<void> {
  const tiles = await tilesOfThisPlace();
  if (tiles) {
    addTiles(on, tiles);
    named(tiles.attribution);
    return;
  }
  named('Made with Natural Earth', 'cities: GeoNames, CC BY 4.0');
  addCities(on);
  try {
    const { countries, borders } = await fetchOutlines();
    // However late it comes, the ground lies below everything that is drawn on it.
    on.createPane('ground');
    const below = { interactive: false, pane: 'ground', renderer: svg({ pane: 'ground', padding: 0.4 }) };
    geoJSON(countries, { ...below, style: () => ({ className: 'land', stroke: false }) }).addTo(on);
    geoJSON(borders, { ...below, style: () => ({ className: 'border', fill: false, weight: 1 }) }).addTo(on);
  } catch {
    // Positions are right without a ground; the next visit has it.
  }
}

function addTiles(on: LeafletMap, { url, maxZoom = NEAREST_ZOOM }: Tiles): void {
  tileLayer(url, { maxNativeZoom: maxZoom, maxZoom: NEAREST_ZOOM }).addTo(on);
  on.getContainer().classList.add('has-tiles');
}

function addCities(on: LeafletMap): void {
  on.createPane('places');
  for (const { city, coordinates } of CITIES) {
    const icon = divIcon({ className: 'city', html: el('span', {}, city), iconSize: [0, 0] });
    marker([coordinates[1], coordinates[0]], { icon, interactive: false, keyboard: false, pane: 'places' }).addTo(on);
  }
  const show = () => on.getContainer().classList.toggle('far', on.getZoom() < NAMES_FROM_ZOOM);
  on.on('zoomend', show);
  show();
}
