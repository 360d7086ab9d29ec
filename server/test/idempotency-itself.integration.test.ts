import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import type { OPERATIONS, OperationId } from '../src/platform/http/contract.gen.ts';
import type { Answer, Caller } from './caller.ts';
import { OPERATION_IDS, prepared, rowOf } from './examples.ts';
import { keyFor, OTHER_BODY } from './other-bodies.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { aDevice, withKey } from './things.ts';
import { ownWorld } from './world.ts';

const app = await testApp();
const replayed = (answer: Answer) => answer.headers['idempotent-replayed'];
const move = (who: Caller, path: string, to: string, version: number) =>
  who.post(`${path}/transitions`, { to }, { 'If-Match': `W/"v${version}"` });

describe.concurrent('a command on an order that is sent again', () => {
  const world = ownWorld(app);

  it.each([
    ['placeOrder', 200, 1],
    ['amendOrder', 200, 2],
    ['moveOrder', 200, 2],
  ] as const)('%s shows the order as it is now, not as it was then', async (id, status, version) => {
    const { send, body, path } = await prepared(world(), id);
    const key = keyFor(id, body);
    const first = await send({ headers: key });
    const order = `/transport-orders/${first.body.id}`;
    await move(world().tenant.dispatcher, order, 'cancelled', version);

    // Decided before If-Match and before every rule: the order is final and at another version.
    const again = await send({ headers: key });

    expect([again.status, replayed(again), again.body.status, again.body.version]).toEqual([
      status,
      'true',
      'cancelled',
      version + 1,
    ]);
    expect([again.headers.etag, again.headers['order-version']]).toEqual([`W/"v${version + 1}"`, String(version + 1)]);
    expect(path).toContain('/transport-orders');
  });

  it.each(['placeOrder', 'amendOrder', 'moveOrder'] as const)(
    '%s has one effect when ten attempts arrive at the same moment',
    async (id) => {
      const { send, body } = await prepared(world(), id);
      const key = keyFor(id, body);
      const answers = await Promise.all(Array.from({ length: 10 }, () => send({ headers: key })));
      const refused = answers.filter(({ status }) => status >= 300);
      for (const answer of refused) expectProblem(answer, 409, 'idempotency_in_progress');
      expect(answers.filter((answer) => answer.status < 300 && replayed(answer) === undefined)).toHaveLength(1);
      const now = await world().tenant.dispatcher.get(`/transport-orders/${answers[0]?.body.id}`);
      expect([now.body.version, now.body.timeline.length]).toEqual(id === 'placeOrder' ? [1, 1] : [2, 2]);
    },
  );

  it('by somebody else who may see it is the same command; whoever may not is told nothing', async () => {
    const { send, body } = await prepared(world(), 'amendOrder');
    const key = keyFor('amendOrder', body);
    await send({ headers: key });
    const [colleague, other] = [
      await world().fresh('dispatcher'),
      await world().tenant.admin.post('/clients', { name: 'B' }),
    ];
    const stranger = await world().tenant.person('client', { clientId: other.body.id as string });
    expect(replayed(await send({ headers: key, caller: colleague }))).toBe('true');
    expectProblem(await send({ headers: key, caller: stranger }), 404, 'not_found');
  });
});

describe.concurrent('a bulk of orders that is sent again', () => {
  const world = ownWorld(app);
  type Row = { status: number; replayed?: true; order?: { id: string; status: string }; problem?: { code: string } };
  const rowsOf = (answer: Answer) => answer.body.items as Row[];
  const anItem = () => ({ create: { ...aNewOrder(world().productId, { clientId: world().clientId }), id: undefined } });

  it('is recognised item by item, also items without an id, and shows each order as it is now', async () => {
    const who = await world().fresh('admin');
    const [key, items] = [{ 'Idempotency-Key': v7() }, [anItem(), anItem(), { create: {} }]];
    const first = rowsOf(await who.post('/transport-orders/bulk', { items }, key));
    await move(world().tenant.dispatcher, `/transport-orders/${first[1]?.order?.id}`, 'accepted', 1);
    const again = rowsOf(await who.post('/transport-orders/bulk', { items }, key));
    expect(first.map(({ status, replayed }) => [status, replayed])).toEqual([
      [201, undefined],
      [201, undefined],
      [400, undefined],
    ]);
    expect(again.map(({ status, replayed, order }) => [status, replayed, order?.id, order?.status])).toEqual([
      [200, true, first[0]?.order?.id, 'placed'],
      [200, true, first[1]?.order?.id, 'accepted'],
      [400, undefined, undefined, undefined],
    ]);
  });

  it('with another item in its place is refused for that item alone', async () => {
    const who = await world().fresh('admin');
    const [key, body] = [{ 'Idempotency-Key': v7() }, { items: [anItem()] }];
    await who.post('/transport-orders/bulk', body, key);
    const again = await who.post('/transport-orders/bulk', OTHER_BODY.bulkOrders(body), key);
    expect([again.status, rowsOf(again)[0]?.status, rowsOf(again)[0]?.problem?.code]).toEqual([
      200,
      422,
      'idempotency_key_reuse',
    ]);
  });

  it('has one effect when attempts arrive at the same moment', async () => {
    const who = await world().fresh('admin');
    const [key, body] = [{ 'Idempotency-Key': v7() }, { items: [anItem(), anItem()] }];
    const answers = await Promise.all(Array.from({ length: 4 }, () => who.post('/transport-orders/bulk', body, key)));
    const rows = answers.flatMap(rowsOf);
    expect(new Set(rows.flatMap(({ order }) => order?.id ?? [])).size).toBe(2);
    expect(rows.filter(({ status }) => status === 201)).toHaveLength(2);
    for (const { problem } of rows) expect([undefined, 'idempotency_in_progress']).toContain(problem?.code);
  });
});

describe.concurrent('a file that is sent again', () => {
  const world = ownWorld(app);
  it.each([
    ['uploadDocument', 'documents', () => ({ orderId: world().orderId })],
    ['importProducts', 'jobs', () => ({ tenantId: world().tenant.id })],
  ] as const)('%s is kept once when attempts arrive at the same moment', async (id, collection, of) => {
    const { send, body } = await prepared(world(), id);
    const key = keyFor(id, body);
    const before = await app.mongo.db.collection(collection).countDocuments(of());
    const answers = await Promise.all(Array.from({ length: 4 }, () => send({ headers: key })));
    const done = answers.filter(({ status }) => status < 300);
    for (const answer of answers.filter(({ status }) => status >= 300))
      expectProblem(answer, 409, 'idempotency_in_progress');
    expect(new Set(done.map((answer) => answer.body.id as string)).size).toBe(1);
    expect(done.filter((answer) => replayed(answer) === undefined)).toHaveLength(1);
    expect(await app.mongo.db.collection(collection).countDocuments(of())).toBe(before + 1);
  });
});

/** What changes something and needs no key. */
type Natural = {
  [Id in OperationId]: (typeof OPERATIONS)[Id] extends { method: 'POST' | 'PATCH' | 'DELETE'; idempotent: 'natural' }
    ? Id
    : never;
}[OperationId];

describe.concurrent('what needs no key', () => {
  const world = ownWorld(app);
  /** How an operation is repeated without harm; the type makes forgetting one a mistake. */
  const REPEATED: { readonly [Id in Natural]: () => Promise<void> } = {
    async refreshTokens() {
      const { send } = await prepared(world(), 'refreshTokens');
      const [first, again] = [await send(), await send()];
      // Within its grace an old token gives the same successor: an answer that was lost costs nobody his session.
      expect([again.status, again.body.refreshToken]).toEqual([200, first.body.refreshToken]);
      expect((await send({ body: { refreshToken: first.body.refreshToken } })).status).toBe(200);
    },
    async logout() {
      const { send, caller } = await prepared(world(), 'logout');
      const other = await world().fresh('driver');
      expect((await send()).status).toBe(204);
      expectProblem(await send(), 401, 'unauthenticated');
      expectProblem(await caller.get('/products'), 401, 'unauthenticated');
      expect((await other.get('/products')).status).toBe(200);
    },
    async createQuote() {
      const { send } = await prepared(world(), 'createQuote');
      const [first, again] = [await send(), await send()];
      const timeless = ({ body }: Answer) => JSON.stringify(body).replaceAll(/"quotedAt":"[^"]*"/g, '');
      expect(timeless(again)).toEqual(timeless(first));
    },
    async addClientLogs() {
      const { send } = await prepared(world(), 'addClientLogs');
      const [first, again] = [await send(), await send()];
      expect([first.body.accepted, again.status, again.body.accepted]).toEqual([1, 202, 0]);
    },
    async reportPositions() {
      const { send } = await prepared(world(), 'reportPositions');
      const [first, again] = [await send(), await send()];
      expect([first.body.accepted, again.status, again.body.accepted]).toEqual([1, 200, 0]);
      expect(await pointsOf(world().vehicleId)).toBe(1);
    },
    ingestOsmand: () => storesOnce('ingestOsmand'),
    ingestOwntracks: () => storesOnce('ingestOwntracks'),
    removeDevice: () => removesTwice('removeDevice'),
    revokeTrackingLink: () => removesTwice('revokeTrackingLink'),
  };

  async function removesTwice(id: Natural): Promise<void> {
    const { send } = await prepared(world(), id);
    expect([(await send()).status, (await send()).status]).toEqual([204, 204]);
  }
  const pointsOf = (vehicleId: string) => app.mongo.db.collection('positions').countDocuments({ vehicleId });
  /** The app of a device had no answer and sends its point again. */
  async function storesOnce(id: Natural): Promise<void> {
    const [{ send }, device] = [await prepared(world(), id), await aDevice(world())];
    const headers = withKey(device);
    expect([(await send({ headers })).status, (await send({ headers })).status]).toEqual([200, 200]);
    expect(await pointsOf(device.vehicleId)).toBe(1);
  }

  it.each(Object.keys(REPEATED) as Natural[])('may be repeated: %s', (id) => REPEATED[id]());

  it('is all that has no key and is no sign-in', () => {
    const natural = OPERATION_IDS.filter((id) => rowOf(id).method !== 'GET' && rowOf(id).idempotent === 'natural');
    expect(Object.keys(REPEATED).sort()).toEqual(natural.sort());
  });
});
