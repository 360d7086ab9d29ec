import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { PASSWORD } from '../../../server/test/given-tenant.ts';
import { anonCtx, createCalls, operatorCtx } from '../../src/commands/calls.ts';
import { completeDemo } from '../../src/commands/demo/complete.ts';
import { planTrips } from '../../src/commands/drive/plan.ts';
import { type Assigned, assignTrip, driveTrip } from '../../src/commands/drive/trip.ts';
import { stderrLog } from '../../src/commands/open-app.ts';
import { demoTenant } from '../../src/demo/tenant.ts';
import { TRACE_NAMES } from '../../src/demo/trace.ts';
import { findChromium } from './chromium.ts';
import { type Room, room } from './room.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const program = findChromium();
const FOLDER = fileURLToPath(new URL('../../../docs/proofs/screens/', import.meta.url));
/** The drives took 20 to 50 minutes. */
const SPEED = 60;
const DESKTOP = { width: 1200, height: 740 };
const PHONE = { width: 390, height: 844 };

describe.runIf(program && process.env.PROOF === 'full')('the board and a recipient’s page, seen', () => {
  const here = room(program ?? '');

  it('before, during and at the end of recorded drives: a picture of each', async () => {
    const tenantId = await givenDemo(here);
    const trips = await planTrips(here.app, tenantId, TRACE_NAMES);
    const assigned: Assigned[] = [];
    for (const trip of trips) assigned.push(await assignTrip(here.app, tenantId, trip));
    const [first] = assigned;
    if (!first) throw new Error('The demo has no drive.');
    const { context } = await here.browser(await here.profile());
    const [board, phone] = [await context.newPage(), await context.newPage()];
    const picture = async (name: string) => {
      for (const [kind, page] of Object.entries({ board, link: phone })) {
        const path = `${FOLDER}tracking-${kind}-${name}.png`;
        await page.bringToFront(); // a page behind another one is not painted
        await page.screenshot({ path });
        expect(statSync(path).size, path).toBeLessThan(150_000);
      }
    };

    await board.setViewportSize(DESKTOP);
    await board.goto(`${here.app.url}/board`);
    await board.getByLabel('Company', { exact: true }).first().fill('demo');
    await board.getByLabel('E-mail').fill('jonas.petersen@rheinfracht.example');
    await board.getByLabel('Password').fill(PASSWORD);
    await board.getByRole('button', { name: 'Sign in' }).click();
    const order = board.locator('#order-list button', { hasText: first.reference });
    await order.filter({ hasText: 'Assigned' }).waitFor();
    await board.locator('path.land').first().waitFor({ state: 'attached' });
    await phone.setViewportSize(PHONE);
    await phone.goto(`${here.app.url}${new URL(first.url).pathname}`);
    await phone.locator('#state', { hasText: 'Waiting for pick-up' }).waitFor();
    await phone.locator('#connection', { hasText: 'Live' }).waitFor();
    await picture('before');

    const driven = trips.map((trip, index) => driveTrip(assigned[index] ?? first, trip, SPEED, () => {}));
    await phone.locator('#state', { hasText: 'On the way' }).waitFor();
    await board.locator('#map .vehicle').nth(2).waitFor();
    await board.getByRole('button', { name: 'Show everybody' }).click();
    await order.filter({ hasText: 'In transit' }).click();
    await board.locator('path.trail').waitFor({ state: 'attached' });
    await phone.locator('path.land').first().waitFor({ state: 'attached' });
    await board.waitForTimeout(6_000); // for a way to look at; nothing is judged by it
    await picture('during');
    await driven[0];
    await phone.locator('#state', { hasText: 'Delivered' }).waitFor();
    await board.locator('#selected', { hasText: 'Delivered' }).waitFor();
    await board.getByRole('button', { name: 'Show the way' }).click();
    await picture('end');
    await Promise.all(driven);
  });
});

async function givenDemo({ app }: Room): Promise<string> {
  await createCalls(app, () => anonCtx(stderrLog))('registerTenant', { body: demoTenant(PASSWORD) });
  const tenant = await app.doors.tenants.bySlug('demo');
  if (!tenant) throw new Error('The tenant was registered and is not there.');
  const calls = createCalls(app, () => operatorCtx(stderrLog, tenant._id));
  await completeDemo(calls, { password: PASSWORD, apply: true, onMade() {} });
  return tenant._id;
}
