import type { CarrierKey } from './carriers.ts';
import { gridOf } from './grids.ts';
import type { ClientKey } from './people.ts';
import type { Keyed, NewContract, NewPlan, NewPricingGrid, NewSubscription, TransportType } from './shapes.ts';
import { DEMO_TARIFFS, type Tariff } from './tariffs.ts';

/** What clients of the demo can subscribe to, per month. */
export const DEMO_PLANS = [
  { key: 'start', body: { name: 'Start', price: eur(0), monthlyOrders: 50, features: ['live-tracking'] } },
  {
    key: 'business',
    body: {
      name: 'Business',
      description: 'For who ships every day.',
      price: eur(49_00),
      monthlyOrders: 2_000,
      keyRequestsPerMinute: 100,
      features: ['live-tracking', 'api-keys', 'monthly-report'],
    },
  },
  {
    key: 'fleet',
    body: {
      name: 'Fleet',
      description: 'No limit on orders.',
      price: eur(390_00),
      keyRequestsPerMinute: 600,
      features: ['live-tracking', 'api-keys', 'monthly-report', 'webhooks'],
    },
  },
] as const satisfies readonly Keyed<string, NewPlan>[];

export type PlanKey = (typeof DEMO_PLANS)[number]['key'];

const SUBSCRIBED: readonly (readonly [ClientKey, PlanKey])[] = [
  ['odenwald', 'business'],
  ['polder', 'fleet'],
  ['elbe-papier', 'business'],
];

/** Three of the four clients subscribe; the fourth shows that nobody has to. */
export function demoSubscriptions(
  clientIds: Readonly<Record<ClientKey, string>>,
  planIds: Readonly<Record<PlanKey, string>>,
): NewSubscription[] {
  return SUBSCRIBED.map(([client, plan]) => ({ clientId: clientIds[client], planId: planIds[plan] }));
}

/** Agreed prices, as a part of the standard tariff's amounts in percent. */
const AGREED = [
  { name: 'Groupage, Odenwald Maschinenbau', transportType: 'ltl', percent: 92, with: { client: 'odenwald' } },
  { name: 'Groupage, paid to Main-Kurier', transportType: 'ltl', percent: 74, with: { carrier: 'main-kurier' } },
] as const satisfies readonly {
  name: string;
  transportType: TransportType;
  percent: number;
  with: { client: ClientKey } | { carrier: CarrierKey };
}[];

/** The grids of the agreements: like the standard ones, but not the tenant's standard. */
export function demoAgreedGrids(validFrom: string): NewPricingGrid[] {
  return AGREED.map(({ name, transportType, percent }) => {
    const tariff = DEMO_TARIFFS.find((one) => one.transportType === transportType);
    if (!tariff) throw new Error(`There is no tariff for ${transportType}.`);
    return { ...gridOf({ ...scaled(tariff, percent), name }, validFrom), standard: false };
  });
}

/** The contracts that bind clients and carriers to those grids, as drafts. */
export function demoContracts(
  ids: {
    readonly clientIds: Readonly<Record<ClientKey, string>>;
    readonly carrierIds: Readonly<Record<CarrierKey, string>>;
    readonly gridIds: ReadonlyMap<string, string>;
  },
  validFrom: string,
): NewContract[] {
  return AGREED.map(({ name, transportType, with: party }) => ({
    ...('client' in party ? { clientId: ids.clientIds[party.client] } : { carrierId: ids.carrierIds[party.carrier] }),
    transportType,
    gridId: ids.gridIds.get(name) ?? '',
    validFrom,
    note: name,
  }));
}

function scaled(tariff: Tariff, percent: number): Tariff {
  const bands = tariff.bands.map(
    ([uptoKm, ...amounts]) => [uptoKm, ...amounts.map((amount) => Math.round((amount * percent) / 100))] as const,
  );
  return { ...tariff, bands };
}

function eur(amount: number) {
  return { amount, currency: 'EUR' };
}
