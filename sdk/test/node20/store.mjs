// Runs on Node 20 with node:test; the rules are those of every store, bundled beside this file.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeOutbox, sqliteOutbox } from '@symphonia/sdk/outbox-node';
import { aRecord, OUTBOX_RULES } from './rules.mjs';

const root = mkdtempSync(join(tmpdir(), 'sym-node20-'));
after(() => rmSync(root, { recursive: true }));
let count = 0;

test('this is a Node without SQLite', () => {
  assert.match(process.version, /^v20\./);
  assert.equal(process.getBuiltinModule('node:sqlite'), undefined);
});

for (const rule of OUTBOX_RULES) {
  test(`nodeOutbox in files ${rule.name}`, async () => {
    const folder = join(root, `${++count}`);
    const opened = [];
    await rule.run(() => {
      opened.push(nodeOutbox(folder));
      return opened.at(-1);
    });
    for (const store of opened) await store.close();
    assert.ok(existsSync(join(folder, 'records')));
  });
}

test('what needs SQLite can be imported, and says at its first use which Node it wants', async () => {
  const { sqliteCache } = await import('@symphonia/sdk/cache-node');
  await assert.rejects(sqliteOutbox(join(root, 'x.db')).list({}), /no SQLite; take Node 22\.13/);
  await assert.rejects(sqliteCache(join(root, 'y.db')).get('x'), /no SQLite/);
});

test('a directory that a newer Node used is refused, not begun anew', async () => {
  const store = nodeOutbox(process.env.SYM_OF_A_NEWER_NODE);
  await assert.rejects(store.list({}), /database of a newer Node/);
  await assert.rejects(store.add(aRecord('a')), /database of a newer Node/);
});

test('an order is left behind for a newer Node', async () => {
  const store = nodeOutbox(process.env.SYM_FOR_A_NEWER_NODE);
  await store.add(aRecord('left', { body: { bytes: 3 } }), new Uint8Array([0, 255, 7]));
  assert.equal((await store.get('left')).state, 'queued');
});
