import { type GivenTenant, givenTenant, type Person } from '../../../test/given-tenant.ts';
import { type GivenTrade, givenTrade } from '../../../test/given-trade.ts';
import type { TestApp } from '../../../test/test-app.ts';
import { aNewOrder } from './orders.fixtures.ts';
import { storeCopies } from './orders.seed.fixtures.ts';
import type { OrderDocument, OrderStatus } from './orders.types.ts';

/** Everybody who may come to an order: its own people, and those of others. */
export const PARTIES = [
  'admin',
  'dispatcher',
  'client',
  'other client',
  'carrier',
  'other carrier',
  'driver',
  'other driver',
] as const;
export type Party = (typeof PARTIES)[number];

export const ALL_STATUSES = [
  'placed',
  'review',
  'accepted',
  'assigned',
  'picked_up',
  'in_transit',
  'failed',
  'delivered',
  'returned',
  'cancelled',
] as const satisfies readonly OrderStatus[];

const STAFF: readonly Party[] = ['admin', 'dispatcher'];
/** Until it is assigned an order has no carrier, and so no driver. */
const UNASSIGNED: readonly OrderStatus[] = ['placed', 'review', 'accepted'];

/** "see orders: all, all, own client's, assigned to it, assigned to the driver". */
export const sees = (party: Party, status: OrderStatus): boolean =>
  STAFF.includes(party) ||
  party === 'client' ||
  (['carrier', 'driver'].includes(party) && !UNASSIGNED.includes(status));

export interface Crowd extends GivenTrade {
  readonly tenant: GivenTenant;
  readonly people: Readonly<Record<Party, Person>>;
  readonly otherClientId: string;
  /** An order of the crowd's own people, placed through the API. */
  readonly orderId: string;
  /** As many orders in a status, put there below the API. */
  inStatus(status: OrderStatus, count: number): Promise<string[]>;
}

/** A tenant with somebody of every kind; nobody has made a call yet. */
export async function givenCrowd(app: TestApp): Promise<Crowd> {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const made = async (path: string, body: object) => (await tenant.admin.post(path, body)).body.id as string;
  const { clientId, carrierId, vehicleId } = trade;
  const otherClientId = await made('/clients', { name: 'Another' });
  const otherCarrierId = await made('/carriers', { name: 'Other', citiesCovered: ['Mainz'], transportTypes: ['ltl'] });
  const [admin, dispatcher, client, otherClient, carrier, otherCarrier, driver, otherDriver] = await Promise.all([
    tenant.person('admin'),
    tenant.person('dispatcher'),
    tenant.person('client', { clientId }),
    tenant.person('client', { clientId: otherClientId }),
    tenant.person('carrier', { carrierId }),
    tenant.person('carrier', { carrierId: otherCarrierId }),
    tenant.person('driver', { carrierId }),
    tenant.person('driver', { carrierId }),
  ]);
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  const carried = { carrierId, vehicleId, driverId: driver.userId };
  return {
    ...trade,
    tenant,
    otherClientId,
    orderId: order.id,
    people: {
      admin,
      dispatcher,
      client,
      'other client': otherClient,
      carrier,
      'other carrier': otherCarrier,
      driver,
      'other driver': otherDriver,
    },
    inStatus: (status, count) =>
      storeCopies(app.mongo.db, order.id, count, () => ({
        status,
        ...(UNASSIGNED.includes(status) ? {} : carried),
        // What was wrong is no longer: a client may resolve it.
        ...(status === 'review' ? { issues: [OVER] } : {}),
      })),
  };
}

const OVER: OrderDocument['issues'][number] = { code: 'window_passed', pointer: '/pickup/window/to', message: 'over' };

/** Cells as they came out, printed as a table: a line for each row, a letter for each party. */
export function printed(
  title: string,
  columns: readonly string[],
  rows: ReadonlyMap<string, readonly string[]>,
): string {
  const wide = Math.max(...[...rows.keys()].map((row) => row.length)) + 1;
  const head = `${' '.repeat(wide)}${columns.map((column) => column.padEnd(PARTIES.length + 1)).join(' ')}`;
  const lines = [...rows].map(
    ([row, cells]) =>
      `${row.padEnd(wide)}${cells.map((cell, i) => cell.padEnd(Math.max(PARTIES.length, columns[i]?.length ?? 0) + 1)).join(' ')}`,
  );
  const count = [...rows.values()].flat().reduce((sum, cell) => sum + cell.length, 0);
  const legend = `${count} cells; in each: ${PARTIES.join(', ')}; + done, 0 = 400, 2 = 422, 3 = 403, 4 = 404, 9 = 409`;
  return [`\n${title} (${legend})`, head, ...lines].join('\n');
}

const SIGNS: Readonly<Record<number, string>> = {
  200: '+',
  201: '+',
  400: '0',
  403: '3',
  404: '4',
  409: '9',
  422: '2',
};
/** An answer as one letter. */
export const signOf = (status: number): string => SIGNS[status] ?? '?';
