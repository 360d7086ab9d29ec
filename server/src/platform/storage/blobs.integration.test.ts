import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../cache/redis.fixtures.ts';
import { aCtx } from '../db/mongo.fixtures.ts';
import { type GivenStore, gridfs, s3 } from './stores.fixtures.ts';

const MB = 1_024 * 1_024;
const PDF = { contentType: 'application/pdf' };

async function* source(bytes: Buffer, step = 60_000): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
const whole = async (stream: Readable | undefined) => stream && buffer(stream);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const later = () => new Date(Date.now() + 60_000);

describe.each([
  ['in GridFS', gridfs],
  ['in S3', s3],
])('blobs %s', (_where, given) => {
  let store: GivenStore;
  beforeAll(async () => {
    store = await given();
  });
  afterAll(() => store.drop());

  it.each([
    ['nothing', 0],
    ['one byte', 1],
    ['a piece, to the byte', 512 * 1_024],
    ['a piece and a byte', 512 * 1_024 + 1],
    ['ten megabytes', 10 * MB],
  ])('give back %s as it came, with its length and hash', async (_what, length) => {
    const [ctx, bytes] = [aCtx(), randomBytes(length)];

    const stored = await store.blobs.put(ctx, 'a', source(bytes), PDF);

    expect(stored).toEqual({ bytes: length, sha256: sha256(bytes) });
    expect((await whole(await store.blobs.read(ctx, 'a')))?.equals(bytes)).toBe(true);
    expect(await store.left()).toBe(0);
  });

  it('are stored while they come: the first piece is there before the last one is made', async () => {
    const [ctx, bytes] = [aCtx(), randomBytes(8 * MB)];
    async function* waiting() {
      yield* source(bytes.subarray(0, 6 * MB));
      await eventually(async () => {
        if ((await store.left()) === 0) throw new Error('everything is held in memory');
      });
      yield* source(bytes.subarray(6 * MB));
    }

    const stored = await store.blobs.put(ctx, 'a', waiting(), PDF);

    expect([stored.sha256, await store.left()]).toEqual([sha256(bytes), 0]);
  });

  it.each([
    ['at once', 0],
    ['after some bytes', 100_000],
    ['after many', 7 * MB],
  ])('leave nothing of a source that fails %s, and throw its error', async (_when, length) => {
    const ctx = aCtx();
    async function* failing() {
      yield* source(randomBytes(length));
      throw new Error('the sender went away');
    }

    await expect(store.blobs.put(ctx, 'a', failing(), PDF)).rejects.toThrow('the sender went away');

    expect(await store.blobs.read(ctx, 'a')).toBeUndefined();
    expect(await store.left()).toBe(0);
  });

  it('let go of the source that they do not read to its end', async () => {
    const broken = await given();
    let released = false;
    async function* endless() {
      try {
        yield randomBytes(6 * MB);
        await broken.breakDown();
        for (;;) yield randomBytes(100_000);
      } finally {
        released = true;
      }
    }

    await expect(broken.blobs.put(aCtx(), 'a', endless(), PDF)).rejects.toMatchObject({ status: 503 });
    expect(released).toBe(true);
    await broken.drop();
  });

  it('are replaced whole, and stay as they were when their successor fails', async () => {
    const [ctx, old, next] = [aCtx(), randomBytes(2 * MB), randomBytes(300)];
    await store.blobs.put(ctx, 'a', source(old), PDF);
    async function* failing() {
      yield* source(next);
      throw new Error('the sender went away');
    }

    await expect(store.blobs.put(ctx, 'a', failing(), PDF)).rejects.toThrow();
    expect((await whole(await store.blobs.read(ctx, 'a')))?.equals(old)).toBe(true);

    await store.blobs.put(ctx, 'a', source(next), PDF);
    expect((await whole(await store.blobs.read(ctx, 'a')))?.equals(next)).toBe(true);
    await store.blobs.sweep(later());
    expect(await store.left()).toBe(0);
    expect((await whole(await store.blobs.read(ctx, 'a')))?.equals(next)).toBe(true);
  });

  it('written at the same moment under one id are one of them, whole', async () => {
    const ctx = aCtx();
    const all = Array.from({ length: 6 }, () => randomBytes(700_000));

    await Promise.all(all.map((bytes) => store.blobs.put(ctx, 'a', source(bytes), PDF)));

    const read = await whole(await store.blobs.read(ctx, 'a'));
    expect(all.filter((bytes) => read?.equals(bytes))).toHaveLength(1);
    expect((await store.keys()).filter((key) => key.startsWith(ctx.tenantId))).toHaveLength(1);
    await store.blobs.sweep(later());
    expect(await store.left()).toBe(0);
  });

  it.each([
    [0, 0],
    [0, 9],
    [524_287, 524_288],
    [524_288, 1_048_575],
    [1_000_000, 1_200_000],
    [1_499_999, 1_499_999],
    [1_400_000, 9_999_999],
  ])('give the bytes %i to %i', async (start, end) => {
    const [ctx, bytes] = [aCtx(), randomBytes(1_500_000)];
    await store.blobs.put(ctx, 'a', source(bytes), PDF);
    const part = await whole(await store.blobs.read(ctx, 'a', { start, end }));
    expect(part?.equals(bytes.subarray(start, end + 1))).toBe(true);
  });

  it('of another tenant are not there, to read, to replace or to remove', async () => {
    const [mine, yours] = [aCtx(), aCtx()];
    await store.blobs.put(mine, 'a', source(Buffer.from('mine')), PDF);

    expect(await store.blobs.read(yours, 'a')).toBeUndefined();
    await store.blobs.put(yours, 'a', source(Buffer.from('yours')), PDF);
    await store.blobs.remove(yours, 'a');

    expect(String(await whole(await store.blobs.read(mine, 'a')))).toBe('mine');
    expect(await store.blobs.read(yours, 'a')).toBeUndefined();
    expect((await store.keys()).filter((key) => key.endsWith('/a'))).toContain(`${mine.tenantId}/a`);
    for (const nobody of [{ ...mine, tenantId: '' }]) await expect(store.blobs.read(nobody, 'a')).rejects.toThrow();
  });

  it('are gone once removed, with every piece; removing what is not there is no mistake', async () => {
    const ctx = aCtx();
    await store.blobs.put(ctx, 'a', source(randomBytes(MB)), PDF);
    await store.blobs.put(ctx, 'a', source(randomBytes(MB)), PDF);

    await store.blobs.remove(ctx, 'a');
    await store.blobs.remove(ctx, 'a');

    expect(await store.blobs.read(ctx, 'a')).toBeUndefined();
    expect(await store.left()).toBe(0);
  });

  it('begun by a process that died are removed by their age, and what lives is left alone', async () => {
    const ctx = aCtx();
    await store.blobs.put(ctx, 'whole', source(Buffer.from('whole')), PDF);
    const { promise: forever } = Promise.withResolvers<void>();
    let hung = 0;
    async function* hanging() {
      yield* source(randomBytes(6 * MB));
      hung += 1;
      await forever;
    }
    const hangs = () => void store.blobs.put(ctx, 'dead', hanging(), PDF).catch(() => undefined);
    hangs();
    hangs();
    const begun = async () => {
      if (hung < 2 || (await store.left()) < 2) throw new Error('not begun');
    };
    await eventually(begun);

    expect(await store.blobs.sweep(new Date(Date.now() - 60_000))).toBe(0);
    await begun();
    expect(await store.blobs.sweep(later())).toBe(2);

    expect(await store.left()).toBe(0);
    expect(String(await whole(await store.blobs.read(ctx, 'whole')))).toBe('whole');
  });

  it('taken for dead while they are written are not stored, nor is what was written since', async () => {
    const ctx = aCtx();
    async function* slow() {
      yield* source(randomBytes(6 * MB));
      await eventually(async () => {
        if ((await store.blobs.sweep(later())) === 0) throw new Error('not begun');
      });
      yield* source(randomBytes(6 * MB));
    }

    await expect(store.blobs.put(ctx, 'a', slow(), PDF)).rejects.toThrow();

    expect(await store.blobs.read(ctx, 'a')).toBeUndefined();
    expect(await store.left()).toBe(0);
  });

  it('can be left half-read', async () => {
    const ctx = aCtx();
    await store.blobs.put(ctx, 'a', source(randomBytes(10 * MB)), PDF);
    const stream = await store.blobs.read(ctx, 'a');
    for await (const _ of stream ?? []) break;
    await eventually(() => expect([stream?.closed, stream?.readableEnded]).toEqual([true, false]));
  });

  it('answer 503 while their server does not', async () => {
    const broken = await given();
    await broken.breakDown();
    const { read, remove } = broken.blobs;
    await expect(read(aCtx(), 'a')).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(remove(aCtx(), 'a')).rejects.toMatchObject({ code: 'service_unavailable' });
    await broken.drop();
  });
});
