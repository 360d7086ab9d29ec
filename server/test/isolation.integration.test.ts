import { beforeAll, describe, expect, it } from 'vitest';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import type { OperationId } from '../src/platform/http/contract.gen.ts';
import { aWorld, EXAMPLES, OPERATION_IDS, prepared, rowOf, type World } from './examples.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';

const app = await testApp();
/** Two freight companies with the same kinds of everything. */
let ours: World;
let theirs: World;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([aWorld(app), aWorld(app)]);
});

const withId = OPERATION_IDS.filter((id) => !rowOf(id).public && rowOf(id).path.includes('{'));
const lists = OPERATION_IDS.filter((id) => rowOf(id).cost === 'list' && !rowOf(id).path.includes('{'));
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
];

describe.concurrent('an id of another tenant in the path is not there', () => {
  const pairs = withId.flatMap((id) => rowOf(id).roles.map((role) => [id, role] as const));
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
  createQuote: ({ clientId }) => [{ clientId }],
  placeOrder: ({ clientId, productId }) => [aNewOrder(ours.productId, { clientId }), aNewOrder(productId)],
  amendOrder: ({ productId }) => [{ lines: [{ productId, quantity: 1, weightGrams: 1 }] }],
  reportPositions: ({ vehicleId }) => [{ vehicleId }],
};

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
  const cached = OPERATION_IDS.filter(
    (id) => rowOf(id).statuses.includes(304) && ['listProducts', 'listCarriers', 'listPricingGrids'].includes(id),
  );
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

it('a key that another tenant used is a new request here', async () => {
  const key = { 'Idempotency-Key': '0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c' };
  const [mine, yours] = [await prepared(ours, 'createClient'), await prepared(theirs, 'createClient')];
  const answers = [await yours.send({ headers: key }), await mine.send({ headers: key })];
  expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, undefined]);
  expect(answers[0]?.body.id).not.toBe(answers[1]?.body.id);
});
