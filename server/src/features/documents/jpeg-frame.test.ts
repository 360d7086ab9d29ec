import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aJpeg } from './documents.fixtures.ts';
import { jpegFrame } from './jpeg-frame.ts';

/** What is found in bytes that come in pieces of this size; undefined when they end before. */
function found(bytes: Buffer, step = bytes.length) {
  const frame = jpegFrame();
  for (let at = 0; at < bytes.length; at += step) {
    const answer = frame.feed(bytes.subarray(at, at + step));
    if (answer) return answer;
  }
  return undefined;
}
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const FRAME = 'ffc0 000b 08 0003 0004 01 01 11 00';

describe('the frame of a JPEG', () => {
  it('is found wherever its pieces are cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 1, max: 65_535 }),
        (step, metadata, width) => {
          expect(found(aJpeg({ width, height: 7, metadata }), step)).toEqual({ width, height: 7 });
        },
      ),
    );
  });

  it.each([
    ['a baseline picture', `ffd8 ${FRAME}`],
    ['a progressive one', `ffd8 ${FRAME.replace('ffc0', 'ffc2')}`],
    ['a lossless one', `ffd8 ${FRAME.replace('ffc0', 'ffc3')}`],
    ['tables before it', `ffd8 ffdb 0004 0000 ffc4 0004 0000 ffcc 0004 0000 ${FRAME}`],
    ['more marks than one', `ffd8 ffffff${FRAME}`],
    ['something between segments', `ffd8 ffe0 0004 0000 001122 ff00 ${FRAME}`],
    ['markers that stand alone', `ffd8 ff01 ffd0 ${FRAME}`],
    ['a frame within metadata', `ffd8 ffe1 000c ffc0 000b 08 0063 0063 01 ${FRAME}`],
  ])('is found in %s', (_what, hex) => {
    for (const step of [1, 2, 5, 1_000]) expect(found(bytes(hex), step)).toEqual({ width: 4, height: 3 });
  });

  it.each([
    ['its data begin without one', 'ffd8 ffda 0008 010100003f00 55'],
    ['it is over', 'ffd8 ffe0 0004 0000 ffd9'],
    ['it has no height', `ffd8 ${FRAME.replace('0003', '0000')}`],
    ['it has no width', `ffd8 ${FRAME.replace('0004', '0000')}`],
  ])('is not there when %s', (_what, hex) => {
    for (const step of [1, 1_000]) expect(found(bytes(`${hex} 00000000000000000000`), step)).toBe('none');
  });

  it('is not known while it has not come, and any bytes end', () => {
    expect(found(bytes(`ffd8 ${FRAME}`).subarray(0, 10))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 50 }), (noise, step) => {
        const answer = found(Buffer.from(noise), step);
        expect(answer).toEqual(found(Buffer.from(noise), noise.length || 1));
      }),
    );
  });
});
