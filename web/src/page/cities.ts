/** A place to pick up or deliver: a city with a postcode of its centre, WGS 84, longitude first. */
export interface City {
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
  readonly coordinates: readonly [number, number];
}

type Row = readonly [country: string, city: string, postcode: string, longitude: number, latitude: number];

/** Names and coordinates are GeoNames' (geonames.org, CC BY 4.0). */
const ROWS: readonly Row[] = [
  ['DE', 'Darmstadt', '64283', 8.65027, 49.87167],
  ['DE', 'Frankfurt am Main', '60311', 8.68417, 50.11552],
  ['DE', 'Berlin', '10115', 13.41053, 52.52437],
  ['DE', 'Hamburg', '20095', 9.99302, 53.55073],
  ['DE', 'Köln', '50667', 6.95, 50.93333],
  ['DE', 'Leipzig', '04109', 12.37129, 51.33962],
  ['DE', 'Mannheim', '68159', 8.46694, 49.4891],
  ['DE', 'München', '80331', 11.57549, 48.13743],
  ['DE', 'Stuttgart', '70173', 9.17702, 48.78232],
  ['NL', 'Amsterdam', '1012 JS', 4.88969, 52.37403],
  ['NL', 'Rotterdam', '3011 AA', 4.47917, 51.9225],
  ['BE', 'Antwerpen', '2000', 4.40026, 51.22047],
  ['FR', 'Strasbourg', '67000', 7.74553, 48.58392],
  ['CH', 'Basel', '4051', 7.57327, 47.55839],
  ['CH', 'Zürich', '8001', 8.55, 47.36667],
  ['AT', 'Wien', '1010', 16.37208, 48.20849],
  ['CZ', 'Praha', '110 00', 14.42076, 50.08804],
  ['PL', 'Wrocław', '50-102', 17.03006, 51.10286],
];

/** The cities of the order form, home first. */
export const CITIES: readonly City[] = ROWS.map(([country, city, postcode, longitude, latitude]) => ({
  country,
  city,
  postcode,
  coordinates: [longitude, latitude],
}));

/** A city of the form by its name. */
export function cityOf(name: string): City | undefined {
  return CITIES.find(({ city }) => city === name);
}
