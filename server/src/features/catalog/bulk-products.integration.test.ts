import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { whileFailing } from '../../../test/fail-point.ts';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aNewProduct } from './catalog.fixtures.ts';

/** Failures hit the application by its name. */
const VERSION = `bulk-products-${process.pid}`;
let app: TestApp;
beforeAll(async () => {
  app = await testApp({ VERSION });
});

const create = (fields: object = {}) => ({ create: { ...aNewProduct(), ...fields } });
const amend = (id: string, version: number, patch: object) => ({ amend: { id, version, patch } });
const bulk = ({ admin }: GivenTenant, items: readonly object[], headers = {}) =>
  admin.post('/products/bulk', { items }, headers);
const stored = ({ id }: GivenTenant) => app.mongo.db.collection('products').countDocuments({ tenantId: id });
const names = async ({ admin }: GivenTenant) =>
  (await admin.get('/products?limit=100')).body.data.map(({ name }: { name: string }) => name);
const givenProduct = async (tenant: GivenTenant) => (await tenant.admin.post('/products', aNewProduct())).body;

describe('bulkProducts', () => {
  it('adds 497 of 500 products, and answers the three bad ones alone and in their places', async () => {
    const tenant = await givenTenant(app);
    const items: object[] = Array.from({ length: 500 }, (_, index) => create({ name: `Product ${index}` }));
    items[7] = create({ transportType: 'lorry' });
    items[130] = { create: { ...aNewProduct(), naem: 'Box' } };
    items[499] = amend(`prd_${v7()}`, 1, { name: 'Nobody has it' });

    const answer = await bulk(tenant, items);

    expect([answer.status, answer.body.items.length, await stored(tenant)]).toEqual([200, 500, 497]);
    const bad = answer.body.items.filter(({ status }: { status: number }) => status !== 201);
    expect(bad.map(({ index, status }: { index: number; status: number }) => [index, status])).toEqual([
      [7, 400],
      [130, 400],
      [499, 404],
    ]);
    expect(bad[0].problem).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/items/7/create/transportType' }],
    });
    expect(bad[1].problem.errors[0]).toMatchObject({ pointer: '/items/130/create/naem', code: 'unknown_field' });
    expect(answer.body.items[498]).toMatchObject({
      index: 498,
      status: 201,
      product: { name: 'Product 498', version: 1 },
    });
  });

  it('does once what is sent twice with one key, and answers the second time as the first', async () => {
    const tenant = await givenTenant(app);
    const key = { 'Idempotency-Key': v7() };
    const items = [create(), create({ unit: '' }), create()];

    const [first, again] = [await bulk(tenant, items, key), await bulk(tenant, items, key)];

    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
    expect([first.headers['idempotent-replayed'], await stored(tenant)]).toEqual([undefined, 2]);
    expectProblem(await bulk(tenant, [create()], key), 422, 'idempotency_key_reuse');
  });

  it('makes the first of two changes of one product, and tells the second what it is based on', async () => {
    const tenant = await givenTenant(app);
    const { id } = await givenProduct(tenant);

    const { items } = (
      await bulk(tenant, [
        amend(id, 1, { name: 'First' }),
        amend(id, 1, { name: 'Second' }),
        amend(id, 2, { limits: null }),
      ])
    ).body;

    expect(items[0]).toMatchObject({ status: 200, product: { name: 'First', version: 2 } });
    expect(items[1]).toMatchObject({ status: 412, problem: { code: 'version_mismatch', currentVersion: 2 } });
    expect(items[2]).toMatchObject({ status: 200, product: { name: 'First', limits: {}, version: 3 } });
    expect((await tenant.admin.get(`/products/${id}`)).body).toEqual(items[2].product);
  });

  it('is seen in the very next list, complete', async () => {
    const tenant = await givenTenant(app);
    const { id } = await givenProduct(tenant);
    expect(await names(tenant)).toEqual(['Euro pallet, groupage']);

    await bulk(tenant, [create({ name: 'A' }), amend(id, 1, { name: 'Renamed' }), create({ name: 'B' })]);

    expect(await names(tenant)).toEqual(['B', 'A', 'Renamed']);
  });

  it('takes effect as a whole or not at all when the database fails half-way', async () => {
    const tenant = await givenTenant(app);
    const { id } = await givenProduct(tenant);
    const items = [amend(id, 1, { name: 'Changed' }), create()];
    const failure = { appName: `symphonia/api+realtime+worker/${VERSION}`, failCommands: ['insert'], errorCode: 8_000 };

    expectProblem(await whileFailing(failure, () => bulk(tenant, items)), 500, 'internal_error');

    expect([await names(tenant), await stored(tenant)]).toEqual([['Euro pallet, groupage'], 1]);
    expect((await bulk(tenant, items)).body.items.map(({ status }: { status: number }) => status)).toEqual([200, 201]);
  });

  it('makes each change once when ten calls with the same changes meet', async () => {
    const tenant = await givenTenant(app);
    const { id } = await givenProduct(tenant);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => bulk(tenant, [amend(id, 1, { name: `By ${index}` }), create()])),
    );
    const done = answers.filter(({ status }) => status === 200).map(({ body }) => body.items[0].status as number);
    expect(done.filter((status) => status === 200)).toHaveLength(1);
    expect(new Set(done)).toEqual(new Set([200, 412]));
    expect(await stored(tenant)).toBe(1 + done.length);
  });

  it('is for admins, and knows nothing of another tenant’s product', async () => {
    const [tenant, elsewhere] = [await givenTenant(app), await givenTenant(app)];
    const product = await givenProduct(tenant);

    expectProblem(await tenant.dispatcher.post('/products/bulk', { items: [create()] }), 403, 'action_not_allowed');
    const { items } = (await bulk(elsewhere, [amend(product.id, 1, { name: 'Mine' })])).body;

    expect(items).toMatchObject([{ status: 404, problem: { code: 'not_found' } }]);
    expect((await tenant.admin.get(`/products/${product.id}`)).body).toEqual(product);
  });
});
