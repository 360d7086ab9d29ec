import { expect } from 'vitest';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import type { TestApp } from '../../../test/test-app.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';

/** A trade with one order, moved up to `status` by the dispatcher; its driver and vehicle are the trade's. */
export async function givenTransport(
  app: TestApp,
  status: 'accepted' | 'assigned' | 'picked_up' | 'in_transit' = 'picked_up',
) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { dispatcher } = tenant;
  const place = async () => {
    const order = aNewOrder(trade.productId);
    await trade.client.post('/transport-orders', order);
    return order.id;
  };
  const move = async (orderId: string, to: string, more: object = {}) => {
    const { body } = await dispatcher.get(`/transport-orders/${orderId}`);
    const answer = await dispatcher.post(
      `/transport-orders/${orderId}/transitions`,
      { to, ...more },
      { 'If-Match': `W/"v${body.version}"` },
    );
    expect(answer.status).toBe(200);
  };
  const assignment = { carrierId: trade.carrierId, vehicleId: trade.vehicleId, driverId: trade.driver.userId };
  const steps = ['accepted', 'assigned', 'picked_up', 'in_transit'] as const;
  const bring = async (orderId: string, to: (typeof steps)[number]) => {
    for (const step of steps.slice(0, steps.indexOf(to) + 1))
      await move(orderId, step, step === 'assigned' ? assignment : {});
  };
  const orderId = await place();
  await bring(orderId, status);
  const report = (who: Person, points: object[], vehicleId?: string) =>
    who.post('/tracking/positions', { points, ...(vehicleId ? { vehicleId } : {}) });
  const snapshot = (who: Person) => who.get(`/tracking/orders/${orderId}`);
  return { tenant, dispatcher, ...trade, orderId, place, bring, move, assignment, report, snapshot };
}

/** A time by the device's clock, this many milliseconds from now. */
export const at = (msFromNow: number): string => new Date(Date.now() + msFromNow).toISOString();
