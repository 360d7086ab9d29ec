import { v7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { type Caller, caller } from '../../../test/caller.ts';
import { givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { startTestApp, testApp } from '../../../test/test-app.ts';
import { aNewOrder } from './orders.fixtures.ts';
import { movesFrom } from './orders.model.ts';
import { storeCopies } from './orders.seed.fixtures.ts';
import type { OrderDocument, OrderStatus } from './orders.types.ts';

/** Two instances on one database. */
const app = await testApp();
const other = await startTestApp({ DATABASE: new URL(app.config.mongoUrl).pathname.slice(1) });
afterAll(() => other.stop());
const orders = app.mongo.db.collection<OrderDocument>('orders');

const RACES = 100;
/** So many calls of one person stay below every limit. */
const CALLS = 15;

async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const through = (url: string, { token }: Person): Caller =>
    caller(url, { address: tenant.address, ...(token ? { token } : {}) });
  /** Dispatchers of whom each works on one instance. */
  const dispatchers = (url: string) =>
    Promise.all(
      Array.from({ length: Math.ceil(RACES / CALLS) }, async () => through(url, await tenant.person('dispatcher'))),
    );
  const order = aNewOrder(trade.productId);
  await trade.client.post('/transport-orders', order);
  return { tenant, ...trade, order, through, dispatchers };
}

describe('two dispatchers on two instances, at the same moment', () => {
  it(`move an order to different ends: in ${RACES} of ${RACES} races one wins, and the other is told`, async () => {
    const { tenant, order, dispatchers, carrierId } = await given();
    const [here, there] = await Promise.all([dispatchers(app.url), dispatchers(other.url)]);
    const FROM: readonly OrderStatus[] = ['placed', 'accepted', 'assigned', 'picked_up', 'in_transit', 'failed'];
    const ids = await storeCopies(app.mongo.db, order.id, RACES, (index) => {
      const status = FROM[index % FROM.length] as OrderStatus; // below the length
      return { status, ...(['placed', 'accepted'].includes(status) ? {} : { carrierId }) };
    });
    const move = (who: Caller | undefined, id: string, to: OrderStatus | undefined, key: string) => {
      const more = to === 'assigned' ? { carrierId } : to === 'failed' ? { reason: 'refused' } : {};
      const proof = to === 'delivered' ? { proof: { name: 'Greta', at: new Date().toISOString() } } : {};
      const headers = { 'If-Match': 'W/"v1"', 'Idempotency-Key': key };
      return who?.post(`/transport-orders/${id}/transitions`, { to, ...more, ...proof }, headers);
    };

    for (const [index, id] of ids.entries()) {
      const from = FROM[index % FROM.length] as OrderStatus; // below the length
      const [one, two] = movesFrom(from);
      const turn = Math.floor(index / CALLS);
      const keys = [v7(), v7()] as const;
      const answers = await Promise.all([move(here[turn], id, one, keys[0]), move(there[turn], id, two, keys[1])]);

      const winner = answers.findIndex((answer) => answer?.status === 200);
      const [won, lost] = [answers[winner], answers[1 - winner]];
      expect([won?.status, lost?.status], `${from} → ${one} | ${two}`).toEqual([200, 412]);
      expect(lost?.body).toMatchObject({ code: 'version_mismatch', currentVersion: 2 });
      const stored = await orders.findOne({ id });
      expect(stored).toMatchObject({ status: won?.body.status, version: 2 });
      // Copied with the entry of its placement; to that came one, the winner's.
      expect(stored?.timeline.map(({ key }) => key)).toEqual([order.id, keys[winner]]);
    }
    expect(await orders.countDocuments({ tenantId: tenant.id, version: { $gt: 2 } })).toBe(0);
  });

  it('cancel by `*` what is moved meanwhile: the cancellation wins or is told why not, and nothing is lost', async () => {
    const { order, dispatchers } = await given();
    const [here, there] = await Promise.all([dispatchers(app.url), dispatchers(other.url)]);
    const ids = await storeCopies(app.mongo.db, order.id, 30, () => ({}));

    for (const [index, id] of ids.entries()) {
      const turn = Math.floor(index / CALLS);
      const path = `/transport-orders/${id}/transitions`;
      const [accepted, cancelled] = await Promise.all([
        here[turn]?.post(path, { to: 'accepted' }, { 'If-Match': 'W/"v1"' }),
        there[turn]?.post(path, { to: 'cancelled' }, { 'If-Match': '*' }),
      ]);

      expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
      expect([200, 412]).toContain(accepted?.status);
      expect(cancelled?.body.version).toBe(accepted?.status === 200 ? 3 : 2);
      const stored = await orders.findOne({ id });
      expect(stored?.timeline.map(({ type }) => type).slice(1)).toEqual(
        accepted?.status === 200 ? ['order.accepted', 'order.cancelled'] : ['order.cancelled'],
      );
    }
  });
});

it('a hundred placements of one id, over two instances, make one order', async () => {
  const { tenant, client, productId, through } = await given();
  const order = aNewOrder(productId);
  const callers = [app.url, other.url].map((url) => through(url, client));

  const answers = await Promise.all(
    Array.from({ length: RACES }, (_, index) => callers[index % 2]?.post('/transport-orders', order)),
  );

  expect(answers.filter((answer) => answer?.status === 201)).toHaveLength(1);
  const replays = answers.filter((answer) => answer?.status === 200);
  expect(replays).toHaveLength(RACES - 1);
  expect(replays.every((answer) => answer?.headers['idempotent-replayed'] === 'true')).toBe(true);
  expect(new Set(answers.map((answer) => answer?.body.reference)).size).toBe(1);
  expect(await orders.countDocuments({ tenantId: tenant.id, id: order.id })).toBe(1);
  expect((await orders.findOne({ id: order.id }))?.timeline).toHaveLength(1);
});
