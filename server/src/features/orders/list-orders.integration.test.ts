import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();

async function given(orders: number) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const ids: string[] = [];
  for (let i = 0; i < orders; i++) {
    const order = aNewOrder(trade.productId);
    ids.unshift(order.id);
    await trade.client.post('/transport-orders', order);
  }
  return { tenant, ...trade, ids, dispatcher: tenant.dispatcher };
}
type Row = { id: string };
const idsOf = (answer: { body: { data: Row[] } }) => answer.body.data.map((row) => row.id);

describe('listing orders', () => {
  it('gives every order once, newest first, page by page and back', async () => {
    const { dispatcher, ids } = await given(7);

    const first = await dispatcher.get('/transport-orders?limit=3&count=true');
    const second = await dispatcher.get(`/transport-orders?limit=3&cursor=${first.body.next}`);
    const third = await dispatcher.get(`/transport-orders?limit=3&cursor=${second.body.next}`);
    const back = await dispatcher.get(`/transport-orders?limit=3&cursor=${third.body.prev}`);

    expect([first, second, third].flatMap(idsOf)).toEqual(ids);
    expect(idsOf(back)).toEqual(idsOf(second));
    expect(first.body.total).toBe(7);
    expect(third.body.next).toBeUndefined();
    expect(first.headers.link).toContain('rel="next"');
  });

  it('shows rows without timeline, lines and places, and without what is not the caller’s', async () => {
    const { dispatcher } = await given(1);
    const [row] = (await dispatcher.get('/transport-orders')).body.data;
    expect(Object.keys(row).sort()).toEqual([
      'clientId',
      'createdAt',
      'delivery',
      'id',
      'pickup',
      'price',
      'reference',
      'status',
      'transportType',
      'updatedAt',
      'version',
    ]);
    expect(Object.keys(row.pickup).sort()).toEqual(['city', 'country', 'postcode', 'window']);
  });

  it('shows the members asked for and the id, each as in the whole row', async () => {
    const { tenant, dispatcher } = await given(1);
    const [whole] = (await dispatcher.get('/transport-orders')).body.data;
    // The contract's row is a whole one, so these answers are not held against it.
    const headers = { authorization: `Bearer ${dispatcher.token}`, 'x-forwarded-for': tenant.address };
    for (const names of [...OPERATIONS.listOrders.fields, 'reference,pickup,price']) {
      const answer = await fetch(`${app.url}/api/v1/transport-orders?fields=${names}`, { headers });
      const shown = ['id', ...names.split(',')].filter((name) => name in whole).map((name) => [name, whole[name]]);
      expect(await answer.json()).toEqual({ data: [Object.fromEntries(shown)] });
    }
  });

  it('shows no member that the caller may not see, also when asked for', async () => {
    const { tenant, dispatcher, driver, carrier, carrierId, vehicleId, ids } = await given(1);
    const path = `/transport-orders/${ids[0]}/transitions`;
    await dispatcher.post(path, { to: 'accepted' }, { 'If-Match': 'W/"v1"' });
    const assign = { to: 'assigned', carrierId, vehicleId, driverId: driver.userId };
    await dispatcher.post(path, assign, { 'If-Match': 'W/"v2"' });
    for (const who of [driver, carrier]) {
      const [row] = (await who.get('/transport-orders')).body.data;
      expect(row).toMatchObject({ id: ids[0], status: 'assigned', carrierId, driverId: driver.userId });
      expect(row.price).toBeUndefined();
      const headers = { authorization: `Bearer ${who.token}`, 'x-forwarded-for': tenant.address };
      const answer = await fetch(`${app.url}/api/v1/transport-orders?fields=price`, { headers });
      expect(await answer.json()).toEqual({ data: [{ id: ids[0] }] });
    }
  });

  it('finds by status, client, city however it is written, and reference', async () => {
    const { dispatcher, clientId, ids, client } = await given(2);
    const [one] = (await client.get('/transport-orders')).body.data;

    const answers = await Promise.all([
      dispatcher.get('/transport-orders?status=placed'),
      dispatcher.get('/transport-orders?status=delivered'),
      dispatcher.get(`/transport-orders?clientId=${clientId}&status=placed`),
      dispatcher.get('/transport-orders?pickupCity=DARMSTADT'),
      dispatcher.get('/transport-orders?deliveryCity=Darmstadt'),
      dispatcher.get(`/transport-orders?reference=${one.reference}`),
    ]);

    expect(answers.map((answer) => answer.body.data.length)).toEqual([2, 0, 2, 2, 0, 1]);
    expect(idsOf(answers[0] as never)).toEqual(ids);
  });

  it('shows clients, carriers and drivers their own only, whatever they ask for', async () => {
    const { tenant, client, carrier, driver, clientId } = await given(2);
    const strangers = (await tenant.admin.post('/clients', { name: 'Another' })).body.id as string;
    const stranger = await tenant.person('client', { clientId: strangers });

    const seen = await Promise.all([
      client.get('/transport-orders'),
      stranger.get('/transport-orders'),
      stranger.get(`/transport-orders?clientId=${clientId}`),
      carrier.get('/transport-orders'),
      driver.get('/transport-orders'),
    ]);

    expect(seen.map((answer) => answer.body.data.length)).toEqual([2, 0, 0, 0, 0]);
  });

  it('refuses a combination that no index serves, naming those that are', async () => {
    const { dispatcher } = await given(0);
    const answer = await dispatcher.get('/transport-orders?pickupCity=Darmstadt&status=placed');
    expect(answer).toMatchObject({ status: 400, body: { code: 'filter_not_served' } });
    expect(answer.body.detail).toContain('clientId+status');
  });

  it('refuses a cursor that was changed or belongs to another list', async () => {
    const { dispatcher } = await given(2);
    const first = await dispatcher.get('/transport-orders?limit=1');

    const changed = await dispatcher.get(`/transport-orders?limit=1&cursor=${first.body.next.replace(/^./, 'x')}`);
    const elsewhere = await dispatcher.get(`/transport-orders?limit=1&status=placed&cursor=${first.body.next}`);

    expect([changed, elsewhere].map((answer) => answer.body.code)).toEqual(['invalid_cursor', 'invalid_cursor']);
  });

  it('answers 304 when nothing has changed', async () => {
    const { dispatcher, client, productId } = await given(1);
    const first = await dispatcher.get('/transport-orders');
    const same = await dispatcher.get('/transport-orders', { 'If-None-Match': first.headers.etag as string });
    await client.post('/transport-orders', aNewOrder(productId));
    const other = await dispatcher.get('/transport-orders', { 'If-None-Match': first.headers.etag as string });
    expect([same.status, other.status]).toEqual([304, 200]);
  });
});
