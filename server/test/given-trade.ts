import { A_GRID } from '../src/features/orders/orders.fixtures.ts';
import type { GivenTenant, Person } from './given-tenant.ts';

/** What a tenant needs before anybody can order and drive. */
export interface GivenTrade {
  readonly clientId: string;
  readonly client: Person;
  readonly productId: string;
  readonly gridId: string;
  readonly carrierId: string;
  readonly carrier: Person;
  readonly vehicleId: string;
  readonly driver: Person;
}

/** A client, a product with its grid, a carrier with a vehicle and a driver, all made through the API. */
export async function givenTrade(tenant: GivenTenant): Promise<GivenTrade> {
  const { admin } = tenant;
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await admin.post(path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const [clientId, productId, gridId, carrierId] = await Promise.all([
    made('/clients', { name: 'Odenwald Maschinenbau GmbH' }),
    made('/products', { name: 'Euro pallet', transportType: 'ltl', unit: 'pallet', proofRequired: 'name' }),
    made('/pricing-grids', A_GRID),
    made('/carriers', {
      name: 'Main Kurier',
      citiesCovered: ['Darmstadt', 'Frankfurt am Main'],
      transportTypes: ['ltl'],
    }),
  ]);
  const vehicleId = await made('/vehicles', { carrierId, plate: 'DA-MK 471', transportTypes: ['ltl'] });
  const [client, carrier, driver] = await Promise.all([
    tenant.person('client', { clientId }),
    tenant.person('carrier', { carrierId }),
    tenant.person('driver', { carrierId }),
  ]);
  return { clientId, client, productId, gridId, carrierId, carrier, vehicleId, driver };
}
