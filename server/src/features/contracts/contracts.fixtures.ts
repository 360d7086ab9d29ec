import { type GivenTenant, givenTenant, type Person } from '../../../test/given-tenant.ts';
import type { TestApp } from '../../../test/test-app.ts';
import type { NewContract } from '../../platform/http/contract.types.gen.ts';
import { aNewGrid, aNewVersion } from '../pricing/pricing.fixtures.ts';

/** A contract to be made, for groupage and in force since long ago; say with whom and on which grid. */
export const aNewContract = (fields: Partial<NewContract> & Pick<NewContract, 'gridId'>): NewContract => ({
  transportType: 'ltl',
  validFrom: '2026-01-01T00:00:00.000Z',
  ...fields,
});

/** A tariff of one flat amount from Darmstadt to Frankfurt, without surcharges. */
export const aFlatVersion = (flat: number, fields: Partial<ReturnType<typeof aNewVersion>> = {}) =>
  aNewVersion({ cells: [{ from: 'D64', to: 'D60', bracket: 0, flat }], surcharges: [], ...fields });

/** What 480 kg from Darmstadt to Frankfurt cost by the standard grid, and by the special one of `givenContracting`. */
export const STANDARD = 4_950;
export const SPECIAL = 3_000;

/** Somebody to contract with, and grids to contract on. */
export interface GivenContracting {
  readonly tenant: GivenTenant;
  readonly clientId: string;
  readonly client: Person;
  readonly carrierId: string;
  readonly carrier: Person;
  /** Everybody's for groupage: `STANDARD`. */
  readonly standardId: string;
  /** Nobody's until a contract names it: `SPECIAL`. */
  readonly specialId: string;
  /** Makes something as the admin and gives its id. */
  made(path: string, body: object): Promise<string>;
  /** Drafts a contract and gives its id. */
  drafted(fields?: Partial<NewContract>): Promise<string>;
  /** Drafts a contract and activates it; it is at version 2 then. */
  active(fields?: Partial<NewContract>): Promise<string>;
  end(id: string, version?: number): Promise<void>;
}

/** A tenant with a client, a carrier, a standard grid and a special one; contracts are the client's unless told otherwise. */
export async function givenContracting(
  app: TestApp,
  settings: Parameters<typeof givenTenant>[1] = {},
): Promise<GivenContracting> {
  const tenant = await givenTenant(app, settings);
  // Who prepares is not who acts in the test, so that neither meets a limit because of the other.
  const admin = await tenant.person('admin');
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await admin.post(path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return (answer.body as { id: string }).id;
  };
  const move = async (id: string, to: string, version: number) => {
    const answer = await admin.post(`/contracts/${id}/transitions`, { to }, { 'If-Match': `W/"v${version}"` });
    if (answer.status !== 200) throw new Error(`${id} answered ${answer.status}: ${answer.text}`);
  };
  const [clientId, carrierId, standardId] = await Promise.all([
    made('/clients', { name: 'Elbwerk AG' }),
    made('/carriers', { name: 'Main Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] }),
    made('/pricing-grids', aNewGrid()),
  ]);
  const special = aNewGrid({ name: 'Special', standard: false, first: aFlatVersion(SPECIAL) });
  const specialId = await made('/pricing-grids', special); // the newer one in lists
  const [client, carrier] = await Promise.all([
    tenant.person('client', { clientId }),
    tenant.person('carrier', { carrierId }),
  ]);
  const drafted = (fields: Partial<NewContract> = {}) => {
    const party = 'carrierId' in fields || 'clientId' in fields ? {} : { clientId };
    return made('/contracts', aNewContract({ gridId: specialId, ...party, ...fields }));
  };
  return {
    tenant,
    clientId,
    client,
    carrierId,
    carrier,
    standardId,
    specialId,
    made,
    drafted,
    async active(fields) {
      const id = await drafted(fields);
      await move(id, 'active', 1);
      return id;
    },
    end: (id, version = 2) => move(id, 'ended', version),
  };
}
