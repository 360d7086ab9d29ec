import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { fileOutbox } from '../src/storage/file-outbox.ts';
import { nodeOutbox } from '../src/storage/node-outbox.ts';
import type { OutboxStore } from '../src/storage/outbox-store.ts';
import { outboxDatabase, sqliteOutbox } from '../src/storage/sqlite-outbox.ts';
import { aRecord } from './support/outbox-conformance.ts';

const root = mkdtempSync(join(tmpdir(), 'sym-node-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());
let count = 0;
const aFolder = () => join(root, `${++count}`);
const claim = { scope: 'api|ten|ada', owner: 'me', limit: 3, now: 1_800_000_000_000, leaseMs: 40_000 };

/** As if this Node had no SQLite. */
const onAnOldNode = () => void vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);

/** What an old Node left behind: an order under way, one with a document, one of an unknown release, a fact. */
async function aQueueInFiles(): Promise<string> {
  const folder = aFolder();
  const store = fileOutbox(folder);
  await store.add(aRecord('c', { meta: { form: 'ü' } }));
  await store.add(aRecord('a', { body: { bytes: 3 } }), new Uint8Array([0, 255, 7]));
  await store.add({ ...aRecord('b', { state: 'paused' }), v: 2 as 1, shape: 'new' } as never); // a later release's
  await store.claim({ ...claim, limit: 1 });
  await store.meta('who', { tenant: 'ten' });
  return folder;
}

async function everything(store: OutboxStore) {
  const records = await store.list({ anyVersion: true });
  const blobs = await Promise.all(records.map(async ({ id }) => [...((await store.blob(id)) ?? [])]));
  return { records: records.map(({ seq: _, ...record }) => record), blobs, who: await store.meta('who') };
}

it('a newer Node takes over what an older one stored: same order, same bytes, same fence, and the files go', async () => {
  const folder = await aQueueInFiles();
  const before = await everything(fileOutbox(folder));
  const store = nodeOutbox(folder);
  expect(await everything(store)).toEqual(before);
  expect(readdirSync(folder)).not.toContain('records');
  expect(readdirSync(folder)).not.toContain('blobs');
  expect(await store.patch('c', 1, { state: 'accepted', lease: undefined })).toBe(true);
  await store.close();
  expect((await nodeOutbox(folder).get('c'))?.state).toBe('accepted');
});

it('a death at any step of the move loses and doubles nothing: what the database has wins, the rest is taken over', async () => {
  const folder = await aQueueInFiles();
  const before = await everything(fileOutbox(folder));
  const copy = join(root, 'copy');
  cpSync(folder, copy, { recursive: true });

  // The database was made, and nothing was committed.
  await sqliteOutbox(join(folder, 'outbox.db')).list({});
  expect(await everything(nodeOutbox(folder))).toEqual(before);

  // All was committed, no file was removed yet; meanwhile the order was sent.
  await nodeOutbox(folder).patch('c', 1, { state: 'accepted', lease: undefined });
  const after = await everything(nodeOutbox(folder));
  cpSync(join(copy, 'records'), join(folder, 'records'), { recursive: true });
  cpSync(join(copy, 'blobs'), join(folder, 'blobs'), { recursive: true });
  expect(await everything(nodeOutbox(folder))).toEqual(after);
  expect(existsSync(join(folder, 'records'))).toBe(false);

  // Only some files were removed.
  cpSync(join(copy, 'records'), join(folder, 'records'), { recursive: true });
  rmSync(join(folder, 'records', 'c.1.json'));
  expect(await everything(nodeOutbox(folder))).toEqual(after);
});

it('a move that fails leaves the files as they were, and refuses to begin without them', async () => {
  const folder = await aQueueInFiles();
  const before = await everything(fileOutbox(folder));
  writeFileSync(join(folder, 'outbox.db'), 'no database at all'.repeat(100));
  const store = nodeOutbox(folder);
  await expect(store.list({})).rejects.toMatchObject({ name: 'StorageError', kind: 'corrupt' });
  await expect(store.add(aRecord('x'))).rejects.toMatchObject({ name: 'StorageError', kind: 'corrupt' });
  rmSync(join(folder, 'outbox.db'));
  expect(await everything(store)).toEqual(before);
});

it('the database asks the disk to flush before it promises, and waits for others', () => {
  const open = outboxDatabase(join(aFolder(), 'outbox.db'));
  const pragma = (name: string) => Object.values(open().prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect(['journal_mode', 'synchronous', 'fullfsync', 'busy_timeout'].map(pragma)).toEqual(['wal', 2, 1, 5000]);
  open.close();
});

it('two processes of a newer Node may take over at once', async () => {
  const folder = await aQueueInFiles();
  const before = await everything(fileOutbox(folder));
  const both = await Promise.all([everything(nodeOutbox(folder)), everything(nodeOutbox(folder))]);
  expect(both).toEqual([before, before]);
});

it('an older Node refuses a directory that holds the database of a newer one, and says what to do', async () => {
  const folder = aFolder();
  const newer = nodeOutbox(folder);
  await newer.add(aRecord('a'));
  await newer.close();
  onAnOldNode();
  const older = nodeOutbox(folder);
  for (const call of [older.list({}), older.add(aRecord('b')), older.claim(claim), older.meta('who')])
    await expect(call).rejects.toThrow(/holds the outbox database of a newer Node.*Node 22.13/);
  await expect(older.locks?.tryWith('sym:x', async () => older.claim(claim))).rejects.toMatchObject({
    kind: 'unavailable',
  });
  expect(existsSync(join(folder, 'records'))).toBe(false);
});

it('an older Node keeps orders in files, which a newer one finds', async () => {
  const folder = aFolder();
  onAnOldNode();
  const older = nodeOutbox(folder);
  await older.add(aRecord('a'));
  expect(existsSync(join(folder, 'outbox.db'))).toBe(false);
  await expect(sqliteOutbox(join(folder, 'x.db')).list({})).rejects.toThrow(/no SQLite.*fileOutbox/);
  vi.restoreAllMocks();
  expect((await nodeOutbox(folder).list({})).map(({ id }) => id)).toEqual(['a']);
  await expect(older.add(aRecord('b'))).rejects.toThrow(/newer Node/);
});

it('a database is as private as files', async () => {
  const folder = aFolder();
  const store = nodeOutbox(folder);
  await store.add(aRecord('a'));
  for (const name of readdirSync(folder))
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  await store.close();
});
