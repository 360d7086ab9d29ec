import type { NewCarrier, NewVehicle } from './carriers.model.ts';

/** A carrier to be made; it covers Darmstadt and Frankfurt. */
export const aNewCarrier = (fields: Partial<NewCarrier> = {}): NewCarrier => ({
  name: 'Main Spedition',
  citiesCovered: ['Darmstadt', 'Frankfurt am Main'],
  transportTypes: ['ltl', 'express'],
  rating: 4.5,
  ...fields,
});

/** A vehicle to be made. */
export const aNewVehicle = (carrierId: string, fields: Partial<NewVehicle> = {}): NewVehicle => ({
  carrierId,
  plate: 'DA-RF 471',
  transportTypes: ['ltl'],
  ...fields,
});
