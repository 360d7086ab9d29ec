import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import type { OutboxRecord } from '../src/outbox/record.ts';
import { idbOutbox } from '../src/storage/idb-outbox.ts';
import { sqliteOutbox } from '../src/storage/sqlite-outbox.ts';
import { aNewOrder, givenWorld } from './support/given.ts';
import { virtualClock } from './support/virtual-clock.ts';

globalThis.IDBKeyRange ??= IDBKeyRange;
const MINUTE = 60_000;

describe('an imported export', () => {
  async function exported() {
    const first = givenWorld({ seed: 7 });
    first.server.fault = () => ({ kind: 'drop' });
    const { sym } = first.open();
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    return JSON.parse(await sym.outbox.export());
  }
  it.each([
    ['path', '/../auth/logout'],
    ['path', '@evil.test/x'],
    ['path', '.evil.test/x'],
    ['path', '//evil.test/x'],
    ['path', '/transport-orders/../auth/logout'],
    ['method', 'DELETE'],
    ['method', 'GET'],
    ['op', 'auth.logout'],
    ['op', 'constructor'],
    ['id', 'no-uuid'],
    ['id', 7],
    ['dependsOn', 'x'],
    ['lane', 5],
    ['contentType', 'text/html\r\nX: y'],
    ['body', { bytes: 1e12 }],
    ['body', null],
    ['ifMatch', 'a\nb'],
    ['apiVersion', 'a\nb'],
  ])('cannot make the queue send what it would not by itself: %s = %s', async (field, value) => {
    const data = await exported();
    data.records[0][field] = value;
    const second = givenWorld();
    const urls: string[] = [];
    const { sym } = second.open({
      fetch: (input, init) => {
        urls.push(`${init?.method} ${input}`);
        return second.server.fetch(input, init);
      },
    });
    const added = await sym.outbox.import(JSON.stringify(data)).catch((error) => error.code ?? error.name);
    await second.clock.advance(10 * MINUTE);
    expect([added, urls.length > 0 ? urls : []]).toEqual([expect.anything(), []]);
    expect(added === 0 || typeof added === 'string').toBe(true);
  });

  it('takes no place that another request has, and none that leaves no room (IndexedDB)', async () => {
    const data = await exported();
    const clock = virtualClock(Date.UTC(2026, 10, 21, 8), 60);
    const world = givenWorld({ clock });
    world.server.fault = () => ({ kind: 'drop' });
    const store = idbOutbox({ factory: new IDBFactory(), clock, name: 'imp' });
    const { sym } = world.open({ store });
    const first = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect(first.durability).toBe('disk');
    data.records[0].seq = 1;
    const errors: string[] = [];
    sym.outbox.on('storage', (e) => errors.push(e.message));
    data.records[0].scope = (await sym.outbox.list())[0]?.scope;
    expect(data.records[0].id).not.toBe(first.id);
    expect(await sym.outbox.import(JSON.stringify(data))).toBe(1);
    expect([(await sym.outbox.health()).durability, errors]).toEqual(['disk', []]);
    data.records[0].seq = 2 ** 53;
    data.records[0].id = sym.orders.draft().id;
    data.records[0].body = data.records[0].body.replace(/"id":"[^"]*"/, `"id":"${data.records[0].id}"`);
    await sym.outbox.import(JSON.stringify(data));
    const after = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect(after.durability).toBe('disk');
    await sym.close();
  });
});

describe('memory under IndexedDB', () => {
  it('moves home beside what lies there already', async () => {
    const clock = virtualClock(Date.UTC(2026, 10, 21, 8), 60);
    const world = givenWorld({ clock });
    world.server.fault = () => ({ kind: 'drop' });
    const idb = idbOutbox({ factory: new IDBFactory(), clock, name: 'home' });
    let broken = false;
    const store = {
      ...idb,
      add: async (...args: Parameters<typeof idb.add>) => {
        if (broken) throw new Error('no');
        return idb.add(...args);
      },
    };
    const { sym } = world.open({ store });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    broken = true;
    const second = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect(second.durability).toBe('memory');
    broken = false;
    await clock.advance(5 * MINUTE);
    expect((await sym.outbox.health()).durability).toBe('disk');
    await sym.close();
  });
});

describe('a record of a newer release', () => {
  const ofNewer = async () => {
    const world = givenWorld();
    const { sym } = world.open();
    world.server.fault = () => ({ kind: 'drop' });
    const order = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    const record = world.shelf.records.get(order.id) as OutboxRecord;
    world.shelf.records.set(order.id, { ...record, v: 2 as never, state: 'queued', maybeSent: false });
    return { ...world, sym, order };
  };
  it('is not touched by what a person does, and nothing waits for ever', async () => {
    const { sym, order } = await ofNewer();
    // A hot loop would stop this process: count instead.
    const gets = 0;
    void gets;
    for (const act of [
      () => sym.outbox.retry(order.id),
      () => sym.outbox.discard(order.id, { confirm: true }),
      () => sym.outbox.replace(order.id, {}),
    ])
      await expect(act()).rejects.toMatchObject({ code: expect.any(String) });
  }, 3000);
  it('what stands behind it makes no spinning', async () => {
    const { sym, order, clock, shelf } = await ofNewer();
    await sym.orders.amend(order.id, { instructions: 'x' });
    await clock.advance(MINUTE);
    let lists = 0;
    const real = shelf.records.values.bind(shelf.records);
    shelf.records.values = () => {
      lists++;
      return real();
    };
    await clock.advance(10 * MINUTE);
    expect(lists).toBeLessThan(600);
  });
  it('with fields of its own stops nobody (IndexedDB)', async () => {
    const clock = virtualClock(Date.UTC(2026, 10, 21, 8), 60);
    const world = givenWorld({ clock });
    const store = idbOutbox({ factory: new IDBFactory(), clock, name: 'v2' });
    const { sym } = world.open({ store });
    const a = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.until(async () => (await a.state()) === 'accepted');
    const record = (await store.get(a.id)) as OutboxRecord;
    const { seq: _, receipt: __, ...rest } = record;
    await store.add({
      ...rest,
      v: 2 as never,
      id: sym.orders.draft().id,
      state: 'queued',
      dependsOn: { all: ['x'] } as never,
    });
    const b = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await clock.until(async () => (await b.state()) === 'accepted', MINUTE);
    await sym.close();
  });
});

describe('what lies on the device', () => {
  it('a journal in which somebody else wrote holds nothing up', async () => {
    const data = new Map<string, string>([
      ['sym-journal:x', 'null'],
      ['sym-journal:y', '5'],
      ['sym-journal:z', '{"id":7}'],
    ]);
    const storage = new Proxy(
      {},
      {
        ownKeys: () => [...data.keys()],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: (_, k) =>
          k === 'getItem'
            ? (n: string) => data.get(n) ?? null
            : k === 'setItem'
              ? (n: string, v: string) => data.set(n, v)
              : k === 'removeItem'
                ? (n: string) => data.delete(n)
                : undefined,
      },
    );
    Object.assign(globalThis, { document: {}, localStorage: storage });
    try {
      const { clock, server, open } = givenWorld();
      const { sym } = open();
      await sym.orders.submit(sym.orders.draft(), aNewOrder());
      await clock.advance(5 * MINUTE);
      expect(server.orders.size).toBe(1);
      expect((await sym.outbox.health()).durability).toBe('disk');
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
      Reflect.deleteProperty(globalThis, 'localStorage');
    }
  });

  it('one row that cannot be read keeps no other from being sent (SQLite)', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sym-'));
    const store = sqliteOutbox(`${dir}/o.db`);
    const w = givenWorld();
    const { sym } = w.open({ store });
    await sym.outbox.list();
    const db = new DatabaseSync(`${dir}/o.db`);
    const scope = await sym.orders
      .submit(sym.orders.draft(), aNewOrder())
      .then(async () => (await sym.outbox.list())[0]?.scope);
    db.prepare('INSERT INTO records (id, scope, state, lane, data) VALUES (?,?,?,?,?)').run(
      'bad',
      String(scope),
      'queued',
      'bad',
      '{"id":',
    );
    db.close();
    const o = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await w.clock.advance(5 * MINUTE);
    expect(w.server.orders.has(o.id)).toBe(true);
    await sym.close();
  });
});
