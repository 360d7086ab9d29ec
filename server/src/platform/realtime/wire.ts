/** FIN and opcode 1: one whole text message, as RFC 6455 has it. */
const WHOLE_TEXT = 0x81;

/** One text frame, built once as it goes over every socket; `String(frame)` is its text, for readers that are no socket. */
export class WireFrame {
  /** Header and text from server to client: whole, not masked, not compressed. */
  readonly bytes: Buffer;
  private readonly headerBytes: number;

  constructor(text: string) {
    const length = Buffer.byteLength(text);
    this.headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    this.bytes = Buffer.allocUnsafe(this.headerBytes + length);
    this.bytes[0] = WHOLE_TEXT;
    if (this.headerBytes === 2) this.bytes[1] = length;
    else if (this.headerBytes === 4) {
      this.bytes[1] = 126;
      this.bytes.writeUInt16BE(length, 2);
    } else {
      this.bytes[1] = 127;
      this.bytes.writeBigUInt64BE(BigInt(length), 2);
    }
    this.bytes.write(text, this.headerBytes);
  }

  /** Without the header. */
  get text(): Buffer {
    return this.bytes.subarray(this.headerBytes);
  }

  /** What it takes on the wire. */
  get length(): number {
    return this.bytes.length;
  }

  toString(): string {
    return this.bytes.toString('utf8', this.headerBytes);
  }
}
