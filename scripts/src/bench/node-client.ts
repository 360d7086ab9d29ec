/** The SDK in Node: one measurement for whoever forks this, told and answered by message. */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { memoryCache, readCache } from '../../../sdk/src/cache/index.ts';
import { createSymphonia } from '../../../sdk/src/index.ts';
import { fileOutbox, nodeOutbox } from '../../../sdk/src/storage/node-outbox.ts';
import { sqliteCache } from '../../../sdk/src/storage/sqlite-cache.ts';
import { auth, drain, newRecord, offline, open, start, submits, timed } from './client.ts';
import type { NodeResults, NodeTask } from './node-tasks.ts';
import { copies } from './order.ts';

/** With the processor time of all of it, in milliseconds. */
async function withCpu<T extends object>(work: () => Promise<T>): Promise<T & { cpuMs: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { ...result, cpuMs: (user + system) / 1000 };
}

const folder = mkdtempSync(join(tmpdir(), 'sym-bench-'));

/** What the disk itself takes: so many bytes behind the others, and a flush. */
async function flushes(count: number) {
  const file = openSync(join(folder, 'flushes'), 'a');
  const bytes = Buffer.alloc(2000, 'x');
  const samples = await timed(count, async () => {
    writeSync(file, bytes);
    fsyncSync(file);
  });
  closeSync(file);
  return samples;
}

async function submit({ count }: NodeTask): Promise<NodeResults['submit']> {
  const through = async (store: ReturnType<typeof nodeOutbox>) => {
    const sym = open('http://bench.test/api/v1', store, offline);
    const result = await withCpu(() => submits(sym, count));
    await sym.close();
    return result;
  };
  return {
    sqlite: await through(nodeOutbox(join(folder, 'sqlite'))),
    files: await through(fileOutbox(join(folder, 'files'))),
    disk: await withCpu(() => flushes(count)),
  };
}

/** A database with that many queued orders, written in one transaction. */
async function filled(url: string, count: number): Promise<string> {
  const root = join(folder, 'queue');
  const store = nodeOutbox(root);
  await store.list({}); // makes the tables
  await store.close();
  const db = new DatabaseSync(join(root, 'outbox.db'));
  const insert = db.prepare('INSERT INTO records (id, scope, state, lane, data) VALUES (?, ?, ?, ?, ?)');
  const first = await newRecord(url);
  db.exec('BEGIN');
  for (const { id, text } of copies(JSON.stringify(first), count)) insert.run(id, first.scope, first.state, id, text);
  db.exec('COMMIT');
  db.close();
  return root;
}

async function drained({ url = '', count, forMs = 0 }: NodeTask): Promise<NodeResults['drain']> {
  const sym = open(url, nodeOutbox(await filled(url, count)));
  return withCpu(() => drain(sym, count, forMs));
}

function memory() {
  (globalThis as { gc?: () => void }).gc?.(); // --expose-gc
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / 1e6, rssMb: rss / 1e6 };
}

async function started({ url = '', count, forMs = 0 }: NodeTask): Promise<NodeResults['start']> {
  const root = count > 0 ? await filled(url, count) : join(folder, 'empty');
  const before = memory();
  const result = await start(url, () => nodeOutbox(root), count > 0 ? forMs : 0);
  const after = memory();
  return { ...result, heapMb: after.heapMb - before.heapMb, rssMb: after.rssMb };
}

async function read({ url = '', count }: NodeTask): Promise<NodeResults['read']> {
  const from = async (options: Parameters<typeof readCache>[0] | undefined, cache: 'cache-only' | 'swr') => {
    const sym = createSymphonia({ baseUrl: url, auth, ...(options ? { cache: readCache(options) } : {}) });
    await sym.products.list({});
    const result = await withCpu(() => timed(count, () => sym.products.list(options ? { cache } : {})));
    await sym.close();
    return result;
  };
  const disk = sqliteCache(join(folder, 'cache.db'));
  return {
    memory: await from({ store: memoryCache() }, 'cache-only'),
    disk: await from({ store: disk }, 'cache-only'),
    renewed: await from({ store: sqliteCache(join(folder, 'cache-2.db')) }, 'swr'),
    network: await from(undefined, 'swr'),
  };
}

const KINDS = { submit, drain: drained, start: started, read };

process.once('message', async (task: NodeTask) => {
  try {
    process.send?.({ result: await KINDS[task.kind](task) });
  } catch (error) {
    process.send?.({ error: String(error instanceof Error ? error.stack : error) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
