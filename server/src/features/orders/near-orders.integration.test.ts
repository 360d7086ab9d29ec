import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aNewOrder } from './orders.fixtures.ts';
import { storeCopies } from './orders.seed.fixtures.ts';
import type { Stop } from './orders.types.ts';

const app = await testApp();

const DARMSTADT = [8.6512, 49.8728] as const;
const FRANKFURT = [8.6473, 50.1117] as const;

type Place = Stop['coordinates'];

/** One order from Darmstadt to Frankfurt, and below the API one for each pair of places, each a second older. */
async function given(places: readonly (readonly [pickup: Place, delivery: Place])[] = []) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  const ids = await storeCopies(app.mongo.db, order.id, places.length, (index, { pickup, delivery, createdAt }) => ({
    pickup: { ...pickup, coordinates: places[index]?.[0] ?? FRANKFURT },
    delivery: { ...delivery, coordinates: places[index]?.[1] ?? FRANKFURT },
    createdAt: new Date(createdAt.getTime() - 1_000 * (index + 1)),
  }));
  const near = (query: string, who = tenant.dispatcher) => who.get(`/transport-orders?near=${query}`);
  return { tenant, ...trade, order, ids, near, dispatcher: tenant.dispatcher };
}
const idsOf = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map((row) => row.id);
const [A, B, FAR] = [
  [10, 50],
  [10.01, 50],
  [12, 52],
] as const;

describe('orders near a place', () => {
  it('are those picked up or delivered within so many metres, each once, newest first', async () => {
    const { near, ids } = await given([
      [A, FAR],
      [FAR, B],
      [A, B],
      [FAR, FAR],
    ]);

    // B lies 716 m east of A.
    const [narrow, wide] = [await near('10,50,700'), await near('10,50,730')];

    expect(idsOf(narrow)).toEqual([ids[0], ids[2]]);
    expect(idsOf(wide)).toEqual([ids[0], ids[1], ids[2]]);
  });

  it.each([
    ['the antimeridian', '179.99,-17,5000', [-179.99, -17], [-179.9, -17]],
    ['the pole', '0,89.9,30000', [180, 89.9], [180, 89.5]],
  ] as const)('are found across %s', async (_, query, inside, outside) => {
    const { near, ids } = await given([
      [inside, FAR],
      [outside, FAR],
    ]);
    expect(idsOf(await near(query))).toEqual([ids[0]]);
  });

  it('come page by page and back, with how many there are', async () => {
    const { near, ids } = await given(
      Array.from({ length: 7 }, (_, index) => (index % 2 ? ([A, FAR] as const) : ([FAR, A] as const))),
    );

    const first = await near('10,50,100&limit=3&count=true');
    const second = await near(`10,50,100&limit=3&cursor=${first.body.next}`);
    const third = await near(`10,50,100&limit=3&cursor=${second.body.next}&count=true`);
    const back = await near(`10,50,100&limit=3&cursor=${third.body.prev}`);
    const elsewhere = await near(`10,50,101&limit=3&cursor=${first.body.next}`);

    expect([first, second, third].flatMap(idsOf)).toEqual(ids);
    expect(idsOf(back)).toEqual(idsOf(second));
    expect([first.body.total, third.body.total]).toEqual([7, 7]);
    expect(third.body.next).toBeUndefined();
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it('may be narrowed by status, transport type and time, and by what the caller may see', async () => {
    const { near, tenant, order, client, carrier, driver, dispatcher } = await given();
    const stranger = (await tenant.admin.post('/clients', { name: 'Another' })).body.id as string;
    const other = await tenant.person('client', { clientId: stranger });
    const place = `${DARMSTADT.join()},1000`;
    const answers = await Promise.all([
      near(`${place}&status=placed`),
      near(`${place}&status=delivered`),
      near(`${place}&transportType=ltl`),
      near(`${place}&transportType=ftl`),
      near(`${FRANKFURT.join()},1000&createdTo=2026-01-01T00:00:00.000Z`),
      near(place, client),
      near(place, other),
      near(place, carrier),
      near(place, driver),
    ]);

    expect(answers.map((answer) => answer.body.data.length)).toEqual([1, 0, 1, 0, 0, 1, 0, 0, 0]);
    expect(idsOf(answers[5] as never)).toEqual([order.id]);
    expect(await dispatcher.get(`/transport-orders?near=${place}&pickupCity=Darmstadt`)).toMatchObject({
      status: 400,
      body: { code: 'filter_not_served' },
    });
  });

  it('are of the caller’s tenant only', async () => {
    const [one, other] = await Promise.all([given(), given()]);
    expect(idsOf(await one.near(`${DARMSTADT.join()},1000`))).toEqual([one.order.id]);
    expect(idsOf(await other.near(`${DARMSTADT.join()},1000`))).toEqual([other.order.id]);
  });

  it('are not asked for around what is no place', async () => {
    const { near } = await given();
    for (const [query, pointer] of [
      ['181,50,100', '/query/near'],
      ['10,91,100', '/query/near'],
      ['10,50,60000', '/query/near'],
      ['10,50', '/query/near'],
      ['10,50,-5', '/query/near'],
    ] as const) {
      expect(await near(query)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', errors: [{ pointer }] },
      });
    }
  });

  it('are refused when there are too many to sort', async () => {
    const { near, tenant, order, dispatcher } = await given();
    const most = limits.size.nearMatches;
    await storeCopies(app.mongo.db, order.id, most, (index) => (index < 4 ? { status: 'delivered' } : {}));
    const address = `${app.url}/api/v1/transport-orders?near=${DARMSTADT.join()},1000`;
    const asDispatcher = { authorization: `Bearer ${dispatcher.token}`, 'x-forwarded-for': tenant.address };

    const answer = await fetch(address, { headers: asDispatcher });
    const problem = (await answer.json()) as { detail: string };

    expect(problem).toMatchObject({ status: 400, code: 'too_many_matches' });
    expect(problem.detail).toContain(`More than ${most} orders`);
    expect(idsOf(await near(`${DARMSTADT.join()},1000&status=delivered`))).toHaveLength(4);
  });
});
