import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { at, givenTransport } from '../../../server/src/features/tracking/given-transport.fixtures.ts';
import { aReportedPoint } from '../../../server/src/features/tracking/tracking.fixtures.ts';
import { findChromium } from './chromium.ts';
import { cutLine } from './cut-line.ts';
import { openWindow, type Window } from './page.ts';
import { room } from './room.ts';

// A browser on a busy machine takes its time; nothing here is about time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const program = findChromium();
const MARKER = '#map .vehicle';

describe.runIf(program)('the pages that show where things are', () => {
  const here = room(program ?? '');

  it('the board moves a vehicle with its driver’s reports, shows its order’s status at once, and draws its way', async () => {
    const { tenant, driver, orderId, report, move } = await givenTransport(here.app, 'picked_up');
    await report(driver, [aReportedPoint()]);
    const { context } = await here.browser(await here.profile());
    const board = await openWindow(context, `${here.app.url}/board`, tenant);
    await board.page.locator('#sign-in').waitFor();
    expect(await board.page.locator('#board').isVisible()).toBe(false);
    await board.signIn(tenant.dispatcher);
    await board.shows(`${MARKER} .plate`, 'DA-MK 471');
    await board.shows('#connection', 'Live');
    await board.shows(`#order-list [data-id="${orderId}"]`, /Picked up.*DA-MK 471/s);
    const before = await placeOf(board);

    await report(driver, [aReportedPoint({ coordinates: [8.65, 49.95], heading: 12 })]);
    await move(orderId, 'in_transit');

    await vi.waitFor(async () => expect((await placeOf(board)).y).toBeLessThan(before.y - 20), { timeout: 30_000 });
    await board.shows(`#order-list [data-id="${orderId}"]`, /In transit.*arrives/s);
    await board.page.locator(`#order-list [data-id="${orderId}"] button`).press('Enter');
    await board.shows('#selected', /Still to go.*DA-MK 471/s);
    await board.page.locator('path.trail').waitFor({ state: 'attached' });
    expect(await board.page.locator(`${MARKER}[data-selected]`).count()).toBe(1);
  });

  it('says so while the server is dead, and shows nothing old when another one is there', async () => {
    const { tenant, driver, orderId, report, move } = await givenTransport(here.app, 'picked_up');
    await report(driver, [aReportedPoint({ deviceTime: at(-2 * 3_600_000) })]);
    const dying = await here.anotherApp();
    const line = await cutLine(dying.port);
    onTestFinished(line.close);
    const { context } = await here.browser(await here.profile());
    const board = await openWindow(context, `${line.url}/board`, tenant);
    await board.signIn(tenant.dispatcher);
    await board.shows('#connection', 'Live');
    await board.shows(`${MARKER} .plate`, 'DA-MK 471');
    expect(await board.page.locator(`${MARKER}[data-stale]`).count()).toBe(1);
    const before = await placeOf(board);

    line.cut();
    await dying.stop();
    await board.shows('#connection', 'Connection lost');
    await board.shows('#not-live', 'what you see is from');
    await report(driver, [aReportedPoint({ coordinates: [8.65, 49.95] })]);
    await move(orderId, 'in_transit');
    line.to(here.app.port);

    await board.shows('#connection', 'Live');
    await board.shows(`#order-list [data-id="${orderId}"]`, 'In transit');
    await vi.waitFor(async () => expect((await placeOf(board)).y).toBeLessThan(before.y - 20), { timeout: 30_000 });
    expect(await board.page.locator('#not-live').textContent()).toBe('');
    expect(await board.page.locator(`${MARKER}[data-stale]`).count()).toBe(0);
  });

  it('a recipient follows his delivery on a phone to its end, sees nobody’s names or prices, and no more once the link is taken back', async () => {
    const { tenant, dispatcher, driver, orderId, report, move } = await givenTransport(here.app, 'picked_up');
    const links = `/transport-orders/${orderId}/tracking-links`;
    const { body: link } = await dispatcher.post(links, {}, { 'Idempotency-Key': orderId });
    await report(driver, [aReportedPoint({ deviceTime: at(-5_000) })]);
    const { context } = await here.browser(await here.profile());
    const page = await openWindow(context, `${here.app.url}/track/${link.token}`, tenant);
    await page.page.setViewportSize({ width: 390, height: 844 });
    await page.shows('#state', 'Picked up in Darmstadt');
    await page.shows('#connection', 'Live');
    await page.page.locator(MARKER).waitFor();
    const before = await placeOf(page);

    await report(driver, [aReportedPoint({ coordinates: [8.65, 49.95] })]);
    await move(orderId, 'in_transit');
    await page.shows('#state', 'On the way to Frankfurt am Main');
    await page.shows('#arrival', 'Arrives about');
    await vi.waitFor(async () => expect((await placeOf(page)).y).toBeLessThan(before.y - 20), { timeout: 30_000 });
    expect(await page.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    await move(orderId, 'delivered', { proof: { name: 'Greta Empfang', at: at(0) } });
    await page.shows('#state', 'Delivered in Frankfurt am Main');
    await page.page.locator('#where').waitFor({ state: 'hidden' });
    const told = (await page.page.locator('html').textContent()) ?? '';
    for (const secret of ['DA-MK', 'Main Kurier', 'Greta', 'Odenwald', 'Messe', 'Rheinstra', '244', '€'])
      expect(told).not.toContain(secret);
    expect(await keptByThePage(page)).toEqual({ local: 0, session: 0, cookies: '', databases: 0 });

    expect((await dispatcher.delete(`${links}/${link.id}`)).status).toBe(204);
    await page.shows('#over', 'This link has ended');
    expect(await page.page.locator('html').textContent()).not.toContain('Frankfurt');
    await page.page.goto(`${here.app.url}/track/tl_${'nobody-made-this-link'}`);
    await page.shows('#over', 'There is no such link');
  });
});

/** Where the vehicle is on the screen, in pixels. */
async function placeOf({ page }: Window): Promise<{ x: number; y: number }> {
  const box = await page.locator(MARKER).boundingBox();
  if (!box) throw new Error('The vehicle is not on the screen.');
  return box;
}

/** What a page left on the device. */
function keptByThePage({ page }: Window): Promise<object> {
  return page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
  }));
}
