import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../src/platform/config/limits.ts';
import type { OperationId } from '../src/platform/http/contract.gen.ts';
import { changed } from '../src/platform/http/http.fixtures.ts';
import type { Answer } from './caller.ts';
import { OPERATION_IDS, type Prepared, prepared, rowOf } from './examples.ts';
import { expectProblem } from './problems.ts';
import { testApp } from './test-app.ts';
import { aWorld, type World } from './world.ts';

const app = await testApp();
// One person asks each list a hundred times; how often he may is no business of this file.
const { user, burst, tenant } = limits.rate;
const unlimited = [user, burst, tenant].map((bucket) => changed(bucket, { limit: 1_000_000 }));
afterAll(() => {
  for (const end of unlimited) end();
});

/** A tenant with at least two rows in each list, whose order is assigned; nothing is added once the tests begin. */
let world: World;
const lists = new Map<OperationId, Prepared>();
const listOf = (id: OperationId) => lists.get(id) as Prepared; // all were made
beforeAll(async () => {
  world = await aWorld(app);
  const { carrierId, vehicleId, driver, orderId } = world;
  await world.tenant.dispatcher.post(
    `/transport-orders/${orderId}/transitions`,
    { to: 'assigned', carrierId, vehicleId, driverId: driver.userId },
    { 'If-Match': 'W/"v2"' },
  );
  for (const id of withFields) {
    const maker = OPERATION_IDS.find((one) => rowOf(one).path === rowOf(id).path && rowOf(one).method === 'POST');
    for (let i = 0; maker && i < 2; i++) {
      const made = await (await prepared(world, maker)).send();
      if (made.status !== 201) throw new Error(`${maker} answered ${made.status}: ${made.text}`);
    }
    lists.set(id, await prepared(world, id));
  }
});

const withFields = OPERATION_IDS.filter((id) => rowOf(id).fields !== null);
const withFilters = withFields.filter((id) => rowOf(id).filters !== null);
type Row = Record<string, unknown>;
const rowsOf = (answer: Answer) => answer.body.data as Row[];
const ask = ({ path, send }: Prepared, query: Record<string, string>) =>
  send({ path: `${path}?${new URLSearchParams(query)}` });

describe('fields', () => {
  it.each(withFields)('%s answers with each member alone, and always with the id', async (id) => {
    const list = listOf(id);
    const whole = rowsOf(await ask(list, { limit: '100' }));
    expect(whole.length).toBeGreaterThanOrEqual(2);
    for (const name of rowOf(id).fields ?? []) {
      const answer = await ask(list, { limit: '100', fields: name });
      const expected = whole.map((row) => ({ id: row.id, ...(name in row ? { [name]: row[name] } : {}) }));
      expect([answer.status, rowsOf(answer)]).toEqual([200, expected]);
    }
  });

  it.each(withFields)('%s answers with whole rows where all are asked for, in whatever order', async (id) => {
    const list = listOf(id);
    const whole = await ask(list, { limit: '100' });
    const names = rowOf(id).fields ?? [];
    const asked = await ask(list, { limit: '100', fields: names.toReversed().join(',') });
    expect(rowsOf(asked)).toEqual(rowsOf(whole));
    // No row has a member that nobody can ask for.
    for (const row of rowsOf(whole)) expect(Object.keys(row).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(withFields)('%s refuses a member that no row has, naming the nearest', async (id) => {
    const list = listOf(id);
    const [wrong, right] = ['createdat', 'createdAt'];
    const answer = await ask(list, { fields: `id,${wrong}` });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toEqual([
      {
        pointer: '/query/fields',
        code: 'unknown_field',
        message: `${wrong} is not a member of a row; did you mean ${right}?`,
      },
    ]);
    for (const bad of ['', ',', 'id,', 'id;name', 'id name', '$where', '__proto__', 'constructor', 'tenantId', '_id'])
      expectProblem(await ask(list, { fields: bad }), 400, 'invalid_request');
  });

  it.each(withFields)('%s gives each choice its own tag, and 304 for that choice only', async (id) => {
    const list = listOf(id);
    const [whole, part] = [await ask(list, {}), await ask(list, { fields: 'id' })];
    expect(part.headers.etag).toBeDefined();
    expect(part.headers.etag).not.toBe(whole.headers.etag);
    const held = { 'If-None-Match': String(part.headers.etag) };
    expect((await list.send({ path: `${list.path}?fields=id`, headers: held })).status).toBe(304);
    expect((await list.send({ path: list.path, headers: held })).status).toBe(200);
  });

  it('asked for in two orders is one question to the cache, and another one than for whole rows', async () => {
    const own = await aWorld(app); // nobody else writes here
    const list = await prepared(own, 'listProducts');
    const state = async (fields: string) => (await ask(list, { fields })).headers['x-cache'];
    while ((await state('name,unit')) !== 'HIT');
    expect(await state('unit,name,id')).toBe('HIT');
    expect(await state('unit')).toBe('MISS');
    const [whole] = rowsOf(await ask(list, {}));
    expect(Object.keys(whole ?? {}).length).toBeGreaterThan(3);
  });

  it('never show what a role does not see', async () => {
    const path = '/transport-orders?fields=price,clientId,reference';
    const seen = await world.driver.get(path);
    expect(rowsOf(seen).length).toBe(1);
    expect(rowsOf(seen)[0]).not.toHaveProperty('price');
    expect(rowsOf(await world.client.get('/carriers?fields=rating,name'))[0]).not.toHaveProperty('rating');
  });
});

/** A value of a filter that rows of the world have, and one that none has. */
const VALUES: Readonly<Record<string, (world: World, id: OperationId) => readonly [string, string]>> = {
  role: () => ['admin', 'none'],
  status: (_world, id) =>
    (({
      listProducts: ['active', 'withdrawn'],
      listSubscriptions: ['trial', 'past_due'],
      listContracts: ['draft', 'ended'],
    })[id as string] as never) ?? ['assigned', 'returned'],
  transportType: (_world, id) => (id === 'listProducts' ? ['express', 'bulk'] : ['ltl', 'bulk']),
  clientId: (w) => [w.clientId, NOBODY('cli')],
  carrierId: (w) => [w.carrierId, NOBODY('car')],
  planId: () => ['', NOBODY('pln')],
  vehicleId: () => ['', NOBODY('veh')],
  pickupCity: () => ['Darmstadt', 'Nowhere'],
  deliveryCity: () => ['Frankfurt am Main', 'Nowhere'],
  reference: () => ['', 'SYM-00-000000'],
  near: () => ['8.6512,49.8728,5000', '0,0,1'],
  createdFrom: () => ['2026-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'],
  createdTo: () => ['2099-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
};
const NOBODY = (kind: string) => `${kind}_01920000-0000-7000-8000-000000000000`;

describe('filters', () => {
  const combinations = withFilters.flatMap((id) => (rowOf(id).filters ?? []).map((names) => [id, names] as const));
  /** The values of filters that some row has, read from the rows where the world does not know them. */
  const some = (id: OperationId, names: readonly string[], rows: readonly Row[]) => {
    const row = rows.find((one) =>
      names.every((name) => !['planId', 'reference', 'clientId'].includes(name) || one[name]),
    );
    return names.map((name): [string, string] => {
      const [value = ''] = VALUES[name]?.(world, id) ?? [];
      const own = id !== 'listOrders' && name === 'clientId' ? '' : value;
      return [name, own || String(row?.[name])];
    });
  };

  it.each(combinations)('%s is served by %j: it gives what is asked for, and nothing else', async (id, names) => {
    const list = listOf(id);
    const rows = rowsOf(await ask(list, { limit: '100' }));
    const query = Object.fromEntries(some(id, names, rows));
    const found = await ask(list, { ...query, limit: '100', count: 'true' });
    expect(found.status, found.text).toBe(200);
    // Contracts of the world are with clients; no carrier has one.
    if (!(id === 'listContracts' && names.includes('carrierId'))) expect(rowsOf(found).length).toBeGreaterThan(0);
    expect(found.body.total).toBe(rowsOf(found).length);
    for (const [name, value] of Object.entries(query)) {
      for (const row of rowsOf(found)) if (typeof row[name] === 'string') expect(row[name]).toBe(value);
    }
    // Each of them counts: with a value that nothing has, nothing is found.
    for (const name of names.filter((one) => one !== 'role')) {
      const none = await ask(list, { ...query, [name]: VALUES[name]?.(world, id)[1] ?? '' });
      expect([name, none.status, rowsOf(none)]).toEqual([name, 200, []]);
    }
  });

  it.each(withFilters)('%s refuses every pair that no index serves, naming what is served', async (id) => {
    const served = (rowOf(id).filters ?? []).map((names) => names.toSorted().join('+'));
    const names = [...new Set((rowOf(id).filters ?? []).flat())].filter((name) => !name.startsWith('created'));
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b].toSorted()));
    for (const pair of pairs.filter((one) => !served.includes(one.join('+')))) {
      const list = listOf(id);
      const answer = await ask(list, Object.fromEntries(some(id, pair, rowsOf(await ask(list, {})))));
      expectProblem(answer, 400, 'filter_not_served');
      expect(answer.body.detail).toContain(pair.join(' + '));
      for (const one of served.filter(Boolean)) if (!one.includes('created')) expect(answer.body.detail).toContain(one);
    }
  });

  it('a reference goes with a range of time and with nothing else: it names one order already', async () => {
    const list = listOf('listOrders');
    const [row] = rowsOf(await ask(list, {}));
    const reference = String(row?.reference);
    const { createdFrom, createdTo } = {
      createdFrom: '2026-01-01T00:00:00.000Z',
      createdTo: '2099-01-01T00:00:00.000Z',
    };
    expect(rowsOf(await ask(list, { reference, createdFrom, createdTo }))).toHaveLength(1);
    expect(rowsOf(await ask(list, { reference, createdTo: createdFrom }))).toHaveLength(0);
    for (const more of [{ status: 'placed' }, { clientId: world.clientId }, { transportType: 'ltl' }])
      expectProblem(await ask(list, { reference, ...more }), 400, 'filter_not_served');
  });

  it.each([
    ['client', [[], ['status'], ['reference'], ['near'], ['near', 'status'], ['near', 'transportType'], ['clientId']]],
    ['carrier', [[], ['status'], ['reference'], ['near'], ['carrierId']]],
    ['driver', [[], ['status'], ['reference'], ['near']]],
  ] as const)('a %s, who is bound to his own, is served %j', async (role, served) => {
    const who = { client: world.client, carrier: world.carrier, driver: world.driver }[role];
    const staff = listOf('listOrders');
    const mine = rowsOf(await who.get('/transport-orders?limit=100'));
    expect(mine.length).toBeGreaterThan(0);
    const row = rowsOf(await ask(staff, { limit: '100' })).find(({ id }) => id === world.orderId) as Row;
    for (const names of served) {
      const query = Object.fromEntries(some('listOrders', names, [row]));
      const answer = await who.get(`/transport-orders?${new URLSearchParams({ ...query, limit: '100' })}`);
      expect([names, answer.status]).toEqual([names, 200]);
      expect(rowsOf(answer).length).toBeGreaterThan(0);
      const ids = mine.map(({ id }) => id);
      expect(rowsOf(answer).filter(({ id }) => !ids.includes(id))).toEqual([]);
    }
    const refused = await who.get('/transport-orders?pickupCity=Darmstadt&status=placed');
    expectProblem(refused, 400, 'filter_not_served');
  });
});

describe('a page', () => {
  const endings: (() => void)[] = [];
  afterEach(() => {
    for (const end of endings.splice(0)) end();
  });

  it.each(withFields)('%s counts only when it is asked to, and no further than its limit', async (id) => {
    const list = listOf(id);
    const counted = await ask(list, { count: 'true', limit: '100' });
    expect((await ask(list, {})).body.total).toBeUndefined();
    expect(counted.body.total).toBe(rowsOf(counted).length);

    endings.push(changed(limits.size, { countedTotal: 1 }));
    // Another question, or the answer would still be in the cache.
    const capped = await ask(list, { count: 'true', limit: '99' });
    expect([capped.body.total, rowsOf(capped).length]).toEqual([1, rowsOf(counted).length]);
  });

  it.each(withFields)('%s goes on from its cursor, also with other fields, and not with other filters', async (id) => {
    const list = listOf(id);
    const first = await ask(list, { limit: '1', fields: 'id' });
    const { next } = first.body as { next: string };
    const second = await ask(list, { limit: '1', cursor: next });
    expect(rowsOf(second)[0]?.id).not.toBe(rowsOf(first)[0]?.id);
    expect(first.headers.link).toContain('fields=id');

    for (const [name] of (rowOf(id).filters ?? []).filter((names) => names.length === 1)) {
      const value = VALUES[name as string]?.(world, id)[1] ?? '';
      const other = name === 'role' ? 'driver' : value;
      expectProblem(await ask(list, { limit: '1', cursor: next, [name as string]: other }), 400, 'invalid_cursor');
    }
    for (const bad of ['x', `${next}x`, `x${next}`, next.split('.')[0] ?? ''])
      expectProblem(await ask(list, { limit: '1', cursor: bad }), 400, 'invalid_cursor');
  });

  it('of one list does not go on from another’s', async () => {
    const cursors = new Map<OperationId, string>();
    for (const id of withFields) {
      const list = listOf(id);
      cursors.set(id, (await ask(list, { limit: '1' })).body.next as string);
    }
    for (const [i, id] of withFields.entries()) {
      const foreign = cursors.get(withFields[(i + 1) % withFields.length] as OperationId) ?? '';
      expectProblem(await ask(listOf(id), { limit: '1', cursor: foreign }), 400, 'invalid_cursor');
    }
  });
});
