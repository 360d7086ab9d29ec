import type { ImageSize } from './documents.model.ts';

/** Looks for the size of a JPEG in its bytes as they come. */
export interface JpegFrame {
  /** Give it all chunks from the first one on, until it has an answer: the size, or that there is none. */
  feed(chunk: Uint8Array): ImageSize | 'none' | undefined;
}

/** Marker (2), length (2), precision (1), height (2), width (2). */
const FRAME_HEADER = 9;
const MARK = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Start-of-frame markers; between them stand tables of other things. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers that stand alone, without a segment. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Finds the frame header of a JPEG (ITU T.81, annex B). Metadata before it, which may be megabytes and hold a small
 * picture of their own, are stepped over as they pass, so that nine bytes are held and each byte is looked at once.
 */
export function jpegFrame(): JpegFrame {
  let skip = 0;
  let held: Uint8Array = new Uint8Array();

  return {
    feed(chunk) {
      let at = Math.min(skip, chunk.length);
      skip -= at;
      if (skip > 0) return undefined;
      const bytes = held.length > 0 ? Buffer.concat([held, chunk.subarray(at)]) : chunk;

      for (;;) {
        const marked = bytes.indexOf(MARK, at);
        if (marked === -1) return keep(bytes.subarray(bytes.length));
        // Any number of marks may come before a marker.
        at = marked;
        while (bytes[at + 1] === MARK) at += 1;
        if (bytes.length - at < FRAME_HEADER) return atEnd(bytes.subarray(at));
        const marker = bytes[at + 1] ?? 0;
        if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return 'none';
        if (isFrame(marker)) return sized(bytes.subarray(at));
        if (marker === 0 || isBare(marker)) at += 2;
        else at += 2 + number(bytes, at + 2);
        if (at > bytes.length) {
          skip = at - bytes.length;
          return keep(bytes.subarray(bytes.length));
        }
      }
    },
  };

  function keep(rest: Uint8Array): undefined {
    held = rest.slice();
  }
  /** An image that ends within nine bytes of its last marker has no frame. */
  function atEnd(rest: Uint8Array): 'none' | undefined {
    return rest[1] === END_OF_IMAGE ? 'none' : keep(rest);
  }
}

const number = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);

function sized(frame: Uint8Array): ImageSize | 'none' {
  const [height, width] = [number(frame, 5), number(frame, 7)];
  return height > 0 && width > 0 ? { width, height } : 'none';
}
