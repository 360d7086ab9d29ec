import { expect } from 'vitest';
import { appRuns, type Given } from './helpers.ts';
import { type Tab, until } from './tabs.ts';

/** Products, grids and a quote, when the page shows them; how long it took is for the rule to judge. */
const shown = (tab: Tab) =>
  until(() => tab.run(() => typeof app === 'object' && (app.shown ?? (app.failed && { failed: app.failed }))), 'shown');

/** Each weather meets the page as somebody opens it, without a token, with what the device has. */
export async function reloads({ room, browser }: Given): Promise<void> {
  const { trade, front } = await room.given();
  const tab = await browser.tab(`${front.url}/?worker`);
  await appRuns(tab);
  const { transportType, lines, pickup, delivery } = trade.order;
  const request = { transportType, lines, pickup, delivery };
  await tab.run((value) => app.remember('request', value), request);
  const live = await tab.run((value) => app.show(value), request);
  expect(live).toMatchObject({ products: ['Euro pallet'], grids: ['Groupage'], provisional: false });
  await tab.run(() => navigator.serviceWorker.ready.then(() => true));

  for (const weather of ['503', 'hangs', 'portal', 'cut', 'stopped'] as const) {
    if (weather === 'stopped') await front.stop();
    else front.weather = weather;
    await tab.reload();
    const { afterMs, ...offline } = (await shown(tab)) as typeof live; // or it says why not
    const catalog = { products: ['Euro pallet'], grids: ['Groupage'], total: live.total };
    expect(offline, weather).toEqual({ ...catalog, provisional: true });
    expect(afterMs, weather).toBeLessThan(3000);
  }
  await front.start();
}
