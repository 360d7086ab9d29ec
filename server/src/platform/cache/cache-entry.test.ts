import { describe, expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import { compressed, decodeEntry, type Entry, encodeEntry } from './cache-entry.ts';
import { createLocalLru } from './local-lru.ts';

const anEntry = (own: Partial<Entry> = {}): Entry => ({
  status: 200,
  etag: 'W/"v1"',
  ctype: 'application/json',
  body: { identity: Buffer.from('{"ä":1}') },
  storedAt: 1,
  freshUntil: 2,
  staleUntil: 3,
  errorUntil: 4,
  ...own,
});

describe('an entry as bytes', () => {
  it('comes back as it was, with and without its variants', async () => {
    for (const body of [{ identity: Buffer.alloc(0) }, await compressed(Buffer.from('x'.repeat(5_000)))]) {
      expect(decodeEntry(encodeEntry(anEntry({ body })))).toEqual(anEntry({ body }));
    }
  });

  it('that was cut off or is not ours counts as a miss', () => {
    const whole = encodeEntry(anEntry());

    for (const bytes of [Buffer.alloc(0), Buffer.from('x'), Buffer.from('garbage garbage'), whole.subarray(0, -1)]) {
      expect(decodeEntry(bytes)).toBeUndefined();
    }
  });
});

it('what would not get smaller is not compressed', async () => {
  const small = Buffer.from('x'.repeat(limits.cache.compressFromBytes - 1));
  expect(await compressed(small)).toEqual({ identity: small });

  const noise = Buffer.from(Array.from({ length: 4_096 }, () => Math.random() * 256));
  expect(await compressed(noise)).toEqual({ identity: noise });
});

describe('process memory', () => {
  it('holds no more than it may, and forgets the least used first', () => {
    const local = createLocalLru({ maxBytes: 10_000 });
    const body = { identity: Buffer.alloc(3_000) };

    for (const key of ['a', 'b']) local.set(key, anEntry({ body }), 60_000);
    local.get('a');
    local.set('c', anEntry({ body }), 60_000);

    expect(['a', 'b', 'c'].map((key) => local.get(key) !== undefined)).toEqual([true, false, true]);
    expect(local.bytes).toBeLessThan(10_000);
  });

  it('forgets when the time is over', () => {
    let time = 1_000;
    const local = createLocalLru({ now: () => time });
    local.set('a', anEntry(), 2_000);

    time = 2_999;
    expect(local.get('a')).toBeDefined();
    time = 3_001;
    expect(local.get('a')).toBeUndefined();
  });
});
