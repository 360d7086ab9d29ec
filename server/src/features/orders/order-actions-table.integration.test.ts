import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../test/caller.ts';
import type { Person } from '../../../test/given-tenant.ts';
import { testApp } from '../../../test/test-app.ts';
import { type Crowd, givenCrowd, PARTIES, printed, signOf } from './order-tables.fixtures.ts';
import { aNewOrder } from './orders.fixtures.ts';
import type { OrderStatus } from './orders.types.ts';

const app = await testApp();

const V1 = { 'If-Match': 'W/"v1"' };
const path = (id: string) => `/transport-orders/${id}`;
const move =
  (to: OrderStatus, more: (crowd: Crowd) => object = () => ({})) =>
  (who: Person, id: string, crowd: Crowd) =>
    who.post(`${path(id)}/transitions`, { to, ...more(crowd) }, V1);
const amend = (patch: object) => (who: Person, id: string) => who.patch(path(id), patch, V1);
const assign = move('assigned', ({ carrierId, vehicleId, driver }) => ({
  carrierId,
  vehicleId,
  driverId: driver.userId,
}));
const proof = () => ({ proof: { name: 'Greta Empfang', at: new Date().toISOString() } });
/** Whether a list shows it, as a status. */
const inList = async (who: Person, id: string): Promise<Pick<Answer, 'status'>> => {
  const rows = (await who.get('/transport-orders?limit=100')).body.data as { id: string }[];
  return { status: rows.some((row) => row.id === id) ? 200 : 404 };
};

/**
 * The product's table of roles and actions, as far as it is about orders. For each party, in the order of `PARTIES`
 * (admin, dispatcher; client, another client; carrier, another; driver, another): done, 403, 404 and so on.
 */
const ACTIONS: readonly (readonly [
  action: string,
  on: OrderStatus,
  expected: string,
  act: (who: Person, id: string, crowd: Crowd) => Promise<Pick<Answer, 'status'>>,
])[] = [
  ['see an order', 'assigned', '++ +4 +4 +4', (who, id) => who.get(path(id))],
  ['see one not assigned', 'accepted', '++ +4 44 44', (who, id) => who.get(path(id))],
  ['see one that is over', 'delivered', '++ +4 +4 +4', (who, id) => who.get(path(id))],
  ['see it in the list', 'assigned', '++ +4 +4 +4', inList],
  ['see its events', 'assigned', '++ +4 +4 +4', (who, id) => who.get(`${path(id)}/events`)],
  // Another client is not told that this one exists.
  [
    'place for a client',
    'placed',
    '++ +2 33 33',
    (who, _, { productId, clientId }) => who.post('/transport-orders', aNewOrder(productId, { clientId })),
  ],
  [
    'place for its own',
    'placed',
    '00 ++ 33 33',
    (who, _, { productId }) => who.post('/transport-orders', aNewOrder(productId)),
  ],
  // Who never amends is told so before the order is looked for.
  ['amend when placed', 'placed', '++ +4 33 33', amend({ pickup: { address: 'Weg 1' } })],
  ['amend in review', 'review', '++ +4 33 33', amend({ pickup: { address: 'Weg 1' } })],
  ['amend when accepted', 'accepted', '++ 94 33 33', amend({ pickup: { address: 'Weg 1' } })],
  ['amend when assigned', 'assigned', '++ 94 33 33', amend({ pickup: { address: 'Weg 1' } })],
  ['amend once picked up', 'picked_up', '99 94 33 33', amend({ pickup: { address: 'Weg 1' } })],
  ['note once picked up', 'picked_up', '++ 94 33 33', amend({ instructions: 'Gate 4' })],
  ['accept', 'placed', '++ 34 44 44', move('accepted')],
  ['assign', 'accepted', '++ 34 44 44', assign],
  ['reassign', 'assigned', '++ 34 34 34', assign],
  ['unassign', 'assigned', '++ 34 34 34', move('accepted')],
  ['pick up', 'assigned', '++ 34 +4 +4', move('picked_up')],
  ['be in transit', 'picked_up', '++ 34 +4 +4', move('in_transit')],
  ['deliver', 'in_transit', '++ 34 +4 +4', move('delivered', proof)],
  ['fail', 'in_transit', '++ 34 +4 +4', move('failed', () => ({ reason: 'refused' }))],
  ['try again', 'failed', '++ 34 +4 +4', move('in_transit')],
  ['return', 'failed', '++ 34 +4 +4', move('returned')],
  ['put into review', 'placed', '++ 34 44 44', move('review', () => ({ reason: 'Too good a price' }))],
  ['resolve a review', 'review', '++ +4 44 44', move('placed')],
  ['cancel when placed', 'placed', '++ +4 44 44', move('cancelled')],
  ['cancel when assigned', 'assigned', '++ +4 34 34', move('cancelled')],
  ['cancel once picked up', 'picked_up', '99 94 34 34', move('cancelled')],
];

describe('who may do what with an order', () => {
  let crowd: Crowd;
  const outcome = new Map<string, string[]>();
  // Limits stay on: a few actions for each tenant.
  const tenants = new Map<number, Promise<Crowd>>();
  beforeAll(async () => {
    for (let tenant = 0; tenant * 10 < ACTIONS.length; tenant++) tenants.set(tenant, givenCrowd(app));
    await Promise.all(tenants.values());
  });

  it.each(ACTIONS.map((row, index) => [...row, index] as const))(
    '%s (%s): %s',
    async (action, on, expected, act, index) => {
      crowd = (await tenants.get(Math.floor(index / 10))) as Crowd; // made above
      const ids = await crowd.inStatus(on, PARTIES.length);

      const answers = await Promise.all(PARTIES.map((party, i) => act(crowd.people[party], ids[i] ?? '', crowd)));

      const signs = answers.map(({ status }) => signOf(status)).join('');
      outcome.set(action, [signs]);
      expect(signs).toBe(expected.replaceAll(' ', ''));
    },
  );

  afterAll(() => console.log(printed('Who may do what', ['parties'], outcome)));
});
