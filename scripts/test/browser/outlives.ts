import { expect } from 'vitest';
import { openWindow, type Window } from './page.ts';
import type { Room } from './room.ts';

/** Places an order offline, closes the tab, kills the browser, opens it online: the order is on the server once. */
export async function orderOutlivesBrowser(here: Room): Promise<void> {
  const { tenant, trade } = await here.given();
  const profile = await here.profile();
  const first = await here.browser(profile);
  const window = await signedIn(await openWindow(first.context, here.app.url, tenant), trade.client);

  await first.context.setOffline(true);
  await window.fillOrder({ kg: 480 });
  await window.shows('#price[data-provisional="true"]', /244\.13/);
  await window.placeOrder();
  await window.shows('#order-message', 'Stored on this device');
  await window.shows('#outbox-summary', 'stored on this device');
  await window.shows('#connection', 'Offline');
  const [id] = await waiting(window);
  await window.picture('1-placed-offline');
  await window.page.close();
  await first.kill();
  expect(await here.ordersOf(tenant)).toEqual([]);

  const second = await here.browser(profile);
  const again = await openWindow(second.context, here.app.url, tenant);
  await again.shows('#outbox-list', 'Sign in to send it');
  await again.shows('#product-list', 'Euro pallet');
  expect(await waiting(again)).toEqual([id]);
  await again.picture('2-reopened-after-kill');
  await again.signIn(trade.client);
  await again.shows('#outbox-summary', 'Nothing is waiting');
  await again.shows(`#order-list [data-id="${id}"]`, 'Placed');
  await again.picture('3-accepted-once');
  expect(await here.ordersOf(tenant)).toEqual([id]);
}

/** Signs in and waits until the catalog with its prices is on the device. */
export async function signedIn(window: Window, person: Parameters<Window['signIn']>[0]): Promise<Window> {
  await window.signIn(person);
  await window.shows('#product-age', 'From the server');
  await window.shows('#product-list', /from.*45/s);
  await window.shows('#connection', 'Live');
  return window;
}

/** Ids of what waits on the device, as the page shows it. */
export function waiting(window: Window): Promise<string[]> {
  return window.page
    .locator('#outbox-list > li')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id') ?? ''));
}
