import { describe, expect, it } from 'vitest';
import type { Person } from '../../../test/given-tenant.ts';
import { startTestApp, type TestApp, testApp } from '../../../test/test-app.ts';
import { givenTransport } from './given-transport.fixtures.ts';
import { eventsOf } from './order-events.fixtures.ts';
import { aWay, fakeOsrm } from './osrm.fixtures.ts';
import { aReportedPoint, DARMSTADT } from './tracking.fixtures.ts';
import type { Coordinates } from './tracking.model.ts';
import { watcher } from './watcher.fixtures.ts';

const MINUTE = 60_000;
let minutes = 0;
/** The application's clock runs ahead as far as a test says. */
const app = await testApp({}, { now: () => new Date(Date.now() + minutes * MINUTE) });

/** So many kilometres south of Darmstadt, which is on the way to Frankfurt. */
const south = (kilometres: number): Coordinates => [DARMSTADT[0], DARMSTADT[1] - kilometres / 111.195];

async function given(of: TestApp, status: 'assigned' | 'picked_up' = 'picked_up') {
  const transport = await givenTransport(of, status);
  const { report, driver, client, orderId } = transport;
  const drive = async (kilometres: number) => {
    const deviceTime = new Date(Date.now() + minutes * MINUTE).toISOString();
    expect((await report(driver, [aReportedPoint({ deviceTime, coordinates: south(kilometres) })])).status).toBe(200);
  };
  const told = async (who: Person = client) =>
    (await eventsOf(of, who, orderId)).filter(({ type }) => type === 'order.eta_changed');
  return { ...transport, drive, told };
}

describe('an arrival', () => {
  it('is told with the first position after the pick-up, and again only when it moved by much', async () => {
    minutes = 0;
    const { drive, told, client, driver, snapshot } = await given(app);

    await drive(0);
    const [first] = await told();
    expect(first).toMatchObject({ sequence: 5, version: 4, data: { eta: { source: 'great_circle' } } });
    expect(first?.data.eta?.at).toBe((await snapshot(client)).body.eta.at);

    // Half an hour's way farther off, but told a moment ago.
    await drive(30);
    expect(await told()).toHaveLength(1);
    // Late, but by less than ten minutes.
    minutes = 6;
    await drive(1);
    expect(await told()).toHaveLength(1);
    await drive(30);
    expect(await told()).toHaveLength(2);
    expect(await told(driver)).toHaveLength(2);
  });

  it('is not told before the goods are on board', async () => {
    minutes = 0;
    const { drive, told, dispatcher } = await given(app, 'assigned');
    await drive(0);
    expect(await told(dispatcher)).toEqual([]);
  });

  it('reaches who watches the order or its client, with the time to come and when the position is stale', async () => {
    minutes = 0;
    const { drive, client, clientId, orderId, snapshot } = await given(app);
    const watching = await watcher(app.url, client.token);
    await watching.sub(`order:${orderId}`);
    await watching.sub(`client:${clientId}`);

    await drive(5);

    const position = await watching.event(`order:${orderId}`, 'position');
    const told = await watching.event(`order:${orderId}`, 'order.eta_changed');
    expect(told.data).toMatchObject({ orderId, sequence: 5, version: 4, eta: position.data.eta });
    expect((await watching.event(`client:${clientId}`, 'order.eta_changed')).id).toBe(told.id);
    const { staleAt, position: shown } = (await snapshot(client)).body;
    expect(position.data.staleAt).toBe(staleAt);
    expect(Date.parse(staleAt) - Date.parse(shown.deviceTime)).toBe(10 * MINUTE);
    watching.close();
  });

  it('is by road where a routing service is set, and by the great circle while that fails', async () => {
    let works = true;
    const { url, asked } = await fakeOsrm((req, res) => (works ? aWay(31_204, 1_710)(req, res) : void res.destroy()));
    const routed = await startTestApp({ OSRM_URL: `${url}/`, DATABASE: app.mongo.db.databaseName });
    minutes = 0;
    const { drive, told, snapshot, client } = await given(routed);

    await drive(0);
    const { eta, position } = (await snapshot(client)).body;
    expect(eta).toMatchObject({ remainingMetres: 31_204, source: 'route' });
    expect(Date.parse(eta.at) - Date.parse(position.deviceTime)).toBe(1_710_000);
    expect((await told())[0]?.data.eta).toEqual(eta);
    // The snapshot asks again only for a place it has not asked for.
    expect(asked).toHaveLength(1);

    works = false;
    await drive(4);
    expect((await snapshot(client)).body.eta.source).toBe('great_circle');
    await routed.stop();
  });
});

describe('the events of an order', () => {
  it('name estimates and visits as the contract does', async () => {
    minutes = 0;
    const { drive, client, orderId } = await given(app);
    await drive(0);
    expect((await client.get(`/transport-orders/${orderId}/events`)).body.data.at(-1).type).toBe('order.eta_changed');
  });
});
