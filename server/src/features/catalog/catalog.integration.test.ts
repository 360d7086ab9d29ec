import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/caller.ts';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { aNewProduct, noNeighbours } from './catalog.fixtures.ts';
import { catalogFeature } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const givenProduct = async (tenant?: GivenTenant, fields = {}) => {
  const of = tenant ?? (await givenTenant(app));
  return { tenant: of, product: (await of.admin.post('/products', aNewProduct(fields))).body };
};
const aClient = (tenant: GivenTenant) =>
  tenant.person('client', { clientId: 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c' });
const amend = (tenant: GivenTenant, id: string, body: object, version = 1) =>
  tenant.admin.patch(`/products/${id}`, body, { 'If-Match': `W/"v${version}"` });
const listed = async (person: Caller, path = '/products') =>
  (await person.get(path)).body.data.map(({ id }: { id: string }) => id);

describe('createProduct', () => {
  it('adds a product that can be ordered at once', async () => {
    const { admin } = await givenTenant(app);

    const answer = await admin.post('/products', aNewProduct());

    expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject({ ...aNewProduct(), proofRequired: 'name', status: 'active', version: 1 });
  });

  it('is seen by who made it in the very next list', async () => {
    const { tenant, product } = await givenProduct();
    expect(await listed(tenant.admin)).toEqual([product.id]);
    const { product: second } = await givenProduct(tenant);
    expect(await listed(tenant.admin)).toEqual([second.id, product.id]);
  });

  it('refuses a field it does not know', async () => {
    const { admin } = await givenTenant(app);
    const answer = await admin.post('/products', { ...aNewProduct(), proofrequired: 'photo' });
    expect([answer.status, answer.body.errors[0].pointer, answer.body.errors[0].message]).toEqual([
      400,
      '/proofrequired',
      expect.stringContaining('proofRequired'),
    ]);
  });
});

describe('listProducts', () => {
  it('shows clients what they can order, and staff also what was withdrawn', async () => {
    const { tenant, product: old } = await givenProduct();
    const { product: current } = await givenProduct(tenant);
    const client = await aClient(tenant);
    expect(await listed(client)).toEqual([current.id, old.id]);

    await amend(tenant, old.id, { status: 'withdrawn' });

    expect(await listed(client)).toEqual([current.id]);
    expect(await listed(tenant.dispatcher)).toEqual([current.id, old.id]);
  });

  it('narrows to a transport type, and its links keep that', async () => {
    const { tenant } = await givenProduct();
    const { product: first } = await givenProduct(tenant, { transportType: 'express' });
    await givenProduct(tenant, { transportType: 'express' });
    await givenProduct(tenant);

    const answer = await tenant.dispatcher.get('/products?transportType=express&limit=1&count=true');

    expect([answer.body.data.length, answer.body.total]).toEqual([1, 2]);
    const next = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
    expect(await listed(tenant.dispatcher, next)).toEqual([first.id]);
  });

  it('narrows to a status for staff, and finds nothing withdrawn for a client who asks for that', async () => {
    const { tenant, product: old } = await givenProduct();
    const { product: current } = await givenProduct(tenant);
    await givenProduct(tenant, { transportType: 'express' });
    await amend(tenant, old.id, { status: 'withdrawn' });
    const client = await aClient(tenant);

    expect(await listed(tenant.dispatcher, '/products?status=withdrawn')).toEqual([old.id]);
    expect(await listed(tenant.dispatcher, '/products?status=active&transportType=ltl')).toEqual([current.id]);
    expect(await listed(client, '/products?status=active&transportType=ltl')).toEqual([current.id]);
    expect((await client.get('/products?status=withdrawn&count=true')).body).toEqual({ data: [], total: 0 });
  });

  it('refuses a client’s cursor from staff, whose list is another', async () => {
    const { tenant } = await givenProduct();
    await givenProduct(tenant);
    const { next } = (await (await aClient(tenant)).get('/products?limit=1')).body;
    expect((await tenant.admin.get(`/products?limit=1&cursor=${next}`)).body.code).toBe('invalid_cursor');
  });
});

describe('getProduct', () => {
  it('shows a withdrawn product to everyone, because orders name it', async () => {
    const { tenant, product } = await givenProduct();
    await amend(tenant, product.id, { status: 'withdrawn' });
    const carrierId = 'car_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
    for (const person of [
      tenant.admin,
      await aClient(tenant),
      await tenant.person('carrier', { carrierId }),
      await tenant.person('driver', { carrierId }),
    ]) {
      const answer = await person.get(`/products/${product.id}`);
      expect([answer.status, answer.body.status, answer.headers.etag]).toEqual([200, 'withdrawn', 'W/"v2"']);
    }
  });

  it('does not show another tenant’s product', async () => {
    const { product } = await givenProduct();
    const { admin } = await givenTenant(app);
    expect((await admin.get(`/products/${product.id}`)).status).toBe(404);
  });
});

describe('amendProduct', () => {
  it('merges limits, and null takes all of them away', async () => {
    const { tenant, product } = await givenProduct();
    expect((await amend(tenant, product.id, { limits: { maxQuantity: 33 } })).body.limits).toEqual({
      maxWeightGrams: 1_200_000,
      maxQuantity: 33,
    });
    expect((await amend(tenant, product.id, { limits: null }, 2)).body.limits).toEqual({});
  });

  it('is seen in the very next answer', async () => {
    const { tenant, product } = await givenProduct();
    const name = async () => (await tenant.admin.get(`/products/${product.id}`)).body.name;
    expect(await name()).toBe(product.name);

    expect((await amend(tenant, product.id, { name: 'B' }, 9)).status).toBe(412);
    expect(await name()).toBe(product.name);
    await amend(tenant, product.id, { name: 'B' });
    expect(await name()).toBe('B');
  });
});

describe('the lines of an order', () => {
  it('find their products, withdrawn ones too, and name the ids nobody has seen, once', async () => {
    const { tenant, product: old } = await givenProduct();
    await amend(tenant, old.id, { status: 'withdrawn' });
    const { product: foreign } = await givenProduct();
    const { resolveLines } = catalogFeature(readingPlatform(app.mongo), noNeighbours).api;

    const { products, unknown } = await resolveLines(
      aCtx({ tenantId: tenant.id }),
      [old.id, foreign.id, old.id, foreign.id].map((productId) => ({ productId })),
    );

    expect([...products.keys()]).toEqual([old.id]);
    expect(products.get(old.id)).toMatchObject({ status: 'withdrawn', limits: { maxWeightGrams: 1_200_000 } });
    expect(unknown).toEqual([foreign.id]);
  });
});
