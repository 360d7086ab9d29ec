import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aLog, aQuery, aSource, aProcess as newProcess, stored, text } from './cache.fixtures.ts';
import type { Loaded } from './make-entry.ts';
import { type OwnRedis, ownRedis } from './redis.fixtures.ts';

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

describe('after a write', () => {
  it('nobody anywhere reads what was before, from the moment the writer is answered', async () => {
    const [one, other] = [await aProcess(), await aProcess()];
    const [query, source] = [aQuery(), aSource('old')];
    await one.cache.get(query, source.load);
    await stored(one.port, query);
    await other.cache.get(query, source.load);

    await one.tags.invalidating(query, ['products'], async () => {
      source.value = 'new';
    });

    expect(text(await other.cache.get(query, source.load))).toBe('new');
    expect(text(await one.cache.get(query, source.load))).toBe('new');
  });

  it('a reader that was slow files the old answer where nobody looks', async () => {
    const [slow, writer] = [await aProcess(), await aProcess()];
    const [query, source] = [aQuery(), aSource('old')];
    let answer = (_: Loaded) => {};
    let asked = () => {};
    const reading = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const reply = slow.cache.get(query, () => {
      asked();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    await reading;
    const before = await source.load();

    await writer.tags.invalidating(query, ['products'], async () => {
      source.value = 'new';
    });
    answer(before);

    expect(text(await reply)).toBe('old');
    await stored(slow.port, query);
    expect(text(await slow.cache.get(query, source.load))).toBe('new');
    expect(text(await writer.cache.get(query, source.load))).toBe('new');
  });

  it('inside a transaction invalidates after the commit, not before', async () => {
    const { cache, tags } = await aProcess();
    const [query, source] = [aQuery(), aSource('old')];
    await cache.get(query, source.load);
    const afterCommit: (() => Promise<void> | void)[] = [];
    // The cache uses of a unit of work only when it commits.
    const unit = {
      session: {} as never,
      afterCommit: (work: () => Promise<void> | void) => void afterCommit.push(work),
    };

    await tags.invalidating({ ...query, unit }, ['products'], async () => undefined);
    expect((await cache.get(query, source.load)).state).toBe('HIT');

    source.value = 'new';
    for (const work of afterCommit) await work();
    expect(text(await cache.get(query, source.load))).toBe('new');
  });

  it('that failed unclearly invalidates as well, and its error comes through', async () => {
    const { cache, tags } = await aProcess();
    const [query, source] = [aQuery(), aSource('old')];
    await cache.get(query, source.load);

    const write = tags.invalidating(query, ['products'], () => Promise.reject(new Error('no acknowledgement')));

    await expect(write).rejects.toThrow('no acknowledgement');
    expect((await cache.get(query, source.load)).state).toBe('MISS');
  });

  it('other tags and tenants keep what they have', async () => {
    const { cache, tags } = await aProcess();
    const [query, source] = [aQuery(), aSource('a')];
    const plans = { ...query, operationId: 'listPlans', tags: ['plans'] };
    await cache.get(query, source.load);
    await cache.get(plans, source.load);

    await tags.invalidating(query, ['plans'], async () => undefined);
    await tags.invalidating(aQuery(), ['products'], async () => undefined);

    expect((await cache.get(query, source.load)).state).toBe('HIT');
    expect((await cache.get(plans, source.load)).state).toBe('MISS');
  });

  it('by a process that died before it could tell, the sweep of another tells', async () => {
    const journal = aLog();
    const { cache, tags } = await aProcess(redis, journal);
    const [query, source] = [aQuery(), aSource('old')];
    await cache.get(query, source.load);
    await journal.log.add(query, 'products');
    source.value = 'new';

    expect(await tags.sweep()).toBe(1);

    expect(text(await cache.get(query, source.load))).toBe('new');
    expect(journal.rows.size).toBe(0);
  });
});

describe('a generation never comes back', () => {
  it('when Redis forgot everything', async () => {
    const { tags, port } = await aProcess();
    const { tenantId } = aQuery();
    await tags.invalidating({ tenantId }, ['products'], async () => undefined);
    const before = await tags.read(tenantId, ['products']);

    await port.command(['FLUSHALL']);

    const after = await (await aProcess()).tags.read(tenantId, ['products']);
    expect(after.state).toBe('heard');
    expect(Number(after.key)).toBeGreaterThan(Number(before.key));
    expect(Number(after.key)).toBeLessThanOrEqual((Date.now() + 1) * 1_000);
  });

  it('when a failover brought an older count back', async () => {
    const { tags, port } = await aProcess();
    const { tenantId } = aQuery();
    const old = await tags.read(tenantId, ['products']);
    await tags.invalidating({ tenantId }, ['products'], async () => undefined);
    const before = await tags.read(tenantId, ['products']);

    await port.command(['SET', `g:${tenantId}:products`, old.key]);

    const after = await tags.read(tenantId, ['products']);
    expect(Number(after.key)).toBeGreaterThan(Number(before.key));
    expect(await tags.read(tenantId, ['products'])).toEqual(after);
  });
});
