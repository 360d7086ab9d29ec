import { DEMO_CARRIERS, demoVehicles } from '../../demo/carriers.ts';
import type { JourneyOrder } from '../../demo/orders.ts';
import { type App, signIn } from '../apps.ts';
import type { Cast } from '../cast.ts';
import type { Checks } from '../checks.ts';
import { count, type Print } from '../print.ts';
import { isRejected, type PlacedOrder, type Sdk, type Transition } from '../sdk.ts';
import { JourneyEnds } from '../waiting.ts';
import type { SubmittedOrder } from './offline-orders.ts';

/** An order with a driver who is signed in on his phone. */
export interface AssignedOrder {
  readonly order: PlacedOrder;
  readonly drive: JourneyOrder;
  readonly driver: App;
  readonly driverEmail: string;
  /** The tag of the order before it was assigned; out of date since. */
  readonly staleTag: string;
}

const ANSWER_MS = 20_000;

/** The dispatcher sees what came in, accepts the orders along the recorded drives and gives them to carriers and drivers. */
export async function dispatchOrders(
  url: string,
  { dispatcher, person }: Cast,
  submitted: readonly SubmittedOrder[],
  drives: number,
  print: Print,
  checks: Checks,
): Promise<AssignedOrder[]> {
  const { sdk } = dispatcher;
  const { data: placed } = await sdk.orders.list({ status: 'placed', limit: 100 });
  const seen = submitted.filter(({ id }) => placed.data.some((row) => row.id === id)).length;
  print.line(`the dispatcher sees ${count(seen, 'new order')} of this client`);
  checks.equal('orders the dispatcher sees', submitted.length, seen);

  const assigned: AssignedOrder[] = [];
  for (const { id, drive } of submitted.filter((order) => order.drive).slice(0, drives)) {
    if (!drive) continue;
    const who = person(drive.driver);
    const driver = await signIn({ url }, who);
    const { carrierId, carrier, vehicleId, plate } = await carriageOf(sdk, drive);
    const accepted = await move(sdk, id, { to: 'accepted' }, tagOf((await sdk.orders.get(id)).data));
    const order = await move(
      sdk,
      id,
      { to: 'assigned', carrierId, vehicleId, driverId: driver.userId },
      tagOf(accepted),
    );
    print.line(`${order.reference} accepted and assigned: ${carrier}, ${plate}, driver ${who.email}`);
    assigned.push({ order, drive, driver, driverEmail: who.email, staleTag: tagOf(accepted) });
  }
  return assigned;
}

/** Moves an order through the queue and waits for the server's answer; a refusal ends the journey. */
export async function move(sdk: Sdk, id: string, to: Transition, ifMatch: string): Promise<PlacedOrder> {
  const submission = await sdk.orders.transition(id, to, { ifMatch });
  const answer = await submission.accepted({ timeoutMs: ANSWER_MS });
  if (!isRejected(answer)) return answer;
  throw new JourneyEnds(
    `The order could not be moved to ${to.to}: ${answer.problem?.detail ?? answer.error?.code ?? answer.state}`,
  );
}

/** What `If-Match` takes: the weak tag of a version. */
export const tagOf = ({ version }: { readonly version: number }): string => `W/"v${version}"`;

/** The carrier and vehicle of a drive, by the names people know them by. */
async function carriageOf(sdk: Sdk, drive: JourneyOrder) {
  const name = DEMO_CARRIERS.find(({ key }) => key === drive.carrier)?.body.name ?? '';
  const noIds = Object.fromEntries(DEMO_CARRIERS.map(({ key }) => [key, ''])) as Record<
    JourneyOrder['carrier'],
    string
  >; // fromEntries forgets the keys
  const plate = demoVehicles(noIds).find(({ key }) => key === drive.vehicle)?.body.plate ?? '';
  for await (const carrier of sdk.carriers.list({ limit: 100 })) {
    if (carrier.name !== name) continue;
    for await (const vehicle of sdk.carriers.listVehicles({ limit: 100 })) {
      if (vehicle.plate === plate && vehicle.carrierId === carrier.id)
        return { carrierId: carrier.id, carrier: name, vehicleId: vehicle.id, plate };
    }
  }
  throw new JourneyEnds(
    `The tenant has no carrier ${name} with a vehicle ${plate}: npm run ops -- demo --apply makes them.`,
  );
}
