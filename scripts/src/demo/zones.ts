import { citySpellings } from './cities.ts';
import type { LngLat, NewZone } from './shapes.ts';

/** A zone and the point that its distances are measured from, about the middle of its freight. */
export interface DemoZone {
  readonly zone: NewZone;
  readonly centre: LngLat;
  /** Inside Germany, the tenant's home: every other zone is priced from and to these. */
  readonly home: boolean;
}

const leitzone = (digit: string, lng: number, lat: number): DemoZone => ({
  zone: { code: `DE-${digit}`, postcodePrefixes: [{ country: 'DE', prefix: digit }] },
  centre: [lng, lat],
  home: true,
});

/** A neighbour by its cities, and for the villages between them by a circle. */
const circle = (code: string, country: string, lng: number, lat: number, km: number): DemoZone => ({
  zone: {
    code,
    cities: citySpellings(country).map((key) => ({ country, key })),
    radius: { center: [lng, lat], metres: km * 1_000 },
  },
  centre: [lng, lat],
  home: false,
});

/** A neighbour by the first digits of its postcodes, where a circle would reach into the next country. */
const postcodes = (code: string, country: string, prefixes: string, lng: number, lat: number): DemoZone => ({
  zone: { code, postcodePrefixes: prefixes.split(' ').map((prefix) => ({ country, prefix })) },
  centre: [lng, lat],
  home: false,
});

/** The ten German Leitzonen (first digit of the postcode) and seven zones of the neighbours. */
export const DEMO_ZONES: readonly DemoZone[] = [
  leitzone('0', 12.6, 51.2),
  leitzone('1', 13.3, 52.8),
  leitzone('2', 9.7, 53.6),
  leitzone('3', 10.0, 52.0),
  leitzone('4', 7.2, 51.7),
  leitzone('5', 7.2, 50.6),
  leitzone('6', 8.4, 49.7),
  leitzone('7', 8.9, 48.5),
  leitzone('8', 11.4, 48.2),
  leitzone('9', 11.2, 49.8),
  circle('NL', 'NL', 5.12, 52.09, 150),
  circle('BE', 'BE', 4.7, 50.88, 110),
  postcodes('FR-EST', 'FR', '08 10 25 39 51 52 54 55 57 67 68 70 88 90', 6.6, 48.5), // Grand Est and Franche-Comté
  postcodes('CH', 'CH', '1 2 3 4 5 6 7 8 9', 8.0, 47.15),
  postcodes('AT', 'AT', '1 2 3 4 5 6 7 8 9', 14.3, 47.9),
  postcodes('PL-W', 'PL', '4 5 6 7', 16.6, 51.6),
  postcodes('CZ', 'CZ', '1 2 3 4 5 6 7', 14.9, 49.9),
];
