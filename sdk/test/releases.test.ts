import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxStore } from '../src/outbox/index.ts';
import { fixture, RELEASES } from './fixtures/make.ts';
import { dump, type IdbDump, restore } from './support/idb-dump.ts';
import { install, installed, PRESENT, type Release } from './support/release.ts';
import { type Day, type Delivery, deliverDay, writeDay } from './support/release-day.ts';

globalThis.IDBKeyRange ??= IDBKeyRange;
const folder = mkdtempSync(join(tmpdir(), 'sym-releases-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T; // written by make.ts
const sorted = (texts: Iterable<string>) => [...texts].sort();

/** Nothing lost, nothing doubled, nothing re-serialised, nobody mixed up. */
function expectDelivered(day: Day, { orders, sent, attention, left }: Delivery): void {
  const records = new Map(day.records.map((record) => [record.id, record]));
  expect(left).toEqual([]);
  for (const user of ['ada', 'bob']) {
    const refused = day.records.filter((record) => record.user === user && record.state === 'attention');
    expect(refused.length).toBeGreaterThan(0);
    expect(attention[user]).toEqual(refused.map(({ id }) => id));
  }
  for (const { key = '', body, user } of sent) {
    expect({ key, body, user }).toEqual({ key, body: records.get(key)?.body, user: records.get(key)?.user });
    expect(records.get(key)?.state).not.toBe('accepted');
  }
  const creates = day.records.filter(({ op }) => op === 'orders.create');
  expect(sorted(orders.map(({ id }) => id))).toEqual(sorted(creates.map(({ id }) => id)));
  expect(sorted(orders.flatMap(({ log }) => log.map(({ key }) => key)))).toEqual(sorted(records.keys()));
  for (const { id, owner } of orders) expect(owner).toBe(`ten_1|${records.get(id)?.user}`);
}

it('there is a fixture of the first release', () => expect(RELEASES).toContain('0.1.0'));

describe.each(RELEASES)('26: what %s stored', (version) => {
  const files = fixture(version);
  let release: Release;
  let at = '';
  beforeAll(async () => {
    at = install(files.tarball, join(folder, version));
    release = await installed(at);
  });

  it('holds every state, for two users', () => {
    for (const day of [read<Day>(files.sqliteDay), read<Day>(files.idbDay)])
      for (const user of ['ada', 'bob']) {
        const states = day.records.filter((r) => r.user === user).map((r) => `${r.state}${r.maybeSent ? '+' : ''}`);
        expect(new Set(states)).toEqual(new Set(['accepted+', 'attention+', 'sending+', 'queued']));
      }
  });

  it('in SQLite is delivered by the present code: same bytes, same ids, one order each', async () => {
    const file = join(folder, `${version}.db`);
    copyFileSync(files.sqlite, file);
    const day = read<Day>(files.sqliteDay);
    expectDelivered(day, await deliverDay(PRESENT, () => PRESENT.sqliteOutbox(file), day));
  });

  it('in IndexedDB is delivered by the present code: same bytes, same ids, one order each', async () => {
    const factory = new IDBFactory();
    await restore(factory, 'sym-outbox', read<IdbDump>(files.idb));
    const day = read<Day>(files.idbDay);
    expectDelivered(day, await deliverDay(PRESENT, () => PRESENT.idbOutbox({ factory }), day));
  });

  it.each<[string, () => (release: Release) => OutboxStore]>([
    [
      'SQLite',
      () => {
        const file = join(folder, `down-${version}.db`);
        return (by) => by.sqliteOutbox(file);
      },
    ],
    [
      'IndexedDB',
      () => {
        const factory = new IDBFactory();
        return (by) => by.idbOutbox({ factory });
      },
    ],
  ])('is what the present code stores in %s: the old release delivers it after a downgrade', async (_, place) => {
    const open = place();
    const day = await writeDay(PRESENT, () => open(PRESENT));
    expectDelivered(day, await deliverDay(release, () => open(release), day));
  });

  it('has the structure the present code makes: a database is created once and never upgraded', async () => {
    const factory = new IDBFactory();
    await PRESENT.idbOutbox({ factory }).get('nobody');
    const structure = ({ version: number, stores }: IdbDump) => ({
      number,
      stores: Object.entries(stores).map(([name, { rows: _, ...rest }]) => ({ name, ...rest })),
    });
    expect(structure(await dump(factory, 'sym-outbox'))).toEqual(structure(read<IdbDump>(files.idb)));
  });

  it('is a small package whose every door opens on this Node', () => {
    expect(statSync(files.tarball).size).toBeLessThan(200_000);
    const doors = Object.keys(read<{ exports: object }>(join(at, 'package.json')).exports)
      .filter((door) => !door.endsWith('.json'))
      .map((door) => `@symphonia/sdk${door.slice(1)}`);
    const code = `for (const door of ${JSON.stringify(doors)}) console.log(door, Object.keys(await import(door)).join());`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: join(folder, version),
      encoding: 'utf8',
    });
    expect(said).toMatch(/^@symphonia\/sdk .*createSymphonia/m);
    expect(said).toMatch(/^@symphonia\/sdk\/outbox-node .*sqliteOutbox/m);
    expect(said.trim().split('\n')).toHaveLength(doors.length);
  });
});
