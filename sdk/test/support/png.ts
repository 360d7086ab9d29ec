import { crc32, deflateSync } from 'node:zlib';

/** A picture that is one, in shades of grey. */
export function aPng(width: number, height: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0], 8); // eight bits of grey
  const pixels = Buffer.from(
    Array.from({ length: (width + 1) * height }, (_, i) => (i % (width + 1) === 0 ? 0 : (i * i) % 256)),
  );
  return Uint8Array.from([
    0x89,
    ...Buffer.from('PNG\r\n\x1a\n'),
    ...chunk('IHDR', head),
    ...chunk('IDAT', deflateSync(pixels)),
    ...chunk('IEND', Buffer.alloc(0)),
  ]);
}
