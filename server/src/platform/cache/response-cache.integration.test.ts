import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import { NotFound } from '../http/errors.ts';
import { aLog, aQuery, aSource, aProcess as newProcess, stored, text } from './cache.fixtures.ts';
import type { Loaded } from './make-entry.ts';
import { eventually, type OwnRedis, ownRedis } from './redis.fixtures.ts';

let redis: OwnRedis;
beforeAll(async () => {
  redis = await ownRedis();
});
afterAll(() => redis.kill());

const endings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A process that ends with its test. */
async function aProcess(server = redis, journal = aLog()) {
  const process = await newProcess(server, journal);
  endings.push(process.stop);
  return process;
}

describe('what many ask is made once', () => {
  it('for all who ask at the same time', async () => {
    const { cache } = await aProcess();
    const [query, source] = [aQuery(), aSource('a')];

    const replies = await Promise.all(Array.from({ length: 50 }, () => cache.get(query, source.load)));

    expect(source.loads).toBe(1);
    expect(new Set(replies.map(text))).toEqual(new Set(['a']));
  });

  it('for every process, with the same tag and bytes', async () => {
    const [one, other] = [await aProcess(), await aProcess()];
    const [query, source] = [aQuery(), aSource('ä'.repeat(2_000))];

    const made = await one.cache.get(query, source.load);
    await stored(one.port, query);
    const found = await other.cache.get(query, source.load);

    expect([made.state, found.state, source.loads]).toEqual(['MISS', 'HIT', 1]);
    expect(found.etag).toBe(made.etag);
    expect(found.body).toEqual(made.body);
    expect(gunzipSync(found.body.gzip ?? '')).toEqual(made.body.identity);
    expect(brotliDecompressSync(found.body.br ?? '')).toEqual(made.body.identity);
  });

  it('but not for whom sees other things, nor another tenant, question or build', async () => {
    const { cache } = await aProcess();
    const query = aQuery();
    await cache.get(query, aSource('a').load);

    const others = [{ visibility: 'w' }, { tenantId: 'ten_x' }, { query: 'limit=21' }, { operationId: 'listPlans' }];
    for (const own of others) expect((await cache.get({ ...query, ...own }, aSource('b').load)).state).toBe('MISS');
  });

  it('and answered at the front without making anything', async () => {
    const { cache, later } = await aProcess();
    const [query, source] = [aQuery(), aSource('a')];

    expect(await cache.lookup(query)).toBeUndefined();
    await cache.get(query, source.load);
    expect(await cache.lookup(query)).toMatchObject({ state: 'HIT', status: 200 });

    later(70_000);
    expect(await cache.lookup(query)).toBeUndefined();
  });
});

describe('time', () => {
  it('makes an answer old: it is given once more while a new one is made', async () => {
    const { cache, later } = await aProcess();
    const [query, source] = [aQuery(), aSource('old')];
    await cache.get(query, source.load);
    source.value = 'new';

    later(50_000);
    expect(await cache.get(query, source.load)).toMatchObject({ state: 'HIT', ageMs: 50_000 });
    later(20_000);
    const stale = await cache.get(query, source.load);
    expect([stale.state, text(stale)]).toEqual(['STALE', 'old']);

    await eventually(async () => expect(text(await cache.get(query, source.load))).toBe('new'));
    expect(source.loads).toBe(2);
  });

  it('makes it too old: then it is only given when no new one can be made, and never instead of a refusal', async () => {
    const { cache, later } = await aProcess();
    const [query, source] = [aQuery(), aSource('old')];
    await cache.get(query, source.load);
    later(60_000 * 1.1 + limits.cache.staleMs);

    expect((await cache.get(query, () => Promise.reject(new Error('database away')))).state).toBe('STALE');
    await expect(cache.get(query, () => Promise.reject(NotFound({ what: 'product' })))).rejects.toThrow('no product');
    expect((await cache.get(query, source.load)).state).toBe('MISS');
  });

  it('is short for what is not there and for empty pages', async () => {
    const { cache, later } = await aProcess();
    const query = aQuery();
    const empty = async (): Promise<Loaded> => ({ ...(await aSource('').load()), empty: true });
    await cache.get(query, empty);

    later(limits.cache.negativeMs - 1);
    expect((await cache.get(query, empty)).state).toBe('HIT');
    later(limits.cache.negativeMaxMs);
    expect((await cache.get(query, empty)).state).toBe('MISS');
  });
});

it('failures, refusals and what is larger than 512 kB are not kept', async () => {
  const { cache, port } = await aProcess();
  for (const own of [{ status: 500 }, { status: 403 }, { body: 'x'.repeat(limits.cache.entryBytes + 1) }]) {
    const query = aQuery();
    const load = async () => ({ ...(await aSource('a').load()), ...own });

    expect((await cache.get(query, load)).state).toBe('MISS');
    expect((await cache.get(query, load)).state).toBe('MISS');
    expect(await port.command(['KEYS', `rc:*${query.tenantId}:*`])).toEqual([]);
  }
});

describe('without Redis', () => {
  it('answers come from the database, are kept two seconds, and the own write is seen at once', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const journal = aLog();
    const { cache, tags, later, port } = await aProcess(own, journal);
    const [query, source] = [aQuery(), aSource('old')];
    await cache.get(query, source.load);

    own.freeze();
    expect((await cache.get(query, source.load)).state).toBe('MISS');
    expect((await cache.get(query, source.load)).state).toBe('HIT');
    later(limits.cache.unheardMs + 1);
    expect((await cache.get(query, source.load)).state).toBe('MISS');

    await tags.invalidating(query, ['products'], async () => {
      source.value = 'new';
    });
    const after = await cache.get(query, source.load);
    expect([after.state, text(after)]).toEqual(['BYPASS', 'new']);
    expect(await cache.lookup(query)).toBeUndefined();
    expect(journal.rows.size).toBe(1);

    own.thaw();
    await eventually(() => port.command(['PING']));
    await eventually(() => expect(journal.rows.size).toBe(0));
    await eventually(async () => expect((await cache.get(query, source.load)).state).toBe('HIT'));
    expect(text(await cache.get(query, source.load))).toBe('new');
  });

  it('sixteen answers are made at once, and the next is refused for a second', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const { cache } = await aProcess(own);
    await own.kill();
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = async () => {
      await finished;
      return aSource('a').load();
    };

    const { tenantId } = aQuery();
    const asked = Array.from({ length: limits.cache.unheardLoads }, (_, i) =>
      cache.get(aQuery({ tenantId, query: `${i}` }), slow),
    );
    const refused = cache.get(aQuery({ tenantId, query: 'one too many' }), slow);

    await expect(refused).rejects.toMatchObject({
      code: 'service_unavailable',
      extras: { headers: { 'Retry-After': '1' } },
    });
    finish();
    expect(await Promise.all(asked)).toHaveLength(16);
    expect((await cache.get(aQuery({ tenantId, query: 'one too many' }), slow)).state).toBe('MISS');
  });
});

it('an expensive answer is made by one process; the others wait for it', async () => {
  const [one, other] = [await aProcess(), await aProcess()];
  const query = aQuery({ expensive: true });
  const source = aSource('a');
  let asked = () => {};
  const reading = new Promise<void>((resolve) => {
    asked = resolve;
  });

  const first = one.cache.get(query, async () => {
    asked();
    // Long enough for the other to find the work taken; its patience does not end, since its clock stands still.
    await new Promise((resolve) => setTimeout(resolve, 60));
    return source.load();
  });
  await reading;
  const second = await other.cache.get(query, source.load);

  expect(text(await first)).toBe(text(second));
  expect(source.loads).toBe(1);
});
