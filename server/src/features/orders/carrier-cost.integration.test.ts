import { describe, expect, it } from 'vitest';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { A_GRID, aNewOrder } from './orders.fixtures.ts';

const app = await testApp();

/** An accepted order, at version 2, and a carrier whose contract gives 30.00 EUR per started 100 kg, without surcharges. */
async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { admin, dispatcher } = tenant;
  const made = async (path: string, body: object) => {
    const answer = await admin.post(path, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body.id as string;
  };
  const first = { ...A_GRID.first, cells: [{ ...A_GRID.first.cells[0], per100kg: 3_000 }], surcharges: [] };
  const gridId = await made('/pricing-grids', { ...A_GRID, name: 'Main Kurier', standard: false, first });
  const contract = { carrierId: trade.carrierId, transportType: 'ltl', gridId, validFrom: '2026-01-01T00:00:00.000Z' };
  const contractId = await made('/contracts', contract);
  await admin.post(`/contracts/${contractId}/transitions`, { to: 'active' }, { 'If-Match': 'W/"v1"' });
  const withoutContract = await made('/carriers', {
    name: 'Without contract',
    citiesCovered: ['Darmstadt', 'Frankfurt am Main'],
    transportTypes: ['ltl'],
  });
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  const path = `/transport-orders/${order.id}`;
  const at = (version: number) => ({ 'If-Match': `W/"v${version}"` });
  const move = (who: Person, to: string, version: number, more: object = {}) =>
    who.post(`${path}/transitions`, { to, ...more }, at(version));
  const assign = { carrierId: trade.carrierId, vehicleId: trade.vehicleId, driverId: trade.driver.userId };
  await move(dispatcher, 'accepted', 1);
  return { ...trade, admin, dispatcher, path, at, move, assign, costGridId: gridId, withoutContract };
}

describe('what a carrier gets for an order', () => {
  it('is given by its contract at assignment, and seen by staff and by that carrier', async () => {
    const { admin, dispatcher, client, carrier, driver, path, move, assign, costGridId } = await given();

    const assigned = await move(dispatcher, 'assigned', 2, assign);

    // 480 kg are five started 100 kg.
    expect(assigned.body.cost).toMatchObject({ total: 15_000, currency: 'EUR', gridId: costGridId, gridVersion: 1 });
    const seen = await Promise.all([admin, dispatcher, carrier, client, driver].map((who) => who.get(path)));
    expect(seen.map(({ body }) => body.cost?.total)).toEqual([15_000, 15_000, 15_000, undefined, undefined]);
    expect(seen.map(({ body }) => body.price?.total)).toEqual([24_413, 24_413, undefined, 24_413, undefined]);
  });

  it('goes with the carrier: none without a contract, none when nobody carries it', async () => {
    const { dispatcher, path, move, assign, withoutContract } = await given();
    await move(dispatcher, 'assigned', 2, assign);

    const elsewhere = await move(dispatcher, 'assigned', 3, { carrierId: withoutContract });
    const back = await move(dispatcher, 'assigned', 4, assign);
    const nobody = await move(dispatcher, 'accepted', 5);

    expect([elsewhere, back, nobody].map(({ body }) => body.cost?.total)).toEqual([undefined, 15_000, undefined]);
    expect(nobody.body.carrierId).toBeUndefined();
    expect((await dispatcher.get(path)).body.cost).toBeUndefined();
  });

  it('is computed again when what it depends on is amended, and only then', async () => {
    const { dispatcher, path, at, move, assign, productId } = await given();
    const { cost } = (await move(dispatcher, 'assigned', 2, assign)).body;

    const noted = await dispatcher.patch(path, { instructions: 'Gate 4' }, at(3));
    const heavier = await dispatcher.patch(path, { lines: [{ productId, quantity: 4, weightGrams: 960_000 }] }, at(4));
    const elsewhere = await dispatcher.patch(path, { delivery: { postcode: '80331' } }, at(5));

    expect(noted.body.cost).toEqual(cost);
    expect(heavier.body).toMatchObject({ cost: { total: 30_000 }, price: { total: 48_825 } });
    // The contract's grid has no zone for it: people agree on the cost.
    expect(elsewhere.body.cost).toBeUndefined();
  });
});
