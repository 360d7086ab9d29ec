import { citySpellings } from './cities.ts';
import type { Keyed, NewCarrier, NewVehicle, TransportType } from './shapes.ts';

const carrier = <Key extends string>(
  key: Key,
  name: string,
  rating: number,
  countries: readonly string[],
  ...transportTypes: TransportType[]
) => ({
  key,
  body: {
    name,
    email: `dispo@${key}.example`,
    citiesCovered: countries.flatMap(citySpellings),
    transportTypes,
    active: true,
    rating,
  } satisfies NewCarrier,
});

/** The six carriers: together they drive every transport type, and each country is covered by at least one. */
export const DEMO_CARRIERS = [
  carrier('main-kurier', 'Main-Kurier GmbH', 4.8, ['DE'], 'express', 'ltl'),
  carrier('delta-wegtransport', 'Delta Wegtransport B.V.', 4.6, ['NL', 'BE', 'DE'], 'ltl', 'refrigerated', 'ftl'),
  carrier('elbe-havel', 'Spedition Elbe-Havel GmbH', 4.3, ['DE', 'PL', 'CZ'], 'ltl', 'ftl'),
  carrier('rheintal-kuehl', 'Rheintal Kühlverkehre GmbH', 4.5, ['DE', 'FR', 'CH', 'NL', 'BE'], 'refrigerated'),
  carrier('alpina-cargo', 'Alpina Cargo AG', 4.1, ['CH', 'AT', 'DE'], 'ltl', 'ftl', 'express'),
  carrier('odra-trans', 'Odra Trans Sp. z o.o.', 3.9, ['PL', 'CZ', 'DE'], 'ftl', 'bulk'),
] as const;

/** Names a carrier of the demo before the server has given it an id. */
export type CarrierKey = (typeof DEMO_CARRIERS)[number]['key'];

const VEHICLES = [
  ['sprinter-1', 'main-kurier', 'DA RF 101', 'Van with tail lift', ['express', 'ltl']],
  ['sprinter-2', 'main-kurier', 'DA RF 102', 'Van', ['express']],
  ['koel-1', 'delta-wegtransport', '11-RFN-1', 'Refrigerated rigid truck', ['refrigerated', 'ltl']],
  ['trekker-2', 'delta-wegtransport', '12-RFN-2', 'Tractor with curtain-side trailer', ['ltl', 'ftl']],
  ['solo-1', 'elbe-havel', 'WB RF 201', 'Rigid truck 12 t', ['ltl', 'ftl']],
  ['zug-2', 'elbe-havel', 'WB RF 202', 'Tractor with curtain-side trailer', ['ftl']],
  ['kuehl-1', 'rheintal-kuehl', 'KA RF 301', 'Refrigerated trailer', ['refrigerated']],
  ['alpina-1', 'alpina-cargo', 'ZH 000 401', 'Rigid truck 18 t', ['ltl', 'ftl']],
  ['alpina-2', 'alpina-cargo', 'ZH 000 402', 'Van', ['express']],
  ['odra-1', 'odra-trans', 'DW 0RF01', 'Tractor with tipper', ['bulk', 'ftl']],
] as const satisfies readonly (readonly [string, CarrierKey, string, string, readonly TransportType[]])[];

/** Names a vehicle of the demo before the server has given it an id. */
export type VehicleKey = (typeof VEHICLES)[number][0];

/** The vehicles, once the carriers have their ids. */
export function demoVehicles(carrierIds: Readonly<Record<CarrierKey, string>>): Keyed<VehicleKey, NewVehicle>[] {
  return VEHICLES.map(([key, owner, plate, name, transportTypes]) => ({
    key,
    body: { carrierId: carrierIds[owner], plate, name, transportTypes: [...transportTypes] },
  }));
}
