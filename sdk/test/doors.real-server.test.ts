import { afterAll, describe, expect, it } from 'vitest';
import { operations } from '../src/core/operation.ts';
import { createSymphonia } from '../src/index.ts';
import { isRejected, memoryOutbox, outbox } from '../src/outbox/index.ts';
import { linkAuth, type Tracking, tracking } from '../src/tracking/index.ts';
import { anOrderFor, aVersion } from './support/a-trade.ts';
import { aPng } from './support/png.ts';
import { realServer } from './support/real-server.ts';

const server = await realServer();
const tenant = await server.tenant();
const admin = tenant.admin.sym;
const made = {
  client: (await admin.clients.create({ name: 'Odenwald Maschinenbau GmbH' })).data.id,
  carrier: (
    await admin.carriers.create({
      name: 'Main Kurier',
      citiesCovered: ['Darmstadt', 'Frankfurt am Main'],
      transportTypes: ['ltl'],
    })
  ).data.id,
  product: (await admin.products.create({ name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' })).data.id,
  grid: (
    await admin.pricing.createGrid({ name: 'Groupage', transportType: 'ltl', currency: 'EUR', first: aVersion(4500) })
  ).data.id,
};
const client = (
  await tenant.person('client', { clientId: made.client }, { outbox: outbox(memoryOutbox()), realtime: tracking() })
).sym;
const dispatcher = (await tenant.person('dispatcher', undefined, { outbox: outbox(memoryOutbox()) })).sym;
/** What was asked by an SDK of a test’s own. */
const answered = new Set<string>();
const V1 = { ifMatch: 'W/"v1"' };
const orderId = await placed();
afterAll(() => Promise.all([client, dispatcher, admin].map((sym) => sym.close())));

/** Places an order through the queue. */
async function placed(): Promise<string> {
  const submitted = await client.orders.submit(client.orders.draft(), anOrderFor(made.product));
  const order = await submitted.accepted({ timeoutMs: 20_000 });
  if (isRejected(order)) throw new Error(JSON.stringify(order.problem));
  return order.id;
}

describe('a tracking link', () => {
  it.each(['socket', 'stream'] as const)(
    'shows its delivery live by a %s, and nothing else, until it is revoked',
    async (way) => {
      const id = await placed();
      const { data: link } = await dispatcher.tracking.createLink(id, {});
      expect((await dispatcher.tracking.links(id)).data.data).toMatchObject([{ id: link.id, orderId: id }]);
      const page = createSymphonia<Tracking>({
        ...{ baseUrl: `${server.url}/api/v1`, auth: linkAuth(link.token), realtime: tracking() },
        ...(way === 'stream'
          ? {
              WebSocket: class {
                constructor() {
                  throw new Error('No sockets here.');
                }
              } as never,
            }
          : {}), // as on Node 20
      });
      const { data: shown } = await page.tracking.public(link.token);
      expect(shown).toMatchObject({ orderId: id, linkId: link.id, status: 'placed' });
      const other = page.tracking.subscribe({ delivery: orderId });
      await expect(other[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'NotFound', status: 404 });

      const live = page.tracking.subscribe({ delivery: id });
      const events = live[Symbol.asyncIterator]();
      expect((await events.next()).value).toMatchObject({ kind: 'snapshot', data: { orderId: id, status: 'placed' } });
      expect(live.status().transport).toBe(way);
      const moved = await dispatcher.orders.transition(id, 'accepted');
      expect(await moved.accepted({ timeoutMs: 20_000 })).toMatchObject({ status: 'accepted' });
      expect((await events.next()).value).toMatchObject({ kind: 'event', type: 'order.accepted' });

      const over = expect(events.next()).rejects.toMatchObject({ name: 'AuthRequired' });
      await dispatcher.tracking.revokeLink(id, link.id);
      await over;
      await expect(page.tracking.public(link.token)).rejects.toMatchObject({
        status: 410,
        code: 'tracking_link_ended',
      });
      await page.close();
      answered.add('GET /public/tracking/a-token');
    },
  );
});

describe('a document', () => {
  const photo = new File([aPng(400, 300)], 'Palette Süd ✓.png', { type: 'image/png' });

  it('goes up with its name, comes down byte for byte, whole or in part, and is one document under one key', async () => {
    const idempotencyKey = crypto.randomUUID();
    const { data: stored, meta } = await client.documents.upload(
      orderId,
      { kind: 'photo', file: photo },
      { idempotencyKey },
    );
    expect(stored).toMatchObject({
      orderId,
      kind: 'photo',
      name: photo.name,
      contentType: 'image/png',
      bytes: photo.size,
    });
    expect(meta).toMatchObject({ status: 201, replayed: false });

    const again = await client.documents.upload(orderId, { file: photo, kind: 'photo' }, { idempotencyKey });
    expect([again.data.id, again.meta.replayed]).toEqual([stored.id, true]);
    expect((await dispatcher.documents.list(orderId, { fields: 'name' })).data.data).toMatchObject([
      { id: stored.id, name: photo.name },
    ]);
    expect((await dispatcher.documents.get(stored.id)).data).toEqual(stored);

    const { data: whole } = await dispatcher.documents.download(stored.id);
    expect(whole.type).toBe('image/png');
    expect(Buffer.compare(await bytesOf(whole), await bytesOf(photo))).toBe(0);
    const part = await dispatcher.documents.download(stored.id, { headers: { Range: 'bytes=1-3' } });
    expect([part.meta.status, await part.data.text()]).toEqual([206, 'PNG']);
  });

  it('that is no picture is refused with a sentence', async () => {
    const text = new File(['Not a picture.'], 'a.png', { type: 'image/png' });
    await expect(client.documents.upload(orderId, { kind: 'photo', file: text })).rejects.toMatchObject({
      code: 'unsupported_media_type',
    });
  });
});

describe('a file of products', () => {
  it('is a job, watched until it is done, that says what became of each line', async () => {
    const csv = 'name,transportType,unit\n"Fass, groß",bulk,Fass\nKiste,nowhere,Kiste\n';
    const watcher = await tenant.person('dispatcher', undefined, { realtime: tracking() });
    const { data: job, meta } = await admin.products.import(new Blob([csv]));
    expect(meta.status).toBe(202);

    const watch = watcher.sym.tracking.subscribe({ job: job.id });
    const told: string[] = [];
    for await (const event of watch) {
      const { state } = event.data as { state?: string };
      told.push(event.kind === 'event' ? event.type : `snapshot: ${state}`);
      if (['job.done', 'job.failed', 'snapshot: done'].includes(told.at(-1) ?? '')) break;
    }
    console.log(`the job told: ${told.join(', ')}`);
    expect(told[0]).toMatch(/^snapshot: /);
    const { data: done } = await admin.jobs.get(job.id);
    expect(done).toMatchObject({ state: 'done', progress: 100, result: { lines: 2, created: 1, refused: 1 } });
    expect(done.result?.mistakes).toMatchObject([{ line: 3, pointer: '/transportType' }]);
    await watcher.sym.close();
  });
});

describe('many at once', () => {
  it('are each answered for themselves: clients, products, carriers, vehicles and orders', async () => {
    const carrier = { name: 'Elbe Havel', citiesCovered: ['Magdeburg'], transportTypes: ['bulk' as const] };
    const clients = await admin.clients.bulk({
      items: [{ create: { name: 'Elbwerk AG' } }, { amend: { id: made.client, version: 9, patch: { name: 'Other' } } }],
    });
    expect(clients.data.items.map(({ status }) => status)).toEqual([201, 412]);
    const products = await admin.products.bulk({
      items: [{ amend: { id: made.product, version: 1, patch: { description: null } } }],
    });
    expect(products.data.items).toMatchObject([{ status: 200, product: { id: made.product, version: 2 } }]);
    const carriers = await admin.carriers.bulk({ items: [{ create: carrier }] });
    const carrierId = carriers.data.items[0]?.carrier?.id ?? '';
    const vehicles = await admin.carriers.bulkVehicles({
      items: [{ create: { carrierId, plate: 'MD-EH 1', name: 'Kipper', transportTypes: ['bulk'] } }],
    });
    expect(vehicles.data.items).toMatchObject([{ status: 201, vehicle: { plate: 'MD-EH 1' } }]);

    const body = {
      items: [
        { create: { ...anOrderFor(made.product), clientId: made.client } },
        { transition: { orderId, to: 'nowhere' } },
      ],
    };
    const idempotencyKey = crypto.randomUUID();
    // @ts-expect-error: no order can go nowhere; the server refuses that one alone.
    const orders = await dispatcher.orders.bulk(body, { idempotencyKey });
    expect(orders.data.items.map(({ status }) => status)).toEqual([201, 400]);
    // @ts-expect-error: the same again.
    const again = await dispatcher.orders.bulk(body, { idempotencyKey });
    expect(again.data.items[0]).toMatchObject({ replayed: true, order: { id: orders.data.items[0]?.order?.id } });
  });
});

describe('what a client subscribes and agrees to', () => {
  it('moves by its own doors, and null takes a field away', async () => {
    const { data: plan } = await admin.plans.create({
      name: 'Basic',
      price: { amount: 4900, currency: 'EUR' },
      monthlyOrders: 100,
    });
    const amended = await admin.plans.amend(plan.id, { monthlyOrders: null }, V1);
    expect(amended.data.monthlyOrders).toBeUndefined();
    expect((await admin.plans.get(plan.id)).data.version).toBe(2);
    const { data: subscription } = await admin.subscriptions.create({ clientId: made.client, planId: plan.id });
    await admin.subscriptions.get(subscription.id);
    await expect(admin.subscriptions.transition(subscription.id, { to: 'past_due' }, V1)).resolves.toMatchObject({
      data: { status: 'past_due' },
    });
    const { data: other } = await admin.plans.create({ name: 'More', price: { amount: 9900, currency: 'EUR' } });
    await admin.subscriptions.amend(subscription.id, { planId: other.id }, { ifMatch: 'W/"v2"' });

    const validFrom = '2026-01-01T00:00:00.000Z';
    const terms = {
      clientId: made.client,
      transportType: 'ltl' as const,
      gridId: made.grid,
      validFrom,
      validTo: '2027-01-01T00:00:00.000Z',
    };
    const { data: contract } = await admin.contracts.create(terms);
    const open = await admin.contracts.amend(contract.id, { validTo: null }, V1);
    expect(open.data.validTo).toBeUndefined();
    await admin.contracts.transition(contract.id, { to: 'active' }, { ifMatch: 'W/"v2"' });
    expect((await client.contracts.get(contract.id)).data.status).toBe('active');
  });
});

describe('the doors', () => {
  it('lists give whole pages or only the fields asked for, and every page is walked', async () => {
    const names: string[] = [];
    for await (const { id, ...row } of admin.products.list({ limit: 1, fields: 'name', cache: 'network-only' })) {
      expect(id).toMatch(/^prd_/);
      expect(Object.keys(row)).toEqual(['name']);
      names.push(row.name);
    }
    expect(names.length).toBeGreaterThan(1);
    const lists = [
      ...[admin.auth.listUsers(), admin.clients.list(), admin.carriers.list(), admin.carriers.listVehicles()],
      ...[admin.plans.list(), admin.subscriptions.list(), admin.contracts.list(), admin.pricing.listGrids()],
      ...[dispatcher.orders.list(), dispatcher.orders.events(orderId)],
    ];
    for (const { data } of await Promise.all(lists)) expect(data.data.length).toBeGreaterThan(0);
  });

  it('all work against the real server', async () => {
    const { data: vehicle } = await admin.carriers.createVehicle({
      carrierId: made.carrier,
      plate: 'DA-MK 471',
      transportTypes: ['ltl'],
    });
    await admin.carriers.getVehicle(vehicle.id);
    await admin.carriers.amendVehicle(vehicle.id, { name: null, plate: 'DA-MK 472' }, V1);
    await admin.carriers.get(made.carrier);
    await admin.carriers.amend(made.carrier, { name: 'Main-Kurier' }, V1);
    await admin.clients.get(made.client);
    await admin.clients.amend(made.client, { name: 'Odenwald' }, V1);
    await admin.products.get(made.product);
    await admin.products.amend(made.product, { name: 'Europalette' }, { ifMatch: 'W/"v2"' });
    await admin.pricing.getGrid(made.grid);
    await admin.pricing.addGridVersion(made.grid, aVersion(5000));
    const { transportType, pickup, delivery } = anOrderFor(made.product);
    const place = ({ city, postcode, country, coordinates }: typeof pickup) => ({
      city,
      postcode,
      country,
      coordinates,
    });
    await client.pricing.quote({
      transportType,
      lines: [{ weightGrams: 1 }],
      pickup: place(pickup),
      delivery: place(delivery),
    });
    await (await dispatcher.orders.amend(orderId, { instructions: 'Ring twice.' })).accepted({ timeoutMs: 20_000 });
    await (await dispatcher.orders.transition(orderId, 'accepted')).accepted({ timeoutMs: 20_000 });
    await client.orders.get(orderId);
    await client.tracking.snapshot(orderId);
    const carrier = await tenant.person('carrier', { carrierId: made.carrier });
    await carrier.sym.tracking.report({
      points: [{ deviceTime: new Date().toISOString(), coordinates: [8.65, 49.87] }],
    });
    await admin.tracking.vehicle(vehicle.id);
    expect((await admin.tracking.vehicleTrail(vehicle.id)).data.recorded).toBe(1);
    expect((await admin.tracking.client(made.client)).data.orders.map((order) => order.orderId)).toContain(orderId);
    expect((await admin.tracking.board({ bbox: '8.4,49.7,8.9,50.2' })).data.complete).toBe(true);
    await admin.tracking.trail(orderId);
    const { data: device } = await admin.tracking.createDevice({ vehicleId: vehicle.id, name: 'Old phone' });
    await admin.tracking.rotateDeviceKey(device.id);
    expect((await admin.tracking.listDevices()).data.data).toMatchObject([{ id: device.id, name: 'Old phone' }]);
    await admin.tracking.removeDevice(device.id);
    const { meta } = await admin.tenant.get();
    await admin.tenant.amend({ geofenceMetres: 300 }, { ifMatch: meta.etag ?? '' });
    await carrier.sym.auth.refresh({ refreshToken: carrier.refreshToken });
    await carrier.sym.auth.logout();

    const without = operations().filter(({ method, path }) => {
      const pattern = new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`);
      return ![...server.answered, ...answered].some((request) => pattern.test(request));
    });
    console.log(
      `${operations().length - without.length} of ${operations().length} operations answered by the real server`,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());
