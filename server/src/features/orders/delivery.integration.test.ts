import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aNewOrder } from './orders.fixtures.ts';
import { storeCopies } from './orders.seed.fixtures.ts';

const app = await testApp();
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** An order in transit since three hours, to be delivered until one hour ago. */
async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { carrierId, vehicleId, driver } = trade;
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  const copies = (count: number) =>
    storeCopies(app.mongo.db, order.id, count, (_, { delivery, timeline }) => ({
      status: 'in_transit',
      carrierId,
      vehicleId,
      driverId: driver.userId,
      delivery: {
        ...delivery,
        window: { ...delivery.window, from: hoursAgo(5).toISOString(), to: hoursAgo(1).toISOString() },
      },
      timeline: timeline.map((entry) => ({ ...entry, type: 'order.in_transit', at: hoursAgo(3) })),
    }));
  const deliver = (id: string, occurredAt?: Date, version = 1, proof: object = { name: 'Greta Empfang' }) =>
    driver.post(
      `/transport-orders/${id}/transitions`,
      { to: 'delivered', proof: { at: new Date().toISOString(), ...proof }, ...(occurredAt ? { occurredAt } : {}) },
      { 'If-Match': `W/"v${version}"` },
    );
  return { tenant, ...trade, copies, deliver, dispatcher: tenant.dispatcher };
}

describe('a delivery', () => {
  it('is on time by the time the device says, not by when it could tell', async () => {
    const { copies, deliver } = await given();
    const [early = '', late = '', now = ''] = await copies(3);
    const at = hoursAgo(2);

    expect((await deliver(early, at)).body).toMatchObject({ deliveredAt: at.toISOString(), onTime: true });
    expect((await deliver(late, hoursAgo(0.5))).body).toMatchObject({ onTime: false });
    const untold = await deliver(now);
    expect(untold.body.onTime).toBe(false);
    expect(untold.body.deliveredAt).toBe(untold.body.timeline.at(-1).at);
  });

  it('cannot lie before the move before it, nor after now', async () => {
    const { copies, deliver } = await given();
    const [before = '', after = ''] = await copies(2);

    const first = await deliver(before, hoursAgo(50));
    const second = await deliver(after, hoursAgo(-50));

    expect(first.body.deliveredAt).toBe(first.body.timeline.at(-2).at);
    expect(first.body.onTime).toBe(true);
    expect(second.body.deliveredAt).toBe(second.body.timeline.at(-1).at);
  });

  it('is not made later by what staff has noted meanwhile', async () => {
    const { copies, deliver, dispatcher } = await given();
    const [id = ''] = await copies(1);
    await dispatcher.patch(`/transport-orders/${id}`, { instructions: 'Gate 4' }, { 'If-Match': 'W/"v1"' });

    const at = hoursAgo(2);
    expect((await deliver(id, at, 2)).body).toMatchObject({ deliveredAt: at.toISOString(), onTime: true });
  });

  it('is proven as every product of the order asks', async () => {
    const { tenant, productId, copies, deliver } = await given();
    const [id = '', other = ''] = await copies(2);
    await tenant.admin.patch(`/products/${productId}`, { proofRequired: 'photo' }, { 'If-Match': 'W/"v1"' });

    const byName = await deliver(id);
    const invented = await deliver(other, undefined, 1, { photoIds: ['doc_nowhere'] });

    expect(byName).toMatchObject({ status: 422, body: { code: 'proof_required' } });
    expect(byName.body.detail).toContain('photo');
    expect(invented).toMatchObject({ status: 422, body: { code: 'unknown_reference' } });
  });

  it('is judged by the window as it was amended, and shown to everybody who sees the order', async () => {
    const { copies, deliver, dispatcher, client, carrier } = await given();
    const [id = ''] = await copies(1);
    const path = `/transport-orders/${id}`;
    const window = { to: hoursAgo(-1).toISOString() };
    await dispatcher.patch(path, { delivery: { window } }, { 'If-Match': 'W/"v1"' });
    await deliver(id, undefined, 2);

    for (const who of [client, carrier, dispatcher]) expect((await who.get(path)).body.onTime).toBe(true);
  });
});
