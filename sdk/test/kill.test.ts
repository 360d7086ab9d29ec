import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sqliteOutbox } from '../src/storage/sqlite-outbox.ts';

const child = fileURLToPath(new URL('./support/kill-child.ts', import.meta.url));

/** Lets a process write until it has promised `count` records, then kills it in the middle of the next. */
function promisedBefore(file: string, name: string, count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const ids: string[] = [];
    const writer = spawn(process.execPath, [child, file, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: writer.stdout }).on('line', (line) => {
      ids.push(line);
      if (ids.length === count) writer.kill('SIGKILL');
    });
    writer.on('error', reject);
    writer.on('close', () => (ids.length >= count ? resolve(ids) : reject(new Error('The writer ended by itself.'))));
  });
}

it('30: two processes write one file and are killed again and again: every promised record is there, whole, once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sym-kill-'));
  const file = join(folder, 'outbox.db');
  const promised: string[] = [];
  for (let round = 0; round < 3; round++) {
    const both = await Promise.all([promisedBefore(file, `a${round}`, 40), promisedBefore(file, `b${round}`, 25)]);
    promised.push(...both.flat());
  }
  const store = sqliteOutbox(file);
  const stored = await store.list({});
  const ids = new Set(stored.map((record) => record.id));
  expect(promised.filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(stored.length);
  for (const record of stored) expect((await store.blob(record.id))?.length).toBe(2000);
  await store.close();
  rmSync(folder, { recursive: true });
}, 60_000);
