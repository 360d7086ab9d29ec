/** The SDK in a page: IndexedDB, Web Locks, the read cache. */
import { idbCache, memoryCache, readCache } from '../../../../sdk/src/cache/index.ts';
import { createSymphonia } from '../../../../sdk/src/index.ts';
import type { NewRecord } from '../../../../sdk/src/outbox/record.ts';
import { idbOutbox } from '../../../../sdk/src/storage/idb-outbox.ts';
import { auth, drain, newRecord, offline, open, start, submits, timed } from '../client.ts';
import { copies } from '../order.ts';
import { committed, fill, opened } from './raw.ts';

const URL_OF_API = `${location.origin}/api/v1`;

/** One record of the usual size into a database without any library. */
async function put(count: number, durability: 'strict' | 'relaxed') {
  const db = await opened(`raw-${durability}`, (made) => made.createObjectStore('rows', { autoIncrement: true }));
  const row = await newRecord(URL_OF_API);
  return timed(count, () => {
    const tx = db.transaction('rows', 'readwrite', { durability });
    tx.objectStore('rows').put(row);
    return committed(tx);
  });
}

async function reading(count: number, kept: 'memory' | 'disk' | 'renewed' | 'network') {
  const store = kept === 'memory' ? memoryCache() : idbCache({ name: `cache-${kept}` });
  const cache = kept === 'renewed' ? ('swr' as const) : ('cache-only' as const);
  const cached = kept !== 'network';
  const sym = createSymphonia({ baseUrl: URL_OF_API, auth, ...(cached ? { cache: readCache({ store }) } : {}) });
  await sym.products.list({});
  return timed(count, () => sym.products.list(cached ? { cache } : {}));
}

async function adds(count: number) {
  const store = idbOutbox({ name: 'adds' });
  const text = JSON.stringify(await newRecord(URL_OF_API));
  const rows = [...copies(text, 2 * count)].map((copy): NewRecord => JSON.parse(copy.text));
  return timed(count, async (n) => {
    const row = rows[n];
    if (row) await store.add(row);
  });
}

const bench = {
  add: adds,
  submit: (count: number) => submits(open(URL_OF_API, idbOutbox(), offline), count),
  strict: (count: number) => put(count, 'strict'),
  relaxed: (count: number) => put(count, 'relaxed'),
  async fill(count: number) {
    const store = idbOutbox();
    await store.list({}); // makes the database
    await store.close();
    const first = JSON.stringify(await newRecord(URL_OF_API));
    const rows = [...copies(first, count)].map(({ text }) => [JSON.parse(text)] as const);
    await fill('sym-outbox', 'records', rows);
  },
  drain: ({ count, forMs }: { count: number; forMs: number }) => drain(open(URL_OF_API, idbOutbox()), count, forMs),
  start: (forMs: number) => start(URL_OF_API, idbOutbox, forMs),
  read: ({ count, kept }: { count: number; kept: 'memory' | 'disk' | 'renewed' | 'network' }) => reading(count, kept),
};

Object.assign(globalThis, { bench });
