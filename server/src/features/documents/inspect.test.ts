import { describe, expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { aJpeg, aPdf, aPng, aWebp } from './documents.fixtures.ts';
import { inspect, sizeIn } from './inspect.ts';

/** What is said of bytes that come in pieces of this size. */
async function seen(bytes: Buffer, step: number) {
  async function* coming() {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  }
  const { contentType, bytes: passing, image } = await inspect(coming());
  const passed: Uint8Array[] = [];
  for await (const chunk of passing) passed.push(chunk);
  return { contentType, image: image(), same: Buffer.concat(passed).equals(bytes) };
}

describe('a file that is looked at while it passes', () => {
  it.each([
    ['image/jpeg', aJpeg({ width: 30, height: 20, metadata: 200_000 }), { width: 30, height: 20 }],
    ['image/png', aPng(30, 20), { width: 30, height: 20 }],
    ['image/webp', aWebp(30, 20), { width: 30, height: 20 }],
    ['application/pdf', aPdf(20_000), undefined],
  ])('%s passes as it is, wherever its pieces are cut', async (contentType, bytes, image) => {
    for (const step of [1, 7, 4_100, 65_536]) {
      if (step === 1 && bytes.length > 100_000) continue; // says nothing that 7 does not
      expect(await seen(bytes, step)).toEqual({ contentType, image, same: true });
    }
  });

  it('is judged by its own bytes and not by what stands behind them in memory', async () => {
    const memory = new Uint8Array(1_000).fill(1);
    memory.set(aPng().subarray(0, 18));
    await expect(sizeIn(Buffer.from(memory.buffer, 0, 18), 'image/png')).rejects.toThrow('its size cannot be read');
  });

  it.each([
    [limits.size.imageSide, 1, 'taken'],
    [limits.size.imageSide + 1, 1, 'image_too_large'],
    [10_000, limits.size.imagePixels / 10_000, 'taken'],
    [10_000, limits.size.imagePixels / 10_000 + 1, 'image_too_large'],
    [0, 1, 'document_unreadable'],
  ])('of %i × %i pixels is %s', async (width, height, verdict) => {
    for (const bytes of [aPng(width, height), ...(width > 0 ? [aJpeg({ width, height })] : [])]) {
      const outcome = await seen(bytes, 1_000).then(
        () => 'taken',
        (error: { code: string }) => error.code,
      );
      expect(outcome).toBe(verdict);
    }
  });
});
