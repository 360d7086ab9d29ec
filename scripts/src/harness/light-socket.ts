import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

export interface LightSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly protocol: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An address of loopback to come from; each has its own 28,000 ports. */
  readonly from?: string;
}

export interface LightSocketHandlers {
  opened(): void;
  text(text: string): void;
  /** Called once, with the code of the close frame, 1006 without one, or the status of a refused upgrade. */
  ended(code: number, reason: string): void;
}

/** A WebSocket client for loads of thousands: one TCP connection, no extensions, no queues of its own. */
export interface LightSocket {
  send(text: string): void;
  /** Ends it with a close frame, without waiting for the other side; `ended` is not called. */
  drop(): void;
  /** Stops taking bytes from the system, as a reader does that hangs. */
  stopReading(): void;
  resumeReading(): void;
}

const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10];
const HEAD_END = Buffer.from('\r\n\r\n');

/** Connects to loopback and asks for the upgrade. Knows what our server sends: whole frames, none above 64 kB. */
export function openLightSocket(options: LightSocketOptions, handlers: LightSocketHandlers): LightSocket {
  const { port, path, protocol, headers = {}, from } = options;
  const socket = connect({ port, host: '127.0.0.1', ...(from ? { localAddress: from } : {}) });
  let bytes: Buffer = Buffer.alloc(0);
  let upgraded = false;
  let over = false;

  socket.setNoDelay(true);
  const head = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': protocol,
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);

  function end(code: number, reason: string): void {
    if (over) return;
    over = true;
    socket.destroy();
    handlers.ended(code, reason);
  }

  function write(opcode: number, payload: Buffer): void {
    if (over || socket.destroyed) return;
    const long = payload.length > 125;
    const frame = Buffer.alloc((long ? 8 : 6) + payload.length); // a mask of zeros is a mask
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (long ? 126 : payload.length);
    if (long) frame.writeUInt16BE(payload.length, 2);
    payload.copy(frame, long ? 8 : 6);
    socket.write(frame);
  }

  function upgrade(): boolean {
    const at = bytes.indexOf(HEAD_END);
    if (at < 0) return false;
    const status = Number(bytes.toString('latin1', 9, 12));
    const retryAfter = /retry-after: *(\d+)/i.exec(bytes.toString('latin1', 0, at))?.[1];
    bytes = bytes.subarray(at + HEAD_END.length);
    if (status !== 101) {
      end(status, retryAfter ? `retry-after=${retryAfter}` : '');
      return false;
    }
    upgraded = true;
    handlers.opened();
    return true;
  }

  /** Takes one frame off the front; false when it is not all there. */
  function take(): boolean {
    const [first, second] = [bytes[0], bytes[1]];
    if (first === undefined || second === undefined) return false;
    const short = second & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < start) return false;
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    if (bytes.length < start + length) return false;
    const payload = bytes.subarray(start, start + length);
    bytes = bytes.subarray(start + length);
    const opcode = first & 0x0f;
    if (opcode === TEXT) handlers.text(payload.toString());
    else if (opcode === PING) write(PONG, payload);
    else if (opcode === CLOSE) {
      write(CLOSE, payload.subarray(0, 2));
      end(length >= 2 ? payload.readUInt16BE(0) : 1005, payload.toString('utf8', 2));
    }
    return true;
  }

  socket.on('data', (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    if (!upgraded && !upgrade()) return;
    while (!over && take());
  });
  socket.on('error', () => {}); // `close` follows
  socket.on('close', () => end(1006, ''));

  return {
    send: (text) => write(TEXT, Buffer.from(text)),
    drop() {
      if (over) return;
      const code = Buffer.from([0x03, 0xe8]); // 1000
      if (upgraded) write(CLOSE, code);
      over = true;
      if (upgraded) socket.end(() => socket.destroy());
      else socket.destroy();
    },
    stopReading: () => void socket.pause(),
    resumeReading: () => void socket.resume(),
  };
}
