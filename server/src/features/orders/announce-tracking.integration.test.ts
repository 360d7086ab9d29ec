import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import type { VehicleOrder } from './index.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();
const { orders } = app.doors;

/** An order that is assigned, at version 3 with three events. */
async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { carrierId, vehicleId, driver, client, productId } = trade;
  const order = aNewOrder(productId);
  await client.post('/transport-orders', order);
  const move = (to: string, version: number, more: object = {}) =>
    tenant.dispatcher.post(
      `/transport-orders/${order.id}/transitions`,
      { to, ...more },
      { 'If-Match': `W/"v${version}"` },
    );
  await move('accepted', 1);
  await move('assigned', 2, { carrierId, vehicleId, driverId: driver.userId });
  const ctx = aCtx({ tenantId: tenant.id });
  const seen = async () => (await orders.ofVehicle(ctx, vehicleId))[0] as VehicleOrder; // it is there
  const stored = () => orders.get(ctx, order.id);
  return { ...trade, ctx, order, move, seen, stored };
}

const told = (vehicleId: string, count = 1) => ({
  record: { vehicleId, visits: { pickup: [{ enteredAt: new Date(0) }] } },
  announcements: Array.from({ length: count }, (_, index) => ({
    type: 'geofence.entered',
    data: { place: 'pickup', price: '$price', index },
  })),
});

describe('telling what the vehicle of an order did', () => {
  it('writes the events and the record together, raises the sequence and not the version', async () => {
    const { ctx, vehicleId, clientId, order, seen, stored } = await given();

    const after = await orders.announceTracking(ctx, await seen(), told(vehicleId, 2));

    expect(after).toMatchObject({ id: order.id, version: 3, tracking: { revision: 1, vehicleId } });
    expect(await seen()).toEqual(after);
    const { sequence, version, timeline } = (await stored()) ?? {};
    expect([sequence, version, timeline?.length]).toEqual([5, 3, 3]);
    await expect
      .poll(() =>
        app.mongo.db
          .collection('events')
          .find({ tenantId: ctx.tenantId }, { sort: { sequence: 1 } })
          .toArray(),
      )
      .toMatchObject([
        { sequence: 1 },
        { sequence: 2 },
        { sequence: 3 },
        // Whose order it is stands in each; a text that looks like a field of it stays a text.
        { sequence: 4, version: 3, data: { index: 0, clientId, vehicleId, status: 'assigned', price: '$price' } },
        { sequence: 5, version: 3, data: { index: 1, orderId: order.id } },
      ]);
  });

  it('happens once of many that saw the same', async () => {
    const { ctx, vehicleId, seen, stored } = await given();
    const same = await seen();

    const results = await Promise.all(
      Array.from({ length: 8 }, () => orders.announceTracking(ctx, same, told(vehicleId))),
    );

    expect(results.filter((after) => after !== null)).toHaveLength(1);
    expect((await stored())?.sequence).toBe(4);
  });

  it('does not happen to an order that went on meanwhile, nor to that of another tenant', async () => {
    const { ctx, vehicleId, seen, move, stored } = await given();
    const before = await seen();
    await move('picked_up', 3);

    expect(await orders.announceTracking(ctx, before, told(vehicleId))).toBeNull();
    expect(await orders.announceTracking(aCtx(), await seen(), told(vehicleId))).toBeNull();

    expect((await stored())?.sequence).toBe(4);
    expect((await stored())?.tracking).toBeUndefined();
  });

  it('breaks no move at the same moment, and leaves no hole in the sequence', async () => {
    const { ctx, vehicleId, seen, move, stored } = await given();
    const tell = async () => {
      const order = await seen();
      return orders.announceTracking(ctx, order, told(vehicleId));
    };

    const [moved, ...results] = await Promise.all([move('picked_up', 3), tell(), tell(), tell(), tell()]);

    expect(moved.status).toBe(200);
    const happened = results.filter((after) => after !== null).length;
    expect((await stored())?.sequence).toBe(4 + happened);
  });
});
