import type { OperationId } from '../../../../server/src/platform/http/operation.ts';
import { DEMO_PLANS, demoAgreedGrids, demoContracts, demoSubscriptions, type PlanKey } from '../../demo/agreements.ts';
import { type CarrierKey, DEMO_CARRIERS, demoVehicles } from '../../demo/carriers.ts';
import { demoGrids } from '../../demo/grids.ts';
import { type ClientKey, DEMO_CLIENTS, demoUsers } from '../../demo/people.ts';
import { DEMO_PRODUCTS } from '../../demo/products.ts';
import { demoTenant } from '../../demo/tenant.ts';
import { allOf, type Calls } from '../calls.ts';

/** Since when the demo's prices are in force: before every order that a demo may show. */
const PRICES_SINCE = '2026-01-01T00:00:00.000Z';
/** An id while it is not known yet; a plan only counts. */
const UNKNOWN_ID = '';

/** How many of a kind are there, and how many are not. */
export interface Completed {
  readonly what: string;
  readonly there: number;
  readonly absent: number;
}

/**
 * Makes what the demo tenant lacks, by the same operations as everybody, or only counts it (`apply: false`).
 *
 * Everything is looked up by the name people know it by before it is made, so a second run makes nothing and a run
 * after one that died makes the rest.
 */
export async function completeDemo(
  calls: Calls,
  options: { password: string; apply: boolean; onMade: (what: string) => void },
): Promise<Completed[]> {
  const report: Completed[] = [];

  async function complete<Row extends object, Body extends object>(
    kind: Kind<Row, Body>,
  ): Promise<Map<string, string>> {
    const there = new Map((await allOf<Row & { id: string }>(calls, kind.list)).map((row) => [kind.name(row), row.id]));
    const absent = kind.bodies.filter((body) => !there.has(kind.name(body)));
    for (const body of options.apply ? absent : []) {
      const { id } = await calls<{ id: string }>(kind.create, { body });
      there.set(kind.name(body), id);
      options.onMade(`${kind.what} ${kind.name(body)}`);
    }
    report.push({ what: kind.what, there: kind.bodies.length - absent.length, absent: absent.length });
    return there;
  }
  const byName = (thing: { name: string }) => thing.name;
  const byEmail = (thing: { email: string }) => thing.email.toLowerCase();

  await complete({
    what: 'products',
    list: 'listProducts',
    create: 'createProduct',
    bodies: DEMO_PRODUCTS.map(({ body }) => body),
    name: byName,
  });
  const grids = await complete({
    what: 'price grids',
    list: 'listPricingGrids',
    create: 'createPricingGrid',
    bodies: [...demoGrids(PRICES_SINCE), ...demoAgreedGrids(PRICES_SINCE)],
    name: byName,
  });
  const clients = await complete({
    what: 'clients',
    list: 'listClients',
    create: 'createClient',
    bodies: DEMO_CLIENTS.map(({ body }) => body),
    name: byName,
  });
  const carriers = await complete({
    what: 'carriers',
    list: 'listCarriers',
    create: 'createCarrier',
    bodies: DEMO_CARRIERS.map(({ body }) => body),
    name: byName,
  });

  const clientIds = idsByKey<ClientKey>(DEMO_CLIENTS, clients);
  const carrierIds = idsByKey<CarrierKey>(DEMO_CARRIERS, carriers);
  const plans = await complete({
    what: 'plans',
    list: 'listPlans',
    create: 'createPlan',
    bodies: DEMO_PLANS.map(({ body }) => body),
    name: byName,
  });
  await complete({
    what: 'subscriptions',
    list: 'listSubscriptions',
    create: 'createSubscription',
    bodies: demoSubscriptions(clientIds, idsByKey<PlanKey>(DEMO_PLANS, plans)),
    name: ({ clientId }: { clientId: string }) => clientId,
  });
  await complete({
    what: 'contracts',
    list: 'listContracts',
    create: 'createContract',
    bodies: demoContracts({ clientIds, carrierIds, gridIds: grids }, PRICES_SINCE),
    name: ({ clientId, carrierId, transportType }: { clientId?: string; carrierId?: string; transportType: string }) =>
      `${clientId ?? carrierId}:${transportType}`,
  });
  if (options.apply) await activateContracts(calls);
  const vehicles = demoVehicles(carrierIds).map(({ body }) => body);
  await complete({
    what: 'vehicles',
    list: 'listVehicles',
    create: 'createVehicle',
    bodies: vehicles,
    name: ({ plate }: { plate: string }) => plate,
  });
  // The admin comes with the tenant, unless a registration died between the two.
  const admin = { ...demoTenant(options.password).admin, role: 'admin' as const };
  const people = [admin, ...demoUsers({ clientIds, carrierIds, password: options.password }).map(({ body }) => body)];
  await complete({ what: 'people', list: 'listUsers', create: 'createUser', bodies: people, name: byEmail });
  return report;
}

/** A contract is drafted first; the demo's are in force. */
async function activateContracts(calls: Calls): Promise<void> {
  const drafts = await allOf<{ id: string; version: number }>(calls, 'listContracts', { status: 'draft' });
  for (const { id, version } of drafts)
    await calls('moveContract', {
      params: { contractId: id },
      headers: { 'if-match': `W/"v${version}"` },
      body: { to: 'active' },
    });
}

interface Kind<Row, Body> {
  readonly what: string;
  readonly list: OperationId;
  readonly create: OperationId;
  readonly bodies: readonly Body[];
  /** What it is found again by: it must be the same for the body and for what became of it. */
  name(thing: Row | Body): string;
}

/** Ids by the demo's keys, from ids by name; empty where there is none yet. */
export function idsByKey<Key extends string>(
  rows: readonly { readonly key: Key; readonly body: { readonly name: string } }[],
  ids: ReadonlyMap<string, string>,
): Record<Key, string> {
  return Object.fromEntries(rows.map(({ key, body }) => [key, ids.get(body.name) ?? UNKNOWN_ID])) as Record<
    Key,
    string
  >; // fromEntries forgets the keys
}
