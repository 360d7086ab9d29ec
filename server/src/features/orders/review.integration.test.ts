import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { A_GRID, aNewOrder } from './orders.fixtures.ts';
import type { OrderDocument } from './orders.types.ts';

const app = await testApp();
const orders = app.mongo.db.collection<OrderDocument>('orders');
const V1 = { 'If-Match': 'W/"v1"' };

async function given(settings: Parameters<typeof givenTenant>[1] = {}) {
  const tenant = await givenTenant(app, settings);
  const trade = await givenTrade(tenant);
  const { admin } = tenant;
  const made = async (path: string, body: object) => {
    const answer = await admin.post(path, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body.id as string;
  };
  /** The standard grid with another amount for 100 kg, from the second of January on. */
  const dearer = (per100kg: number) =>
    made(`/pricing-grids/${trade.gridId}/versions`, {
      ...A_GRID.first,
      cells: [{ ...A_GRID.first.cells[0], per100kg }],
      validFrom: '2026-01-02T00:00:00.000Z',
    });
  const place = (changes: Parameters<typeof aNewOrder>[1] = {}) =>
    trade.client.post('/transport-orders', aNewOrder(trade.productId, changes));
  const resolve = (who: Person, of: { id: string; version: number }, alternativeId?: string) =>
    who.post(
      `/transport-orders/${of.id}/transitions`,
      { to: 'placed', ...(alternativeId ? { alternativeId } : {}) },
      { 'If-Match': `W/"v${of.version}"` },
    );
  const wrong = {
    total: 100,
    currency: 'EUR',
    gridId: trade.gridId,
    gridVersion: 1,
    quotedAt: new Date().toISOString(),
  };
  return { tenant, ...trade, admin, dispatcher: tenant.dispatcher, made, dearer, place, resolve, wrong };
}
const codes = (answer: { body: { issues: { code: string }[] } }) => answer.body.issues.map(({ code }) => code);

describe('a product that was withdrawn', () => {
  async function withTwoProducts() {
    const world = await given();
    const gone = await world.made('/products', { name: 'Crate', transportType: 'ltl', unit: 'piece' });
    const lines = [
      { productId: gone, quantity: 1, weightGrams: 300_000 },
      { productId: world.productId, quantity: 2, weightGrams: 480_000 },
    ];
    const withdraw = () => world.admin.patch(`/products/${gone}`, { status: 'withdrawn' }, V1);
    return { ...world, gone, lines, withdraw };
  }

  it('leaves the other lines as the alternative, at their price; accepting it amends the order', async () => {
    const { client, place, resolve, lines, withdraw } = await withTwoProducts();
    await withdraw();

    const review = await place({ lines });

    expect(review.body).toMatchObject({
      status: 'review',
      issues: [{ code: 'product_withdrawn', pointer: '/lines/0/productId' }],
      lines,
      alternative: { lines: [lines[1]], price: { total: 24_413 } },
    });
    const placed = await resolve(client, review.body, review.body.alternative.id);
    expect(placed.body).toMatchObject({ status: 'placed', issues: [], lines: [lines[1]], price: { total: 24_413 } });
    expect(placed.body.timeline.at(-1)).toMatchObject({
      type: 'order.placed',
      changed: ['lines', 'price'],
      totals: { before: review.body.price.total, after: 24_413 },
    });
  });

  it('leaves the price that was quoted, while that holds', async () => {
    const { place, lines, withdraw, admin, clientId, dearer } = await withTwoProducts();
    const { pickup, delivery } = aNewOrder('prd');
    const where = ({ city, postcode, country, coordinates }: typeof pickup) => ({
      city,
      postcode,
      country,
      coordinates,
    });
    const asked = { clientId, transportType: 'ltl', lines: lines.map(({ weightGrams }) => ({ weightGrams })) };
    const quote = await admin.post('/quotes', { ...asked, pickup: where(pickup), delivery: where(delivery) });
    await withdraw();
    await dearer(9_000);

    const review = await place({ lines, price: quote.body.price });

    expect(codes(review)).toEqual(['product_withdrawn']);
    expect(review.body.alternative.price).toMatchObject({ total: 24_413, gridVersion: 1 });
  });

  it('leaves no alternative when nothing is left, or something else is wrong', async () => {
    const { place, gone, lines, withdraw } = await withTwoProducts();
    await withdraw();
    const past = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', zone: 'UTC' };

    const all = await place({ lines: [{ productId: gone, quantity: 1, weightGrams: 1_000 }] });
    const heavy = [lines[0], { ...lines[1], weightGrams: 90_000_000 }] as typeof lines;
    const tooMuch = await place({ lines: heavy });
    const late = await place({ lines, pickup: { ...aNewOrder('prd').pickup, window: past } });

    expect([codes(all), all.body.alternative]).toEqual([['product_withdrawn'], undefined]);
    expect([codes(tooMuch), tooMuch.body.alternative]).toEqual([['product_withdrawn', 'limits_exceeded'], undefined]);
    expect(codes(late)).toEqual(['product_withdrawn', 'window_passed']);
    expect(late.body.alternative).toMatchObject({ lines: [lines[1]], window: { zone: 'UTC' } });
  });
});

describe('a contract that has ended', () => {
  it('is told with both prices, and the price of now is the alternative', async () => {
    const { admin, client, clientId, made, place, resolve } = await given();
    const first = { ...A_GRID.first, cells: [{ ...A_GRID.first.cells[0], per100kg: 3_000 }], surcharges: [] };
    const special = await made('/pricing-grids', { ...A_GRID, name: 'Special', standard: false, first });
    const terms = { clientId, transportType: 'ltl', gridId: special, validFrom: '2026-01-01T00:00:00.000Z' };
    const contract = `/contracts/${await made('/contracts', terms)}/transitions`;
    await admin.post(contract, { to: 'active' }, V1);
    const { price } = (await place()).body;
    expect(price).toMatchObject({ total: 15_000, gridId: special });
    await admin.post(contract, { to: 'ended' }, { 'If-Match': 'W/"v2"' });

    const late = await place({ price });

    expect(late.body).toMatchObject({
      status: 'review',
      issues: [{ code: 'contract_ended', pointer: '/price/gridId' }],
      alternative: { price: { total: 24_413 } },
    });
    expect(late.body.issues[0].message).toMatch(/150\.00 EUR.*244\.13 EUR/);
    const placed = await resolve(client, late.body, late.body.alternative.id);
    expect(placed.body).toMatchObject({ status: 'placed', price: { total: 24_413 } });
  });
});

describe('an alternative that has expired', () => {
  const expire = (id: string) =>
    orders.updateOne({ id }, { $set: { 'alternative.expiresAt': new Date(Date.now() - 1_000).toISOString() } });

  it('is still accepted where its price is the price of now', async () => {
    const { client, place, resolve, wrong } = await given();
    const { body } = await place({ price: wrong });
    const days = (Date.parse(body.alternative.expiresAt) - Date.parse(body.createdAt)) / 86_400_000;
    expect(days).toBeCloseTo(limits.review.alternativeDays, 2);
    await expire(body.id);

    const placed = await resolve(client, body, body.alternative.id);

    expect(placed.body).toMatchObject({ status: 'placed', issues: [], price: { total: 24_413 } });
  });

  it('no longer holds its price: the order stays in review with a new one', async () => {
    const { client, place, resolve, wrong, dearer } = await given();
    const [held, expired] = [(await place({ price: wrong })).body, (await place({ price: wrong })).body];
    await dearer(9_000);
    await expire(expired.id);

    const inTime = await resolve(client, held, held.alternative.id);
    const late = await resolve(client, expired, expired.alternative.id);

    expect(inTime.body).toMatchObject({ status: 'placed', price: { total: 24_413 } });
    expect(late).toMatchObject({ status: 200, body: { status: 'review', issues: [{ code: 'price_changed' }] } });
    expect(late.body.alternative.price.total).toBe(48_825);
    expect(late.body.alternative.id).not.toBe(expired.alternative.id);
    expect((await resolve(client, late.body, late.body.alternative.id)).body.status).toBe('placed');
  });
});

describe('a plan that includes no more', () => {
  it('counts each order once, keeps its number with it, and offers no way around a person', async () => {
    const { admin, client, clientId, made, place, resolve, wrong } = await given();
    const planId = await made('/plans', { name: 'Small', price: { amount: 100, currency: 'EUR' }, monthlyOrders: 1 });
    const subscription = await made('/subscriptions', { clientId, planId });
    const used = async () => (await admin.get(`/subscriptions/${subscription}`)).body.usage.orders;
    const order = { id: v7() };
    const first = await place(order);
    const beyond = await place({ price: wrong });
    const path = `/transport-orders/${beyond.body.id}`;

    expect([first.body.status, codes(beyond)]).toEqual(['placed', ['price_changed', 'quota_exceeded']]);
    expect(beyond.body.issues[1].pointer).toBe('');
    // A price that may be accepted would not place it.
    expect(beyond.body.alternative).toBeUndefined();
    expect(beyond.body.quota).toBeUndefined();

    const amended = await client.patch(path, { lines: [{ ...beyond.body.lines[0], weightGrams: 100_000 }] }, V1);
    expect(codes(amended)).toContain('quota_exceeded');
    expect(await used()).toBe(2);
    expect((await orders.findOne({ id: beyond.body.id }))?.quota?.number).toBe(2);

    expect((await resolve(admin, amended.body)).body.status).toBe('placed');
    expect(await used()).toBe(2);
  });
});

describe('a review that a person asked for', () => {
  it('names the reason, and is ended by staff, not by the client', async () => {
    const { client, dispatcher, place, resolve } = await given();
    const { body } = await place();
    const path = `/transport-orders/${body.id}`;

    const review = await dispatcher.post(`${path}/transitions`, { to: 'review', reason: 'Dangerous goods?' }, V1);

    expect(review.body).toMatchObject({
      status: 'review',
      issues: [{ code: 'intake_review', pointer: '', message: 'Dangerous goods?' }],
    });
    expect((await resolve(client, review.body)).body).toMatchObject({ status: 'review', version: 2 });
    const amended = await client.patch(path, { pickup: { postcode: '64283' } }, { 'If-Match': 'W/"v2"' });
    expect([amended.body.status, codes(amended)]).toEqual(['review', ['intake_review']]);
    const byStaff = await dispatcher.patch(path, { pickup: { postcode: '64285' } }, { 'If-Match': 'W/"v3"' });
    expect([byStaff.body.status, codes(byStaff)]).toEqual(['review', ['intake_review']]);
    expect((await resolve(dispatcher, byStaff.body)).body).toMatchObject({ status: 'placed', issues: [] });
  });

  it('causes one event on its way in and one on its way out', async () => {
    const { dispatcher, place, resolve } = await given();
    const { body } = await place();
    const path = `/transport-orders/${body.id}`;
    const review = await dispatcher.post(`${path}/transitions`, { to: 'review' }, V1);
    await resolve(dispatcher, review.body);

    const events = (await dispatcher.get(`${path}/events`)).body.data as { type: string; sequence: number }[];
    expect(events.map(({ type, sequence }) => [sequence, type])).toEqual([
      [1, 'order.placed'],
      [2, 'order.review_needed'],
      [3, 'order.placed'],
    ]);
  });
});

describe('a window that has passed', () => {
  const past = { from: '2026-01-01T08:00:00.000Z', to: '2026-01-01T09:00:00.000Z', zone: 'UTC' };
  async function late() {
    const world = await given();
    const { pickup, delivery } = aNewOrder('prd');
    const then = { from: '2026-01-01T10:00:00.000Z', to: '2026-01-02T03:00:00.000Z', zone: 'UTC' };
    const review = await world.place({ pickup: { ...pickup, window: past }, delivery: { ...delivery, window: then } });
    return { ...world, review, pickup };
  }

  it('may be had at the same hours of the next day, and the delivery as much later', async () => {
    const { client, review, resolve } = await late();
    const { window } = review.body.alternative;
    expect(codes(review)).toEqual(['window_passed']);
    expect([window.from.slice(11), window.to.slice(11)]).toEqual(['08:00:00.000Z', '09:00:00.000Z']);
    expect(Date.parse(window.to)).toBeGreaterThan(Date.now());
    expect(Date.parse(window.to)).toBeLessThan(Date.now() + 86_400_000 + 60_000);

    const placed = await resolve(client, review.body, review.body.alternative.id);

    expect(placed.body).toMatchObject({ status: 'placed', issues: [], pickup: { window } });
    const day = Date.parse(window.from) - Date.parse(past.from);
    expect(Date.parse(placed.body.delivery.window.to)).toBe(Date.parse('2026-01-02T03:00:00.000Z') + day);
    expect(placed.body.timeline.at(-1).changed).toEqual(['pickup.window', 'delivery.window']);
  });

  it('may be amended by the client, which places the order', async () => {
    const { client, review, pickup } = await late();
    const patch = { pickup: { window: pickup.window }, delivery: { window: aNewOrder('prd').delivery.window } };
    const amended = await client.patch(`/transport-orders/${review.body.id}`, patch, V1);
    expect(amended.body).toMatchObject({ status: 'placed', version: 2, issues: [] });
  });
});
