import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Caller } from '../../../test/caller.ts';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import {
  aFlatVersion,
  type GivenContracting,
  givenContracting,
  SPECIAL,
  STANDARD,
} from '../contracts/contracts.fixtures.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import { aQuoteRequest } from './pricing.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const ids = (answer: Answer) => answer.body.data.map(({ id }: { id: string }) => id);
/** Asks until the cache has it: the first answer is stored behind the back of its reader. */
async function warm(get: () => Promise<Answer>): Promise<Answer> {
  for (let i = 0; i < 15; i++) {
    const answer = await get();
    if (answer.headers['x-cache'] === 'HIT') return answer;
  }
  throw new Error('It never became a hit.');
}
const anotherClient = async ({ tenant, made }: GivenContracting) => {
  const clientId = await made('/clients', { name: 'Nordkran' });
  return { clientId, client: await tenant.person('client', { clientId }) };
};

describe('a client sees', () => {
  it('standard grids and those its active contracts name, newest first and page by page', async () => {
    const given = await givenContracting(app);
    const { client, standardId, specialId } = given;
    await given.drafted();
    expect(ids(await client.get('/pricing-grids'))).toEqual([standardId]);

    await given.active();

    const answer = await client.get('/pricing-grids?limit=1&count=true');
    expect([ids(answer), answer.body.total]).toEqual([[specialId], 2]);
    expect(ids(await client.get(`/pricing-grids?limit=1&cursor=${answer.body.next}`))).toEqual([standardId]);
    expect(ids(await client.get('/pricing-grids?transportType=ltl'))).toEqual([specialId, standardId]);
    expect(ids(await client.get('/pricing-grids?transportType=ftl'))).toEqual([]);
    expect(ids(await given.tenant.dispatcher.get('/pricing-grids'))).toEqual([specialId, standardId]);
  });

  it('all versions of its contract’s grid, and nothing of another’s', async () => {
    const given = await givenContracting(app);
    const { client, specialId } = given;
    const { client: stranger, clientId } = await anotherClient(given);
    await given.active();
    await given.made(`/pricing-grids/${specialId}/versions`, aFlatVersion(3_300));

    expect((await client.get(`/pricing-grids/${specialId}`)).body.version).toBe(2);
    expect((await client.get(`/pricing-grids/${specialId}?version=1`)).body.cells[0].flat).toBe(SPECIAL);
    for (const path of [`/pricing-grids/${specialId}`, `/pricing-grids/${specialId}?version=1`])
      expectProblem(await stranger.get(path), 404, 'not_found');
    expect(ids(await stranger.get('/pricing-grids'))).toEqual([given.standardId]);
    // A carrier is paid by it, which is none of this client's business.
    await given.active({ carrierId: given.carrierId });
    await given.drafted({ clientId });
    expectProblem(await stranger.get(`/pricing-grids/${specialId}`), 404, 'not_found');
  });

  it('a standard grid once, although its contract names it', async () => {
    const given = await givenContracting(app);
    await given.active({ gridId: given.standardId });
    expect(ids(await given.client.get('/pricing-grids'))).toEqual([given.standardId]);
  });
});

describe('with a warm cache', () => {
  it('a client sees the grid of its contract in the very next answer after it was activated, and no more after its end', async () => {
    const given = await givenContracting(app);
    const { client, standardId, specialId } = given;
    const { client: stranger } = await anotherClient(given);
    const list = (by: Caller) => () => by.get('/pricing-grids');
    const get = (by: Caller) => () => by.get(`/pricing-grids/${specialId}`);
    for (const one of [list(client), list(stranger), list(given.tenant.dispatcher)]) await warm(one);
    expect((await get(client)()).status).toBe(404);

    const id = await given.active();

    expect(ids(await list(client)())).toEqual([specialId, standardId]);
    expect((await get(client)()).status).toBe(200);
    expect(ids(await list(stranger)())).toEqual([standardId]);
    for (const one of [list(client), get(client), list(stranger)]) await warm(one);
    expectProblem(await get(stranger)(), 404, 'not_found');
    expect(ids(await warm(list(stranger)))).toEqual([standardId]);

    await given.end(id);

    expect(ids(await list(client)())).toEqual([standardId]);
    expectProblem(await get(client)(), 404, 'not_found');
  });

  it('an end that is moved into the past takes the grid away in the very next answer', async () => {
    const given = await givenContracting(app);
    const id = await given.active();
    await warm(() => given.client.get(`/pricing-grids/${given.specialId}`));

    const validTo = new Date(Date.now() - 1_000).toISOString();
    await given.tenant.admin.patch(`/contracts/${id}`, { validTo }, { 'If-Match': 'W/"v2"' });

    expectProblem(await given.client.get(`/pricing-grids/${given.specialId}`), 404, 'not_found');
  });

  it('the answer of one client is never another’s, though both have contracts', async () => {
    const given = await givenContracting(app);
    const other = await anotherClient(given);
    await given.active();
    await given.active({ clientId: other.clientId, gridId: given.standardId });
    const [own, others] = [
      await warm(() => given.client.get('/pricing-grids')),
      await warm(() => other.client.get('/pricing-grids')),
    ];
    expect([ids(own), ids(others)]).toEqual([[given.specialId, given.standardId], [given.standardId]]);
  });
});

describe('createQuote', () => {
  const total = async (by: Caller, fields: object = {}) =>
    (await by.post('/quotes', { ...aQuoteRequest(), ...fields })).body.price?.total as number | undefined;

  it('is by the contract’s grid for the client itself, and for staff who say for whom', async () => {
    const given = await givenContracting(app);
    const { client, clientId, tenant } = given;
    const other = await anotherClient(given);
    await given.active();

    expect([await total(client), await total(client, { clientId })]).toEqual([SPECIAL, SPECIAL]);
    expect([await total(tenant.dispatcher, { clientId }), await total(tenant.dispatcher)]).toEqual([SPECIAL, STANDARD]);
    expect([await total(other.client), await total(other.client, { clientId })]).toEqual([STANDARD, undefined]);
  });

  it('says until when it holds: not beyond the contract’s end', async () => {
    const given = await givenContracting(app);
    const validTo = '2027-12-31T23:00:00.000Z';
    await given.active({ validTo });
    expect((await given.client.post('/quotes', aQuoteRequest())).body.holdsUntil).toBe(validTo);
  });
});

describe('an order', () => {
  const priceBy = (gridId: string, total: number) => ({
    price: { total, currency: 'EUR', gridId, gridVersion: 1, quotedAt: new Date().toISOString() },
  });
  const aProduct = ({ made }: GivenContracting) =>
    made('/products', { name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });

  it('is placed at the price of the client’s contract, whoever places it', async () => {
    const given = await givenContracting(app);
    const { client, clientId, specialId, tenant } = given;
    await given.active();
    const product = await aProduct(given);
    const price = priceBy(specialId, SPECIAL);

    for (const answer of [
      await client.post('/transport-orders', aNewOrder(product, price)),
      await client.post('/transport-orders', aNewOrder(product)),
      await tenant.dispatcher.post('/transport-orders', aNewOrder(product, { clientId, ...price })),
    ]) {
      expect(answer.body).toMatchObject({ status: 'placed', price: { total: SPECIAL, gridId: specialId } });
    }
  });

  it('is never placed at the price of another client’s contract', async () => {
    const given = await givenContracting(app);
    const other = await anotherClient(given);
    await given.active();
    const product = await aProduct(given);
    const price = priceBy(given.specialId, SPECIAL);

    for (const answer of [
      await other.client.post('/transport-orders', aNewOrder(product, price)),
      await given.tenant.dispatcher.post(
        '/transport-orders',
        aNewOrder(product, { clientId: other.clientId, ...price }),
      ),
    ]) {
      expect(answer.body).toMatchObject({ status: 'review', alternative: { price: { total: STANDARD } } });
    }
  });

  it('with the price of a contract that has ended meanwhile is kept for review, with the price of now', async () => {
    const given = await givenContracting(app);
    const id = await given.active();
    const product = await aProduct(given);
    await given.end(id);

    const answer = await given.client.post('/transport-orders', aNewOrder(product, priceBy(given.specialId, SPECIAL)));

    expect(answer.body).toMatchObject({
      status: 'review',
      issues: [{ code: 'contract_ended' }],
      alternative: { price: { total: STANDARD } },
    });
  });
});
