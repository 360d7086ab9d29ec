import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { StorageError } from '../src/index.ts';
import { fileLock } from '../src/storage/file-lock.ts';
import { fileOutbox } from '../src/storage/file-outbox.ts';
import type { OutboxStore } from '../src/storage/outbox-store.ts';
import { STORES } from './support/kill-stores.ts';
import { aRecord } from './support/outbox-conformance.ts';
import { smallDisk } from './support/small-disk.ts';

const root = mkdtempSync(join(tmpdir(), 'sym-files-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;
const aFolder = () => join(root, `${++count}`);
const ids = async (store: OutboxStore) => (await store.list({})).map(({ id }) => id);
const claim = { scope: 'api|ten|ada', owner: 'me', limit: 3, now: 1_800_000_000_000, leaseMs: 40_000 };

it('a half-written, empty or garbled file never hides a good order, and is kept for a person to look at', async () => {
  const folder = aFolder();
  const told: StorageError[] = [];
  const [first, seeing] = [fileOutbox(folder), fileOutbox(folder, { onCorrupt: (error) => told.push(error) })];
  for (const id of ['a', 'b', 'c']) await first.add(aRecord(id));
  const lost = new Promise<void>((resolve) => seeing.watch?.((what) => what === 'lost' && resolve()));
  const whole = readFileSync(join(folder, 'records', 'b.0.json'));
  writeFileSync(join(folder, 'records', 'b.0.json'), whole.subarray(0, 100));
  writeFileSync(join(folder, 'records', 'empty.0.json'), '');
  writeFileSync(join(folder, 'records', 'strange.0.json'), '{"id":"somebody else"}');
  writeFileSync(join(folder, 'records', '.DS_Store'), 'not ours');
  writeFileSync(join(folder, 'tmp', '1.1.d'), whole.subarray(0, 50));
  expect(await ids(seeing)).toEqual(['a', 'c']);
  expect(told.map(({ kind }) => kind)).toEqual(['corrupt', 'corrupt', 'corrupt']);
  expect(readdirSync(join(folder, 'corrupt')).sort()).toEqual(['b.0.json', 'empty.0.json', 'strange.0.json']);
  expect(readFileSync(join(folder, 'corrupt', 'b.0.json'))).toEqual(whole.subarray(0, 100));
  await lost; // whoever still has it in memory writes it again
  await seeing.add(aRecord('b'));
  expect(await ids(first)).toEqual(['a', 'c', 'b']);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  await seeing.close();
});

it('a death between the new version and the end of the old one leaves the new one, a damaged new one the old', async () => {
  const folder = aFolder();
  const store = fileOutbox(folder);
  await store.add(aRecord('a'));
  await store.add(aRecord('b'));
  const file = (name: string) => join(folder, 'records', name);
  const old = JSON.parse(readFileSync(file('a.0.json'), 'utf8'));
  writeFileSync(file('a.1.json'), JSON.stringify({ ...old, attempts: 7 }));
  writeFileSync(file('b.1.json'), '{"v":1,');
  const next = fileOutbox(folder);
  expect((await next.list({})).map(({ id, attempts }) => [id, attempts])).toEqual([
    ['a', 7],
    ['b', 0],
  ]);
  expect(await next.patch('a', 0, { attempts: 8 })).toBe(true);
  expect(await next.patch('b', 0, { attempts: 9 })).toBe(true);
  expect(readdirSync(join(folder, 'records')).sort()).toEqual(['a.2.json', 'b.1.json']);
});

it('only its owner can read what is stored', async () => {
  const folder = aFolder();
  const store = fileOutbox(folder);
  await store.add(aRecord('a', { body: { bytes: 3 } }), new Uint8Array(3));
  await store.meta('who', 'ada');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const file of files) {
    const mode = statSync(join(file.parentPath, file.name)).mode & 0o777;
    expect([file.name, mode]).toEqual([file.name, file.isDirectory() ? 0o700 : 0o600]);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('of many that find a dead holder’s lock one takes it over, and nobody takes that of the living', async () => {
  const path = join(root, 'lock');
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  for (let round = 0; round < 20; round++) {
    writeFileSync(path, JSON.stringify({ pid: gone.pid, host: hostname(), token: 'theirs' }));
    const locks = Array.from({ length: 5 }, () => fileLock(path, 1000));
    const taken = locks.map((lock) => lock.tryTake());
    expect(taken).toEqual(['taken over', 'busy', 'busy', 'busy', 'busy']);
    locks[1]?.release(); // not his
    expect(existsSync(path)).toBe(true);
    locks[0]?.release();
    expect(existsSync(path)).toBe(false);
  }
});

it('a lock without a name, made on a full disk by somebody who died, holds up a new process for ten seconds at most', () => {
  const path = join(root, 'nameless');
  writeFileSync(path, '');
  expect(fileLock(path, 30_000).tryTake()).toBe('busy');
  const old = new Date(Date.now() - 11_000);
  utimesSync(path, old, old);
  expect(fileLock(path, 30_000).tryTake()).toBe('taken over');
});

it('a holder elsewhere is dead when its heartbeat stands still by our own watch, whatever its clock says', async () => {
  const path = join(root, 'far');
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'theirs' }));
  utimesSync(path, new Date(0), new Date(0));
  const lock = fileLock(path, 300);
  const begun = performance.now();
  expect(lock.tryTake()).toBe('busy');
  for (let beat = 1; beat < 12; beat++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    utimesSync(path, new Date(beat * 1000), new Date(beat * 1000));
    expect(lock.tryTake()).toBe('busy');
  }
  expect(performance.now() - begun).toBeGreaterThan(300);
  await expect.poll(() => lock.tryTake(), { interval: 50 }).toBe('taken over');
});

it.each([
  ['once', 1],
  ['twice', 2],
])('a writer that stood still with the lock and was overtaken %s changes nothing', async (_, changes) => {
  const folder = aFolder();
  const [frozen, other] = [fileOutbox(folder), fileOutbox(folder)];
  await frozen.add(aRecord('a'));
  await frozen.list({});
  const before = readFileSync(join(folder, 'turn'), 'utf8');
  await other.claim(claim);
  if (changes === 2) await other.patch('a', 1, { state: 'accepted', lease: undefined });
  writeFileSync(join(folder, 'turn'), before); // as far as it knows nothing has happened
  expect(await frozen.claim({ ...claim, owner: 'frozen' })).toEqual([]);
  expect(await frozen.get('a')).toEqual(await fileOutbox(folder).get('a'));
  expect((await other.get('a'))?.lease?.owner).toBe(changes === 1 ? 'me' : undefined);
  expect(readdirSync(join(folder, 'records'))).toEqual([`a.${changes}.json`]);
});

it('an outbox whose folder was deleted tells it, and goes on in a new one', async () => {
  const folder = aFolder();
  const store = fileOutbox(folder);
  await store.add(aRecord('a'));
  const lost = new Promise<void>((resolve) => store.watch?.((what) => what === 'lost' && resolve()));
  rmSync(folder, { recursive: true });
  await lost;
  await store.add(aRecord('a'));
  expect(await ids(fileOutbox(folder))).toEqual(['a']);
  await store.close();
});

it.each(['files', 'SQLite'] as const)(
  'a full disk loses nothing that was promised in %s, says quota, and is used again when there is room',
  async (kind) => {
    const disk = smallDisk(1);
    // Without the right to mount one there is no full disk to test on.
    if (!disk.fill) return console.warn('Left out: mounting a tmpfs needs root or sudo -n.');
    try {
      const folder = join(disk.path, 'outbox');
      const store = STORES[kind](folder);
      const promised: string[] = [];
      const add = async (count: number) => {
        for (const last = promised.length + count; promised.length < last; )
          promised.push((await store.add(aRecord(`r${promised.length}`), new Uint8Array(5000))).id);
      };
      await add(5);
      const makeRoom = disk.fill();
      await expect(add(1000)).rejects.toMatchObject({ name: 'StorageError', kind: 'quota' });
      expect(await ids(store)).toEqual(promised);
      makeRoom();
      await add(5);
      await store.close();
      const again = STORES[kind](folder);
      expect(await ids(again)).toEqual(promised);
      for (const id of promised) expect((await again.blob(id))?.length).toBe(5000);
      await again.close();
    } finally {
      disk.remove();
    }
  },
);
