import { describe, expect, it, vi } from 'vitest';
import { aNewOrder } from '../../../server/src/features/orders/orders.fixtures.ts';
import { findChromium } from './chromium.ts';
import { openWindow } from './page.ts';
import { room } from './room.ts';

// A browser on a busy machine takes its time; nothing here is about time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const program = findChromium();

describe.runIf(program)('the page, with a network', () => {
  const here = room(program ?? '');

  it('a client sees products with a price, places an order and sees it move the moment a dispatcher moves it', async () => {
    const { tenant, trade } = await here.given();
    const { context } = await here.browser(await here.profile());
    const window = await openWindow(context, here.app.url, tenant);
    await window.shows('#product-age', 'Sign in');

    await window.signIn(trade.client);
    await window.shows('#product-list', /Euro pallet.*from.*45/s);
    await window.shows('#product-age', 'From the server');
    await window.fillOrder({ kg: 480 });
    await window.shows('#price', /244\.13/);
    await window.picture('a1-form');
    await window.placeOrder();
    await window.shows('#order-message', /Placed as /);
    await window.shows('#order-list', 'Placed');
    await window.shows('#connection', 'Live');

    const [id] = await here.ordersOf(tenant);
    const accept = { to: 'accepted' };
    const moved = await tenant.dispatcher.post(`/transport-orders/${id}/transitions`, accept, { 'If-Match': 'W/"v1"' });
    expect(moved.status).toBe(200);
    await window.shows(`#order-list [data-id="${id}"]`, 'Accepted');
    await window.picture('a2-live');
    expect(await here.ordersOf(tenant)).toHaveLength(1);
  });

  it('a dispatcher sees a new order come, accepts it, assigns a carrier, and reads why a move is refused', async () => {
    const { tenant, trade } = await here.given();
    const { context } = await here.browser(await here.profile());
    const window = await openWindow(context, here.app.url, tenant);
    await window.signIn(tenant.dispatcher);
    await window.shows('#connection', 'Live');
    const order = aNewOrder(trade.productId);
    expect((await trade.client.post('/transport-orders', order)).status).toBe(201);
    const row = window.page.locator(`#order-list [data-id="${order.id}"]`);
    await row.getByRole('button', { name: /^Accept/ }).click();
    await row.getByRole('button', { name: /^Assign/ }).click();
    await row.getByLabel('Carrier').selectOption({ label: 'Main Kurier' });
    await row.getByRole('button', { name: 'Assign' }).click();
    await window.shows(`#order-list [data-id="${order.id}"]`, 'Assigned');

    for (const name of [/^Picked up/, /^On the road/]) await row.getByRole('button', { name }).click();
    await row.getByRole('button', { name: /^Delivered/ }).click();
    await row.getByLabel('Received by').fill('Greta Empfang');
    await row.getByRole('button', { name: 'Delivered' }).click();
    await window.shows(`#order-list [data-id="${order.id}"]`, 'Delivered');

    const second = aNewOrder(trade.productId);
    await trade.client.post('/transport-orders', second);
    const late = window.page.locator(`#order-list [data-id="${second.id}"]`);
    await late.getByRole('button', { name: /^Accept/ }).waitFor();
    await context.setOffline(true);
    await late.getByRole('button', { name: /^Accept/ }).click();
    const stop = { to: 'cancelled' };
    await tenant.admin.post(`/transport-orders/${second.id}/transitions`, stop, { 'If-Match': 'W/"v1"' });
    await context.setOffline(false);
    await window.shows('#outbox-list [data-state="attention"]', 'Needs you');
    await window.picture('a3-dispatcher');
    await window.page.getByRole('button', { name: 'Discard' }).click();
    await window.shows('#outbox-summary', 'Nothing is waiting');
  });

  it('a client whose price has changed reads why his order waits and accepts the new price', async () => {
    const { tenant, trade } = await here.given();
    const quoted = await trade.client.post('/quotes', quoteOf(aNewOrder(trade.productId)));
    const price = { ...quoted.body.price, total: quoted.body.price.total - 1_000 };
    const order = aNewOrder(trade.productId, { price });
    expect((await trade.client.post('/transport-orders', order)).body.status).toBe('review');

    const { context } = await here.browser(await here.profile());
    const window = await openWindow(context, here.app.url, tenant);
    await window.signIn(trade.client);
    await window.page.getByText('Needs a decision').click();
    await window.shows('.review', 'New price');
    await window.picture('a4-review');
    await window.page.getByRole('button', { name: 'Accept the alternative' }).click();
    await window.shows(`#order-list [data-id="${order.id}"]`, 'Placed');
  });

  it('shows what somebody typed as text, whatever it looks like', async () => {
    const { tenant, trade } = await here.given();
    const name = '<img src="/nowhere" onerror="document.title=`owned`">';
    await tenant.admin.post('/products', { name, transportType: 'ltl', unit: 'pallet' });
    const { context } = await here.browser(await here.profile());
    const window = await openWindow(context, here.app.url, tenant);

    await window.signIn(trade.client);

    await window.shows('#product-list', name);
    expect(await window.page.locator('main img').count()).toBe(0);
    expect(await window.page.title()).toBe('Symphonia');
  });
});

function quoteOf({ transportType, lines, pickup, delivery }: ReturnType<typeof aNewOrder>): object {
  const place = ({ city, postcode, country, coordinates }: typeof pickup) => ({ city, postcode, country, coordinates });
  return {
    transportType,
    lines: lines.map(({ weightGrams }) => ({ weightGrams })),
    pickup: place(pickup),
    delivery: place(delivery),
  };
}
