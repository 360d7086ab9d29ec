import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findChromium } from './chromium.ts';
import { orderOutlivesBrowser, signedIn, waiting } from './outlives.ts';
import { openWindow, type Window } from './page.ts';
import { room } from './room.ts';

// A browser on a busy machine takes its time; nothing here is about time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const program = findChromium();

describe.runIf(program)('the page, in bad weather', () => {
  const here = room(program ?? '');

  it('an order placed without a network outlives the killed browser and is on the server exactly once', () =>
    orderOutlivesBrowser(here));

  it('a reload shows the products with their age while the server is stopped, and while it hangs', async () => {
    const { tenant, trade } = await here.given();
    const server = await here.anotherApp();
    const { context } = await here.browser(await here.profile());
    const window = await signedIn(await openWindow(context, server.url, tenant), trade.client);
    await window.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await server.stop();

    await window.page.reload();
    await window.shows('#product-list', /Euro pallet.*from.*45/s);
    await window.shows('#product-age', /Kept on this device, .+/);
    await window.picture('c1-stopped');

    await hangingServer(server.port);
    await window.page.reload();
    await window.shows('#product-list', /Euro pallet.*from.*45/s);
    await window.shows('#product-age', /Kept on this device, .+/);
  });

  it('two windows that send at once make one order of each', async () => {
    const { tenant, trade } = await here.given();
    const { context } = await here.browser(await here.profile());
    const windows = [await openWindow(context, here.app.url, tenant), await openWindow(context, here.app.url, tenant)];
    for (const window of windows) await signedIn(window, trade.client);

    await context.setOffline(true);
    for (const [index, window] of windows.entries()) {
      for (const kg of [100 + index, 200 + index]) {
        await window.fillOrder({ kg });
        await window.placeOrder();
        await window.shows('#outbox-list', `${kg} kg`);
      }
    }
    const [window] = windows as [Window];
    const ids = await waiting(window);
    expect(new Set(ids).size).toBe(4);
    await context.setOffline(false);

    for (const each of windows) await each.shows('#outbox-summary', 'Nothing is waiting');
    expect((await here.ordersOf(tenant)).sort()).toEqual([...ids].sort());
  });

  it('a double tap, and a reload in the middle of it, are one order', async () => {
    const { tenant, trade } = await here.given();
    const { context } = await here.browser(await here.profile());
    const window = await signedIn(await openWindow(context, here.app.url, tenant), trade.client);
    const { page } = window;

    await window.fillOrder({ kg: 120 });
    await page.getByRole('button', { name: 'Place order' }).dblclick();
    await window.shows('#order-message', /Placed as /);
    expect(await here.ordersOf(tenant)).toHaveLength(1);

    await window.fillOrder({ kg: 130 });
    await page.evaluate(twice);
    await window.shows('#order-message', /Placed as /);
    expect(await here.ordersOf(tenant)).toHaveLength(2);

    await window.fillOrder({ kg: 140 });
    const id = await draftId(window);
    await Promise.all([page.waitForEvent('load'), page.evaluate(placeAndReload)]);
    await signedIn(window, trade.client);
    // Depending on the very moment the order was stored before the reload, or is still in the form.
    if ((await page.locator('[name=kg]').inputValue()) !== '') {
      expect(await draftId(window)).toBe(id);
      await window.placeOrder();
    }
    await window.shows(`#order-list [data-id="${id}"]`, 'Placed');
    await window.shows('#outbox-summary', 'Nothing is waiting');
    expect((await here.ordersOf(tenant)).filter((order) => order === id)).toHaveLength(1);
    expect(await here.ordersOf(tenant)).toHaveLength(3);
  });
});

/** The id under which the form's order will be placed. */
function draftId(window: Window): Promise<string> {
  return window.page.evaluate(() => (history.state as { draft: { id: string } }).draft.id);
}

// Both run in the page.
const twice = () => {
  const form = document.querySelector<HTMLFormElement>('#order-form');
  form?.requestSubmit();
  form?.requestSubmit();
};
const placeAndReload = () => {
  document.querySelector<HTMLFormElement>('#order-form')?.requestSubmit();
  location.reload();
};

/** A server that takes every connection and never answers; gone after the test. */
async function hangingServer(port: number): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}
