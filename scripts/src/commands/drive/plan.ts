import { v7 } from 'uuid';
import type { App } from '../../../../server/src/app.ts';
import { DEMO_CARRIERS, demoVehicles } from '../../demo/carriers.ts';
import { type JourneyOrder, journeyOrders, PROVEN_BY_NAME } from '../../demo/orders.ts';
import { DEMO_CLIENTS, demoUsers } from '../../demo/people.ts';
import { DEMO_PRODUCTS } from '../../demo/products.ts';
import { readTrace, type TraceName, type TracePoint } from '../../demo/trace.ts';
import { allOf, createCalls, operatorCtx } from '../calls.ts';
import { Refusal } from '../command.ts';
import { stderrLog } from '../open-app.ts';

/** One drive: an order with who drives it, and the way. */
export interface Trip {
  /** From where to where, in words. */
  readonly says: string;
  minutes(speed: number): number;
  readonly order: JourneyOrder['order'];
  readonly trace: readonly TracePoint[];
  readonly assignment: { readonly carrierId: string; readonly vehicleId: string; readonly driverId: string };
  readonly receivedBy: string;
}

const GRAMS = 1_000;

/** The drives of a tenant that has the demo's people and products; a refusal names what it lacks. */
export async function planTrips(app: Pick<App, 'run'>, tenantId: string, names: readonly TraceName[]): Promise<Trip[]> {
  const calls = createCalls(app, () => operatorCtx(stderrLog, tenantId));
  const idsOf = async (list: 'listClients' | 'listProducts' | 'listCarriers') =>
    new Map((await allOf<{ id: string; name: string }>(calls, list)).map(({ id, name }) => [name, id]));
  const clientIds = byKey(DEMO_CLIENTS, await idsOf('listClients'));
  const productIds = byKey(DEMO_PRODUCTS, await idsOf('listProducts'));
  const carrierIds = byKey(DEMO_CARRIERS, await idsOf('listCarriers'));
  const vehicles = await allOf<{ id: string; plate: string }>(calls, 'listVehicles');
  const users = await allOf<{ id: string; email: string }>(calls, 'listUsers');
  const crews = demoUsers({ clientIds, carrierIds, password: '' });
  const planned = journeyOrders({ clientIds, productIds, now: Date.now(), newId: v7 });

  return Promise.all(
    planned
      .filter(({ trace }) => names.includes(trace))
      .map(async ({ trace: name, carrier, vehicle, driver, order }) => {
        const { plate } = demoVehicles(carrierIds).find(({ key }) => key === vehicle)?.body ?? {};
        const email = crews.find(({ key }) => key === driver)?.body.email;
        const trace = await readTrace(name);
        const { transportType, product, quantity, kg, litres } = PROVEN_BY_NAME[name];
        const line = { productId: productIds[product], quantity, weightGrams: kg * GRAMS, volumeLitres: litres };
        const seconds = (trace.at(-1)?.seconds ?? 0) - (trace[0]?.seconds ?? 0);
        return {
          says: `${plate}: ${order.pickup.city} → ${order.delivery.city}`,
          minutes: (speed: number) => Math.ceil(seconds / 60 / speed),
          order: { ...order, transportType, lines: [line] },
          trace,
          assignment: {
            carrierId: carrierIds[carrier],
            vehicleId: idOf(vehicles, (one) => one.plate === plate, `vehicle ${plate}`),
            driverId: idOf(users, (one) => one.email === email, `driver ${email}`),
          },
          receivedBy: order.delivery.contact?.name ?? 'Reception',
        };
      }),
  );
}

/** The ids of the demo's things by their keys, found by their names. */
function byKey<Key extends string>(
  rows: readonly { readonly key: Key; readonly body: { readonly name: string } }[],
  ids: ReadonlyMap<string, string>,
): Record<Key, string> {
  const found = rows.map(({ key, body }) => [key, ids.get(body.name) ?? lacks(body.name)]);
  return Object.fromEntries(found) as Record<Key, string>; // fromEntries forgets the keys
}

function idOf<T extends { readonly id: string }>(
  rows: readonly T[],
  wanted: (row: T) => boolean,
  what: string,
): string {
  return rows.find(wanted)?.id ?? lacks(what);
}

function lacks(what: string): never {
  throw new Refusal(`The tenant has no ${what}: npm run ops -- demo --apply makes what is not there.`);
}
