import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { CACHED_READS } from '../src/app/cached-reads.ts';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { ROLES } from '../src/platform/http/context.ts';
import type { OPERATIONS, OperationId } from '../src/platform/http/contract.gen.ts';
import { EXAMPLES, OPERATION_IDS, prepared, rowOf } from './examples.ts';
import { type KeyedId, keyFor, OTHER_BODY } from './other-bodies.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { aPlan } from './things.ts';
import { aWorld, type World } from './world.ts';

const app = await testApp();
/** Two freight companies with the same kinds of everything. */
let ours: World;
let theirs: World;
let theirPlan: string;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([aWorld(app), aWorld(app)]);
  theirPlan = await aPlan(theirs);
});

const withId = OPERATION_IDS.filter((id) => !rowOf(id).public && rowOf(id).path.includes('{'));
const lists = OPERATION_IDS.filter(
  // The board has no pages; whose vehicles it shows, its own tests say.
  (id) => rowOf(id).cost === 'list' && !rowOf(id).path.includes('{') && id !== 'getBoard',
);
/** Every id of the other company that an answer could give away. */
const theirIds = () => [
  theirs.tenant.id,
  theirs.clientId,
  theirs.productId,
  theirs.gridId,
  theirs.carrierId,
  theirs.vehicleId,
  theirs.orderId,
  theirs.driver.userId,
  theirs.tenant.admin.userId,
  theirPlan,
];

describe.concurrent('an id of another tenant in the path is not there', () => {
  const pairs = withId.flatMap((id) =>
    ROLES.filter((role) => rowOf(id).roles.includes(role)).map((role) => [id, role] as const),
  );
  it.each(pairs)('%s, asked by their %s', async (id, role) => {
    const { path } = await EXAMPLES[id](ours);
    const { send } = await prepared(theirs, id);
    const answer = await send({ path, caller: await theirs.fresh(role) });
    expectProblem(answer, 404, 'not_found');
  });
});

/** Every id that a body may name, and an example of the body. */
const REFERENCES: { readonly [Id in OperationId]?: (theirs: World) => readonly object[] } = {
  createUser: ({ clientId, carrierId }) => [
    { role: 'client', clientId },
    { role: 'driver', carrierId },
    { role: 'carrier', carrierId },
  ],
  createVehicle: ({ carrierId }) => [{ carrierId }],
  createSubscription: ({ clientId }) => [{ clientId }, { planId: theirPlan }],
  createContract: ({ clientId, gridId, carrierId }) => [{ clientId }, { gridId }, { clientId: undefined, carrierId }],
  amendContract: ({ gridId }) => [{ gridId }],
  createQuote: ({ clientId }) => [{ clientId }],
  placeOrder: ({ clientId, productId }) => [aNewOrder(ours.productId, { clientId }), aNewOrder(productId)],
  amendOrder: ({ productId }) => [{ lines: [{ productId, quantity: 1, weightGrams: 1 }] }],
  reportPositions: ({ vehicleId }) => [{ vehicleId }],
};

/** Every id that an item of a bulk may name, and how the item is answered; the type makes forgetting a bulk a mistake. */
type Bulk = { [Id in OperationId]: (typeof OPERATIONS)[Id]['bulk'] extends true ? Id : never }[OperationId];
const v1 = { version: 1, patch: { name: 'Ours now' } };
const ITEMS: { readonly [Id in Bulk]: (theirs: World) => readonly (readonly [object, number])[] } = {
  bulkClients: ({ clientId }) => [[{ amend: { id: clientId, ...v1 } }, 404]],
  bulkProducts: ({ productId }) => [[{ amend: { id: productId, ...v1 } }, 404]],
  bulkCarriers: ({ carrierId }) => [[{ amend: { id: carrierId, ...v1 } }, 404]],
  bulkVehicles: ({ vehicleId, carrierId }) => [
    [{ amend: { id: vehicleId, version: 1, patch: { plate: 'OU-RS 1' } } }, 404],
    [{ create: { carrierId, plate: 'OU-RS 2', transportTypes: ['ltl'] } }, 422],
  ],
  bulkOrders: ({ orderId, clientId, productId, carrierId, vehicleId, driver }) => {
    const assign = (change: object) => ({
      transition: {
        orderId: ours.orderId,
        version: 2,
        to: 'assigned',
        carrierId: ours.carrierId,
        vehicleId: ours.vehicleId,
        driverId: ours.driver.userId,
        ...change,
      },
    });
    return [
      [{ transition: { orderId, to: 'cancelled' } }, 404],
      [{ transition: { orderId, version: 2, to: 'cancelled' } }, 404],
      [{ create: aNewOrder(ours.productId, { clientId }) }, 422],
      [{ create: aNewOrder(productId, { clientId: ours.clientId }) }, 422],
      [assign({ carrierId }), 422],
      [assign({ vehicleId }), 422],
      [assign({ driverId: driver.userId }), 422],
    ];
  },
};

describe.concurrent('an item of a bulk that names an id of another tenant', () => {
  it.each(Object.keys(ITEMS) as Bulk[])(
    '%s is answered as if nobody had it, and changes nothing of theirs',
    async (id) => {
      const cases = ITEMS[id](theirs);
      const { send } = await prepared(ours, id);
      const answer = await send({ body: { items: cases.map(([item]) => item) } });
      const rows = answer.body.items as { status: number; problem: { code: string } }[];
      expect(rows.map(({ status, problem }) => [status, problem?.code])).toEqual(
        cases.map(([, status]) => [status, status === 404 ? 'not_found' : 'unknown_reference']),
      );
      for (const own of [theirs.tenant.id, theirs.tenant.slug]) expect(answer.text).not.toContain(own);
      const seen = await theirs.tenant.admin.get(`/transport-orders/${theirs.orderId}`);
      expect([seen.body.status, seen.body.version]).toEqual(['accepted', 2]);
    },
  );
});

describe.concurrent('a file for another tenant', () => {
  it('is refused to whoever sends it to their order, and nothing of it is kept', async () => {
    const { path } = await EXAMPLES.uploadDocument(theirs);
    const { send } = await prepared(ours, 'uploadDocument');
    const kept = () => app.mongo.db.collection('documents').countDocuments({ orderId: theirs.orderId });
    const before = await kept();
    const key = { 'Idempotency-Key': v7() };
    expectProblem(await send({ path, headers: key }), 404, 'not_found');
    expect(await kept()).toBe(before);
    // The key is free in both: nothing was begun under it.
    expect((await send({ headers: key })).status).toBe(201);
    const { send: theirSend } = await prepared(theirs, 'uploadDocument');
    expect((await theirSend({ headers: key })).status).toBe(201);
  });

  it('of theirs proves no delivery of ours', async () => {
    const { send } = await prepared(theirs, 'uploadDocument');
    const photo = (await send()).body.id as string;
    const order = aNewOrder(ours.productId, { clientId: ours.clientId });
    await ours.tenant.admin.post('/transport-orders', order);
    const { carrierId, vehicleId, driver } = ours;
    const moves = [
      { to: 'accepted' },
      { to: 'assigned', carrierId, vehicleId, driverId: driver.userId },
      { to: 'picked_up' },
      { to: 'in_transit' },
    ];
    for (const [i, move] of moves.entries())
      await ours.tenant.admin.post(`/transport-orders/${order.id}/transitions`, move, { 'If-Match': `W/"v${i + 1}"` });
    const proof = { at: new Date().toISOString(), name: 'Greta', photoIds: [photo] };
    const answer = await ours.tenant.admin.post(
      `/transport-orders/${order.id}/transitions`,
      { to: 'delivered', proof },
      { 'If-Match': 'W/"v5"' },
    );
    expectProblem(answer, 422, 'unknown_reference');
  });
});

describe.concurrent('an id of another tenant in the body is unknown', () => {
  it.each(Object.keys(REFERENCES) as OperationId[])('%s', async (id) => {
    for (const change of REFERENCES[id]?.(theirs) ?? []) {
      const { send, body } = await prepared(ours, id);
      expectProblem(
        await send({ body: { ...body, ...change } }),
        422,
        id === 'reportPositions' ? 'vehicle_not_yours' : 'unknown_reference',
      );
    }
  });

  it('moveOrder, for carrier, vehicle and driver', async () => {
    const { carrierId, vehicleId, driver } = ours;
    for (const change of [
      { carrierId: theirs.carrierId },
      { vehicleId: theirs.vehicleId },
      { driverId: theirs.driver.userId },
    ]) {
      const answer = await ours.tenant.admin.post(
        `/transport-orders/${ours.orderId}/transitions`,
        { to: 'assigned', carrierId, vehicleId, driverId: driver.userId, ...change },
        { 'If-Match': 'W/"v2"' },
      );
      expectProblem(answer, 422, 'unknown_reference');
    }
  });
});

describe.concurrent('lists and snapshots', () => {
  it.each(lists)('%s shows nothing of another tenant', async (id) => {
    const answer = await (await prepared(ours, id)).send({ path: `${rowOf(id).path}?limit=100&count=true` });
    expect(answer.body.data.length).toBeGreaterThan(0);
    for (const foreign of theirIds()) expect(answer.text).not.toContain(foreign);
  });

  it.each(lists)('%s goes on from another tenant’s cursor without a row of it', async (id) => {
    const theirList = await prepared(theirs, id);
    for (const { id: operation } of [
      { id: 'createClient' },
      { id: 'createProduct' },
      { id: 'createCarrier' },
      { id: 'createVehicle' },
      { id: 'createUser' },
      { id: 'createPricingGrid' },
      { id: 'placeOrder' },
    ] as const) {
      if (rowOf(operation).path === rowOf(id).path) await (await prepared(theirs, operation)).send();
    }
    const { next } = (await theirList.send({ path: `${rowOf(id).path}?limit=1` })).body as { next?: string };
    expect(next).toBeDefined();
    const answer = await (await prepared(ours, id)).send({ path: `${rowOf(id).path}?limit=1&cursor=${next}` });
    expect([200, 400]).toContain(answer.status);
    for (const foreign of theirIds()) expect(answer.text).not.toContain(foreign);
  });

  it('filters by another tenant’s client or carrier find nothing', async () => {
    const who = await ours.fresh('admin');
    for (const filter of [`clientId=${theirs.clientId}`, `carrierId=${theirs.carrierId}`])
      expect((await who.get(`/transport-orders?${filter}`)).body.data).toEqual([]);
  });
});

describe.concurrent('what is cached', () => {
  const cached = lists.filter((id) => id in CACHED_READS);
  it.each(cached)('%s is kept per tenant: the same address gives each its own, twice', async (id) => {
    const [one, two] = await Promise.all([aWorld(app), aWorld(app)]); // nobody else writes here
    const [mine, yours] = [await prepared(one, id), await prepared(two, id)];
    const first = [await mine.send(), await yours.send()];
    const again = [await mine.send(), await yours.send()];
    expect(again.map(({ body }) => body as object)).toEqual(first.map(({ body }) => body as object));
    expect(again.map(({ headers }) => headers['x-cache'])).toEqual(['HIT', 'HIT']);
    for (const foreign of [two.productId, two.carrierId, two.gridId]) expect(again[0]?.text).not.toContain(foreign);
    expect(first[0]?.headers.etag).not.toBe(first[1]?.headers.etag);
  });

  it('is kept per view: a client never gets what staff were given, nor staff what a client was', async () => {
    const world = await aWorld(app);
    const [admin, client] = [await world.fresh('admin'), await world.fresh('client')];
    await admin.patch(`/carriers/${world.carrierId}`, { rating: 4.5 }, { 'If-Match': 'W/"v1"' });
    await admin.patch(`/products/${world.productId}`, { status: 'withdrawn' }, { 'If-Match': 'W/"v1"' });
    for (const [one, two] of [
      [admin, client],
      [client, admin],
    ] as const) {
      await Promise.all(['/carriers', '/products', `/carriers/${world.carrierId}`].map((path) => one.get(path)));
      await Promise.all(['/carriers', '/products', `/carriers/${world.carrierId}`].map((path) => two.get(path)));
    }
    expect([
      (await admin.get('/carriers')).body.data[0].rating,
      (await client.get('/carriers')).body.data[0].rating,
    ]).toEqual([4.5, undefined]);
    expect([
      (await admin.get(`/carriers/${world.carrierId}`)).body.rating,
      (await client.get(`/carriers/${world.carrierId}`)).body.rating,
    ]).toEqual([4.5, undefined]);
    expect([(await admin.get('/products')).body.data.length, (await client.get('/products')).body.data.length]).toEqual(
      [1, 0],
    );
  });
});

describe.concurrent('a key that another tenant used is a new request here', () => {
  it.each(Object.keys(OTHER_BODY) as KeyedId[])('%s', async (id) => {
    const [mine, yours] = [await prepared(ours, id), await prepared(theirs, id)];
    const key = keyFor(id, yours.body);
    // An order's key is its id, which two tenants may both have.
    const body = id === 'placeOrder' ? { ...mine.body, id: key['Idempotency-Key'] } : mine.body;
    const answers = [await yours.send({ headers: key }), await mine.send({ headers: key, body })];
    expect(answers.map(({ status }) => status < 300)).toEqual([true, true]);
    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, undefined]);
    for (const foreign of theirIds()) expect(answers[1]?.text).not.toContain(foreign);
  });
});
