import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Callers, givenRun } from '../../platform/http/run.fixtures.ts';
import { aNewProduct } from './catalog.fixtures.ts';
import { catalogFeature } from './index.ts';

let given: Awaited<ReturnType<typeof givenRun<ReturnType<typeof catalogFeature>>>>;
beforeAll(async () => {
  given = await givenRun(catalogFeature);
});
afterAll(() => given.drop());

const admin = { role: 'admin' } as const;
const client = { role: 'client', clientId: 'cli_a' } as const;
const made = async (tenant = given.aTenant(), fields = {}) => {
  const { body } = await tenant.call(admin, 'createProduct', { body: aNewProduct(fields) });
  return { tenant, product: body };
};
const amend = (tenant: Callers, productId: string, body: object, version = 1) =>
  tenant.call(admin, 'amendProduct', { params: { productId }, body, headers: { 'if-match': `W/"v${version}"` } });
const listed = async (tenant: Callers, actor: object, query = {}) => (await tenant.call(actor, 'listProducts', { query })).body.data.map(({ id }: { id: string }) => id);

describe('createProduct', () => {
  it('adds a product that can be ordered at once and makes old lists invisible', async () => {
    const tenant = given.aTenant();

    const answer = await tenant.call(admin, 'createProduct', { body: aNewProduct() });

    expect([answer.status, answer.headers?.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject({ ...aNewProduct(), proofRequired: 'name', status: 'active', version: 1 });
    expect(given.invalidated).toContainEqual({ tenantId: tenant.tenantId, tags: ['products'] });
  });

  it('refuses a field it does not know and names the nearest', async () => {
    const answer = await given.aTenant().call(admin, 'createProduct', { body: { ...aNewProduct(), transporttype: 'ftl' } });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '/transporttype']);
  });
});

describe('listProducts', () => {
  it('shows clients what they can order and staff also what was withdrawn', async () => {
    const { tenant, product: old } = await made();
    const { product: current } = await made(tenant);
    await amend(tenant, old.id, { status: 'withdrawn' });

    expect(await listed(tenant, client)).toEqual([current.id]);
    expect(await listed(tenant, { role: 'dispatcher' })).toEqual([current.id, old.id]);
  });

  it('narrows to a transport type, and its links keep that', async () => {
    const { tenant } = await made();
    const { product: express } = await made(tenant, { transportType: 'express' });
    await made(tenant, { transportType: 'express' });
    await made(tenant);

    const answer = await tenant.call(client, 'listProducts', { query: { transportType: 'express', limit: '1', count: 'true' } });
    expect([answer.body.data.length, answer.body.total]).toEqual([1, 2]);
    const link = /<([^>]+)>; rel="next"/.exec(answer.headers?.link ?? '')?.[1] ?? '';
    const query = Object.fromEntries(new URL(link, 'http://localhost').searchParams);
    expect(await listed(tenant, client, query)).toEqual([express.id]);
  });

  it('refuses a client’s cursor from staff, whose list is another', async () => {
    const { tenant } = await made();
    await made(tenant);
    const { next } = (await tenant.call(client, 'listProducts', { query: { limit: '1' } })).body;
    expect((await tenant.call(admin, 'listProducts', { query: { limit: '1', cursor: next } })).body.code).toBe('invalid_cursor');
  });
});

describe('getProduct', () => {
  it('shows a withdrawn product to everyone, because orders name it', async () => {
    const { tenant, product } = await made();
    await amend(tenant, product.id, { status: 'withdrawn' });
    for (const actor of [client, admin, { role: 'carrier', carrierId: 'car_a' }, { role: 'driver' }] as const) {
      const answer = await tenant.call(actor, 'getProduct', { params: { productId: product.id } });
      expect([answer.status, answer.body.status, answer.headers?.etag]).toEqual([200, 'withdrawn', 'W/"v2"']);
    }
  });

  it('does not show another tenant’s product', async () => {
    const { product } = await made();
    expect((await given.aTenant().call(admin, 'getProduct', { params: { productId: product.id } })).status).toBe(404);
  });
});

describe('amendProduct', () => {
  it('merges limits, and null takes all of them away', async () => {
    const { tenant, product } = await made();

    expect((await amend(tenant, product.id, { limits: { maxQuantity: 33 } })).body.limits).toEqual({ maxWeightGrams: 1_200_000, maxQuantity: 33 });
    expect((await amend(tenant, product.id, { limits: null }, 2)).body.limits).toEqual({});
  });

  it('makes old answers invisible when it has happened, and only then', async () => {
    const { tenant, product } = await made();
    const told = () => given.invalidated.filter(({ tenantId }) => tenantId === tenant.tenantId).length;

    expect((await amend(tenant, product.id, { name: 'B' }, 9)).status).toBe(412);
    expect(told()).toBe(1);
    await amend(tenant, product.id, { name: 'B' });
    expect(told()).toBe(2);
  });
});

describe('the lines of an order', () => {
  it('find their products, withdrawn ones too, and name the ids nobody has seen, once', async () => {
    const { tenant, product: old } = await made();
    await amend(tenant, old.id, { status: 'withdrawn' });
    const { product: foreign } = await made();

    const { products, unknown } = await given.feature.api.resolveLines(tenant.ctx(client), [old.id, foreign.id, old.id, foreign.id].map((productId) => ({ productId })));

    expect([...products.keys()]).toEqual([old.id]);
    expect(products.get(old.id)).toMatchObject({ status: 'withdrawn', limits: { maxWeightGrams: 1_200_000 } });
    expect(unknown).toEqual([foreign.id]);
  });
});
