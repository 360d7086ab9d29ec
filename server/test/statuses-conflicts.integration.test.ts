import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { A_GRID, aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import type { OperationId } from '../src/platform/http/contract.gen.ts';
import { documenting, prepared, rowOf } from './examples.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { aWorld, type World } from './world.ts';

const app = await testApp();
let world: World;
beforeAll(async () => {
  world = await aWorld(app);
});

/** One refusal by what is stored already; operations with a key of their own are proven in idempotency.integration.test.ts. */
const CONFLICTS: { readonly [Id in OperationId]?: readonly [string, () => Promise<void>] } = {
  registerTenant: [
    'slug_taken',
    async () => {
      const { send, body } = await prepared(world, 'registerTenant');
      const registration = body as { tenant: object }; // the example's
      expectProblem(
        await send({ body: { ...registration, tenant: { ...registration.tenant, slug: world.tenant.slug } } }),
        409,
        'slug_taken',
      );
    },
  ],
  createUser: [
    'email_taken',
    async () => {
      const { send, body } = await prepared(world, 'createUser');
      expectProblem(
        await send({ body: { ...body, email: world.tenant.admin.email.toUpperCase() } }),
        409,
        'email_taken',
      );
    },
  ],
  placeOrder: [
    'order_id_taken',
    async () => {
      const other = await world.tenant.admin.post('/clients', { name: 'Another' });
      const stranger = await world.tenant.person('client', { clientId: other.body.id as string });
      const { send, body } = await prepared(world, 'placeOrder');
      await send();
      expectProblem(await send({ caller: stranger, body }), 409, 'order_id_taken');
    },
  ],
  amendOrder: [
    'order_cannot_be_amended',
    async () => {
      const client = await world.fresh('client');
      expectProblem(
        await client.patch(`/transport-orders/${world.orderId}`, { instructions: 'Ring' }, { 'If-Match': 'W/"v2"' }),
        409,
        'order_cannot_be_amended',
      );
    },
  ],
  moveOrder: [
    'order_cannot_move',
    async () => {
      const { path, send } = await prepared(world, 'moveOrder');
      const answer = await send({
        path,
        body: { to: 'delivered', proof: { at: new Date().toISOString(), name: 'Greta' } },
      });
      expectProblem(answer, 409, 'order_cannot_move');
      expect(answer.body.allowed).toContain('accepted');
    },
  ],
  createDevice: [
    'too_many_devices',
    async () => {
      const { send } = await prepared(world, 'createDevice');
      const answers = [];
      while (answers.length < 11 && answers.at(-1)?.status !== 409) answers.push(await send());
      expectProblem(answers.at(-1) ?? (await send()), 409, 'too_many_devices');
    },
  ],
};

const IMPOSSIBLE: { readonly [Id in OperationId]?: readonly [string, () => Promise<void>] } = {
  createUser: [
    'unknown_reference',
    async () => {
      const { send, body } = await prepared(world, 'createUser');
      expectProblem(
        await send({ body: { ...body, role: 'client', clientId: `cli_${v7()}` } }),
        422,
        'unknown_reference',
      );
    },
  ],
  createPricingGrid: [
    'invalid_grid',
    async () => {
      const { send } = await prepared(world, 'createPricingGrid');
      expectProblem(
        await send({
          body: {
            ...A_GRID,
            standard: false,
            first: { ...A_GRID.first, cells: [{ from: 'XX', to: 'DE6', bracket: 0, flat: 1 }] },
          },
        }),
        422,
        'invalid_grid',
      );
    },
  ],
  addPricingGridVersion: [
    'invalid_grid',
    async () => {
      const { send, body } = await prepared(world, 'addPricingGridVersion');
      expectProblem(
        await send({ body: { ...body, cells: [{ from: 'XX', to: 'DE6', bracket: 0, flat: 1 }] } }),
        422,
        'invalid_grid',
      );
    },
  ],
  createQuote: [
    'quote_not_possible',
    async () => {
      const { send, body } = await prepared(world, 'createQuote');
      expectProblem(await send({ body: { ...body, transportType: 'bulk' } }), 422, 'quote_not_possible');
    },
  ],
  createVehicle: [
    'unknown_reference',
    async () => {
      const { send, body } = await prepared(world, 'createVehicle');
      expectProblem(await send({ body: { ...body, carrierId: `car_${v7()}` } }), 422, 'unknown_reference');
    },
  ],
  placeOrder: [
    'unknown_reference',
    async () => {
      const { send } = await prepared(world, 'placeOrder');
      expectProblem(await send({ body: aNewOrder(`prd_${v7()}`) }), 422, 'unknown_reference');
    },
  ],
  amendOrder: [
    'unknown_reference',
    async () => {
      const { send } = await prepared(world, 'amendOrder');
      expectProblem(
        await send({ body: { lines: [{ productId: `prd_${v7()}`, quantity: 1, weightGrams: 1 }] } }),
        422,
        'unknown_reference',
      );
    },
  ],
  moveOrder: [
    'unknown_reference',
    async () => {
      const { send, path } = await prepared(world, 'moveOrder');
      await send();
      expectProblem(
        await send({ path, body: { to: 'assigned', carrierId: `car_${v7()}` }, headers: { 'If-Match': 'W/"v2"' } }),
        422,
        'unknown_reference',
      );
    },
  ],
  createDevice: [
    'unknown_reference',
    async () => {
      const { send } = await prepared(world, 'createDevice');
      expectProblem(await send({ body: { vehicleId: `veh_${v7()}`, name: 'Phone' } }), 422, 'unknown_reference');
    },
  ],
  reportPositions: [
    'vehicle_not_yours',
    async () => {
      const { send, body } = await prepared(world, 'reportPositions');
      expectProblem(await send({ body: { ...body, vehicleId: `veh_${v7()}` } }), 422, 'vehicle_not_yours');
    },
  ],
};

const refusals = (table: typeof CONFLICTS) =>
  Object.entries(table).map(([id, [code, refuse]]) => [id, code, refuse] as const);

describe.concurrent('409: what is stored stands in the way', () => {
  it.each(refusals(CONFLICTS))('%s answers %s', (_id, _code, refuse) => refuse());
});

describe.concurrent('422: well-formed and impossible', () => {
  it.each(refusals(IMPOSSIBLE))('%s answers %s', (_id, _code, refuse) => refuse());
});

/** Proven for each of them in idempotency.integration.test.ts. */
const byKey = (id: OperationId) => rowOf(id).idempotent === 'key';

it('leaves no documented 409 and 422 without a test', () => {
  const unproven = (status: number, table: typeof CONFLICTS) =>
    documenting(status).filter((id) => !(id in table) && !byKey(id));
  expect([unproven(409, CONFLICTS), unproven(422, IMPOSSIBLE)]).toEqual([[], []]);
});

it('an order whose timeline is full takes no more commands, but is still shown', async () => {
  const { path, send, caller } = await prepared(world, 'amendOrder');
  const id = path.split('/').at(-1) ?? '';
  const entry = (await caller.get(path)).body.timeline[0] as object;
  const full = Array.from({ length: 500 }, () => ({ ...entry, at: new Date() }));
  await app.mongo.db.collection('orders').updateOne({ id }, { $set: { timeline: full } });
  expectProblem(await send(), 409, 'timeline_full');
  expect((await caller.get(path)).body.timeline).toHaveLength(500);
});
