import { crc32 } from 'node:zlib';
import { v7 } from 'uuid';
import type { Answer, Caller } from '../../../test/caller.ts';

const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);

/** A chunk of a PNG. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

/** A PNG that says it has this size; its pixels are not there, which nobody unpacks. */
export const aPng = (width = 2, height = 1): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 6, 0, 0, 0])])),
    chunk('IDAT', Buffer.from('789c636000000002000148afa471', 'hex')),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const segment = (marker: number, data: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);

/** A JPEG of this size, with as many bytes of metadata as asked for before its frame, in segments as large as there are. */
export function aJpeg({ width = 2, height = 1, metadata = 0, frame = 0xc0, tail = 100 } = {}): Buffer {
  const apps: Buffer[] = [];
  for (let left = metadata; left > 0; left -= 65_533) {
    // What looks like a frame within metadata is none.
    const fake = segment(0xc0, Buffer.concat([Buffer.from([8]), u16(9), u16(9), Buffer.from([1, 1, 0x11, 0])]));
    apps.push(
      segment(
        0xe1,
        Buffer.concat([fake, Buffer.alloc(Math.min(left, 65_533), 0xff)]).subarray(0, Math.min(left, 65_533)),
      ),
    );
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    ...apps,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(frame, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.alloc(tail, 0x55),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** A lossless WebP of this size. */
export function aWebp(width = 2, height = 1): Buffer {
  const bits = (width - 1) | ((height - 1) << 14);
  const data = Buffer.concat([Buffer.from([0x2f]), u32(bits).reverse(), Buffer.alloc(11)]);
  const vp8l = Buffer.concat([Buffer.from('VP8L'), u32(data.length).reverse(), data]);
  return Buffer.concat([Buffer.from('RIFF'), u32(vp8l.length + 4).reverse(), Buffer.from('WEBP'), vp8l]);
}

/** A PDF of about so many bytes, another one each time. */
export const aPdf = (bytes = 200): Buffer =>
  Buffer.concat([Buffer.from(`%PDF-1.7\n% ${v7()}\n`), Buffer.alloc(bytes, '% nothing\n'), Buffer.from('%%EOF\n')]);

export const A_ZIP = Buffer.from('504b0304140000000000000021000000000000000000000000000500000061622e63', 'hex');

export const documentsOf = (orderId: string) => `/transport-orders/${orderId}/documents`;

interface Bare {
  readonly kind?: string;
  readonly type?: string;
  readonly name?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** Sends bytes as they are. */
export function attach(who: Caller, orderId: string, bytes: Buffer, more: Bare = {}): Promise<Answer> {
  const { kind = 'waybill', type = 'application/pdf', name, key, headers = {} } = more;
  return who.send('post', `${documentsOf(orderId)}?kind=${kind}`, bytes, {
    'Content-Type': type,
    ...(name === undefined ? {} : { 'Content-Disposition': `attachment; filename="${name}"` }),
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    ...headers,
  });
}

/** A part of a form, as the caller wants it. */
export interface Part {
  readonly head: string;
  readonly body: Buffer | string;
}
export const BOUNDARY = 'a-border-between-parts';
export const kindPart = (kind: string): Part => ({ head: 'Content-Disposition: form-data; name="kind"', body: kind });
export const filePart = (bytes: Buffer, name = 'a.pdf', type = 'application/pdf'): Part => ({
  head: `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}`,
  body: bytes,
});

/** A form of these parts (RFC 7578). */
export const aForm = (...parts: readonly Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ head, body }) => [
      Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
      Buffer.from(body as Buffer), // text and bytes alike
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);

/** Sends a form as a page does. */
export const attachForm = (
  who: Caller,
  orderId: string,
  form: Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  who.send('post', documentsOf(orderId), form, {
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    ...headers,
  });
