import { randomInt } from 'node:crypto';
import { type CarrierKey, DEMO_CARRIERS, demoVehicles } from '../demo/carriers.ts';
import { demoGrids } from '../demo/grids.ts';
import { type ClientKey, DEMO_CLIENTS, demoUsers, type UserKey } from '../demo/people.ts';
import { DEMO_PRODUCTS } from '../demo/products.ts';
import type { Keyed, NewCarrier, NewClient } from '../demo/shapes.ts';
import { demoTenant } from '../demo/tenant.ts';
import { anonymous, signIn } from './apps.ts';

/** Yesterday is early enough, and no journey is older. */
const PRICES_SINCE_MS = 24 * 3_600_000;
const CLIENTS: readonly ClientKey[] = ['odenwald'];
const CARRIERS: readonly CarrierKey[] = ['main-kurier', 'delta-wegtransport', 'elbe-havel'];
const PEOPLE: readonly UserKey[] = [
  'dispatcher-1',
  'buyer-odenwald',
  'driver-main-kurier',
  'driver-delta',
  'driver-elbe-havel',
];

/**
 * Registers a tenant with what the journey needs of the demo, through the API as everybody. Rejects with the SDK's error,
 * also when registration is closed or an address has registered too many. Dying half-way leaves a tenant nobody uses.
 */
export async function registerTenant(url: string, slug: string, password: string): Promise<void> {
  const { tenant, admin } = demoTenant(password);
  await anonymous(url).auth.register({
    tenant: { ...tenant, slug, name: `${tenant.name} (journey)`, referencePrefix: newPrefix() },
    admin,
  });
  const { sdk } = await signIn({ url }, { tenant: slug, email: admin.email, password });
  const since = new Date(Date.now() - PRICES_SINCE_MS).toISOString();

  for (const { body } of DEMO_PRODUCTS) await sdk.products.create(body);
  for (const grid of demoGrids(since)) await sdk.pricing.createGrid(grid);
  const clientIds = await made<ClientKey, NewClient>(DEMO_CLIENTS, CLIENTS, (body) => sdk.clients.create(body));
  const carrierIds = await made<CarrierKey, NewCarrier>(DEMO_CARRIERS, CARRIERS, (body) => sdk.carriers.create(body));
  for (const { body } of demoVehicles(carrierIds)) if (body.carrierId) await sdk.carriers.createVehicle(body);
  for (const { key, body } of demoUsers({ clientIds, carrierIds, password })) {
    if (PEOPLE.includes(key)) await sdk.auth.createUser(body);
  }
  await sdk.close();
}

/** Mails name orders by reference; those of two journeys must not look alike. */
const newPrefix = (): string => `J${Array.from({ length: 4 }, () => String.fromCharCode(randomInt(65, 91))).join('')}`;

/** Makes those of a list that the journey needs; the others have no id. */
async function made<K extends string, B>(
  rows: readonly Keyed<K, B>[],
  wanted: readonly K[],
  create: (body: B) => Promise<{ readonly data: { readonly id: string } }>,
): Promise<Record<K, string>> {
  const ids: Partial<Record<K, string>> = {};
  for (const { key, body } of rows) ids[key] = wanted.includes(key) ? (await create(body)).data.id : '';
  return ids as Record<K, string>; // a row for each key
}
