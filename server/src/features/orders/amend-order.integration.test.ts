import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../test/caller.ts';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aNewOrder } from './orders.fixtures.ts';

const app = await testApp();

async function given(changes: Parameters<typeof aNewOrder>[1] = {}) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const order = aNewOrder(trade.productId, changes);
  const placed = await trade.client.post('/transport-orders', order);
  return { tenant, ...trade, order, placed, path: `/transport-orders/${order.id}`, dispatcher: tenant.dispatcher };
}
const at = (version: number) => ({ 'If-Match': `W/"v${version}"` });

describe('amending an order', () => {
  it('changes what the patch names, removes what it nulls, and keeps the rest', async () => {
    const { client, path, order } = await given({ instructions: 'Ring twice', metadata: { po: '4711', ref: 'x' } });

    const answer = await client.patch(path, { instructions: null, metadata: { ref: null, cost: '12' } }, at(1));

    expect(answer).toMatchObject({
      status: 200,
      body: { version: 2, metadata: { po: '4711', cost: '12' }, pickup: { city: order.pickup.city } },
    });
    expect(answer.body.instructions).toBeUndefined();
    expect(answer.body.timeline.at(-1)).toMatchObject({ type: 'order.amended', changed: ['instructions', 'metadata'] });
  });

  it('by staff reprices and keeps both totals in the timeline', async () => {
    const { dispatcher, path, productId } = await given();

    const answer = await dispatcher.patch(path, { lines: [{ productId, quantity: 4, weightGrams: 960_000 }] }, at(1));

    expect(answer.body).toMatchObject({ status: 'placed', price: { total: 48_825 } });
    expect(answer.body.timeline.at(-1).totals).toEqual({ before: 24_413, after: 48_825 });
  });

  it('by the client goes to review when the price is no longer the one he agreed to', async () => {
    const { client, path, productId } = await given();

    const answer = await client.patch(path, { lines: [{ productId, quantity: 4, weightGrams: 960_000 }] }, at(1));

    expect(answer.body).toMatchObject({
      status: 'review',
      issues: [{ code: 'price_changed' }],
      alternative: { price: { total: 48_825 } },
    });
  });

  it('ends when the order is accepted, for the client, and mostly at pick-up, for staff', async () => {
    const { client, dispatcher, driver, path, carrierId, vehicleId } = await given();
    const move = (who: typeof client, to: string, version: number, more = {}) =>
      who.post(`${path}/transitions`, { to, ...more }, at(version));
    await move(dispatcher, 'accepted', 1);
    const late = await client.patch(path, { instructions: 'Please' }, at(2));
    await move(dispatcher, 'assigned', 2, { carrierId, vehicleId, driverId: driver.userId });
    await move(driver, 'picked_up', 3);

    const window = { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
    const notes = await dispatcher.patch(path, { instructions: 'Gate 4', delivery: { window } }, at(4));
    const place = await dispatcher.patch(path, { delivery: { city: 'Mainz' } }, at(5));

    expect(late).toMatchObject({ status: 409, body: { code: 'order_cannot_be_amended' } });
    expect(notes).toMatchObject({ status: 200, body: { instructions: 'Gate 4', delivery: { window } } });
    expect(place).toMatchObject({ status: 409, body: { code: 'order_cannot_be_amended' } });
    expect(place.body.detail).toContain('delivery.city');
  });

  it('does not let a field that is needed be removed, nor a window end before it begins', async () => {
    const { client, path } = await given();

    const removed = await client.patch(path, { pickup: { city: null } }, at(1));
    const turned = await client.patch(path, { delivery: { window: { to: '2020-01-01T00:00:00.000Z' } } }, at(1));

    expect([removed.status, turned.status]).toEqual([400, 400]);
    expect(turned.body.errors[0].pointer).toBe('/delivery/window/to');
  });

  it('is done once however often it is sent', async () => {
    const { client, path } = await given();
    const headers = { ...at(1), 'Idempotency-Key': v7() };

    await client.patch(path, { instructions: 'once' }, headers);
    const replay = await client.patch(path, { instructions: 'once' }, headers);

    expect(replay).toMatchObject({ status: 200, body: { version: 2 } });
    expect(replay.headers['idempotent-replayed']).toBe('true');
  });
});

describe('a change that no grid prices', () => {
  const codes = (answer: Answer) => answer.body.issues.map((issue: { code: string }) => issue.code);
  const tooHeavy = (productId: string) => ({ lines: [{ productId, quantity: 1, weightGrams: 90_000_000 }] });
  const light = (productId: string) => ({ lines: [{ productId, quantity: 2, weightGrams: 480_000 }] });

  it('by the client takes the price of the old goods away, and nobody places the order without one', async () => {
    const { client, dispatcher, path, productId } = await given();

    const review = await client.patch(path, tooHeavy(productId), at(1));
    const placed = await dispatcher.post(`${path}/transitions`, { to: 'placed' }, at(2));
    const mended = await client.patch(path, light(productId), at(2));

    expect([review.body.status, codes(review)]).toEqual(['review', ['limits_exceeded']]);
    expect(review.body.price).toBeUndefined();
    expect(placed).toMatchObject({ status: 409, body: { code: 'order_has_no_price' } });
    expect(mended.body).toMatchObject({ status: 'placed', issues: [], price: { total: 24_413 } });
  });

  it('by staff puts the order into review without a price, and leaves one there', async () => {
    const { client, dispatcher, path, productId } = await given();

    const review = await dispatcher.patch(path, tooHeavy(productId), at(1));
    const still = await dispatcher.patch(path, tooHeavy(productId), at(2));
    const mended = await dispatcher.patch(path, light(productId), at(3));

    for (const one of [review, still]) {
      expect([one.body.status, codes(one), one.body.price]).toEqual(['review', ['limits_exceeded'], undefined]);
    }
    expect(mended.body).toMatchObject({ status: 'review', issues: [], price: { total: 24_413 } });
    const events = (await client.get(`${path}/events`)).body.data as { type: string }[];
    expect(events.map(({ type }) => type)).toEqual([
      'order.placed',
      'order.amended',
      'order.review_needed',
      'order.amended',
      'order.amended',
    ]);
  });

  it('is refused once the order is accepted, saying what to do, and the order stays as it is', async () => {
    const { dispatcher, path, productId } = await given();
    await dispatcher.post(`${path}/transitions`, { to: 'accepted' }, at(1));

    const answer = await dispatcher.patch(path, tooHeavy(productId), at(2));

    expect(answer).toMatchObject({ status: 409, body: { code: 'order_has_no_price' } });
    expect(answer.body.detail).toMatch(/is accepted.*add a grid version/);
    expect((await dispatcher.get(path)).body).toMatchObject({ version: 2, price: { total: 24_413 } });
  });

  it('leaves no price behind when a review is looked at again', async () => {
    const { client, path, order, productId, gridId } = await given();
    const price = { total: 100, currency: 'EUR', gridId, gridVersion: 1, quotedAt: new Date().toISOString() };
    await client.patch(path, { price }, at(1));
    await app.mongo.db.collection('orders').updateOne({ id: order.id }, { $set: tooHeavy(productId) });

    const answer = await client.post(`${path}/transitions`, { to: 'placed' }, at(2));

    expect([answer.body.status, codes(answer), answer.body.price]).toEqual(['review', ['limits_exceeded'], undefined]);
  });
});

describe('an order in review', () => {
  const wrong = (gridId: string) => ({
    price: { total: 100, currency: 'EUR', gridId, gridVersion: 1, quotedAt: new Date().toISOString() },
  });

  it('becomes placed when its client accepts the alternative, at its price', async () => {
    const tenant = await givenTenant(app);
    const { client, productId, gridId } = await givenTrade(tenant);
    const placed = await client.post('/transport-orders', aNewOrder(productId, wrong(gridId)));
    const path = `/transport-orders/${placed.body.id}`;

    const other = await client.post(`${path}/transitions`, { to: 'placed', alternativeId: 'alt_nothing' }, at(1));
    const answer = await client.post(
      `${path}/transitions`,
      { to: 'placed', alternativeId: placed.body.alternative.id },
      at(1),
    );

    expect(other).toMatchObject({ status: 409, body: { code: 'alternative_changed' } });
    expect(answer.body).toMatchObject({ status: 'placed', version: 2, issues: [], price: { total: 24_413 } });
    expect(answer.body.alternative).toBeUndefined();
    const events = await client.get(`${path}/events`);
    expect(events.body.data.map((event: { type: string }) => event.type)).toEqual([
      'order.review_needed',
      'order.placed',
    ]);
  });

  it('stays in review with a new alternative when the price has changed once more', async () => {
    const tenant = await givenTenant(app, { priceHoldDays: 0 });
    const { client, productId, gridId } = await givenTrade(tenant);
    const placed = await client.post('/transport-orders', aNewOrder(productId, wrong(gridId)));
    const { A_GRID } = await import('./orders.fixtures.ts');
    const dearer = {
      ...A_GRID.first,
      cells: [{ ...A_GRID.first.cells[0], per100kg: 9_000 }],
      validFrom: '2026-01-02T00:00:00.000Z',
    };
    expect((await tenant.admin.post(`/pricing-grids/${gridId}/versions`, dearer)).status).toBe(201);

    const answer = await client.post(
      `/transport-orders/${placed.body.id}/transitions`,
      { to: 'placed', alternativeId: placed.body.alternative.id },
      at(1),
    );

    expect(answer.body).toMatchObject({ status: 'review', version: 2, issues: [{ code: 'price_changed' }] });
    expect(answer.body.alternative.id).not.toBe(placed.body.alternative.id);
  });

  it('is placed by a dispatcher without a word about the price where that is the grid’s', async () => {
    const { client, dispatcher, path } = await given();
    await dispatcher.post(`${path}/transitions`, { to: 'review' }, at(1));
    await dispatcher.post(`${path}/transitions`, { to: 'placed' }, at(2));

    const entry = (await client.get(path)).body.timeline.at(-1);
    expect([entry.type, entry.totals, entry.note]).toEqual(['order.placed', undefined, undefined]);
  });

  it('can be placed by a dispatcher as it stands', async () => {
    const tenant = await givenTenant(app);
    const { client, productId, gridId } = await givenTrade(tenant);
    const placed = await client.post('/transport-orders', aNewOrder(productId, wrong(gridId)));

    const answer = await tenant.dispatcher.post(
      `/transport-orders/${placed.body.id}/transitions`,
      { to: 'placed' },
      at(1),
    );

    expect(answer.body).toMatchObject({ status: 'placed', issues: [], price: { total: 100 } });
    // Which names our grid, although the grid does not say so: everybody sees whose price it is.
    const seen = (await client.get(`/transport-orders/${placed.body.id}`)).body.timeline.at(-1);
    expect(seen).toMatchObject({ totals: { before: 24_413, after: 100 }, note: 'Placed at the price that was sent.' });
  });
});
