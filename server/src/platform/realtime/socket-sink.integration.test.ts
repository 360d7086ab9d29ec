import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SocketSink } from './socket-sink.ts';
import { WireFrame } from './wire.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A socket on the server's side, and what arrives at the other, byte for byte. */
async function given(options: { perMessageDeflate?: boolean } = {}) {
  const http = createServer();
  const server = new WebSocketServer({ server: http, ...options });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const raw = connect((http.address() as AddressInfo).port, '127.0.0.1'); // it listens on TCP
  closing.push(() => {
    raw.destroy();
    http.close();
  });
  raw.write(
    `${[
      ...['GET / HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...(options.perMessageDeflate ? ['Sec-WebSocket-Extensions: permessage-deflate'] : []),
    ].join('\r\n')}\r\n\r\n`,
  );
  const [ws]: WebSocket[] = await once(server, 'connection');
  if (!ws) throw new Error('no socket');
  let got = Buffer.alloc(0);
  raw.on('data', (bytes: Buffer) => {
    got = Buffer.concat([got, bytes]);
  });
  const bytes = async (count: number) => {
    while (!got.includes('\r\n\r\n') || body().length < count) await once(raw, 'data');
    return body().subarray(0, count);
  };
  const body = () => got.subarray(got.indexOf('\r\n\r\n') + 4);
  return { ws, raw, bytes };
}

const texts = ['', 'a', 'ü'.repeat(62), 'x'.repeat(125), 'x'.repeat(126), 'x'.repeat(65_535), 'x'.repeat(65_536)];

describe('a frame that was built once', () => {
  it.each(texts.map((text) => [Buffer.byteLength(text), text] as const))(
    'arrives byte for byte as ws would send it (%i bytes)',
    async (_length, text) => {
      const [ours, theirs] = [await given(), await given()];
      const frame = new WireFrame(text);
      new SocketSink(ours.ws).send(frame, () => {});
      theirs.ws.send(text);

      expect(String(frame)).toBe(text);
      expect((await ours.bytes(frame.length)).equals(await theirs.bytes(frame.length))).toBe(true);
    },
  );

  it('keeps its place among what ws sends itself, and nothing follows a close', async () => {
    const { ws, bytes } = await given();
    const sink = new SocketSink(ws);
    sink.send(new WireFrame('one'), () => {});
    ws.ping();
    sink.together(() => {
      sink.send('two', () => {});
      sink.send(new WireFrame('three'), () => {});
    });
    ws.close(4400);
    sink.send(new WireFrame('late'), () => {});

    const expected = Buffer.from('\x81\x03one\x89\x00\x81\x03two\x81\x05three\x88\x02\x11\x30', 'latin1');
    expect(await bytes(expected.length)).toEqual(expected);
    expect(ws.readyState).toBe(WebSocket.CLOSING);
  });

  it('goes through ws when the socket compresses, or when ws is not built as we know it', async () => {
    for (const { ws } of [await given({ perMessageDeflate: true }), await hiding(given())]) {
      const sent: string[] = [];
      ws.send = (data: unknown) => void sent.push(String(data));
      new SocketSink(ws).send(new WireFrame('hello'), () => {});
      expect(sent).toEqual(['hello']);
    }
  });

  it('tells when the other side has taken it, once it had not', async () => {
    const { ws, raw } = await given();
    const sink = new SocketSink(ws);
    raw.pause();
    let written = 0;
    while (sink.bufferedAmount < 1e6) sink.send(new WireFrame('x'.repeat(60_000)), () => (written += 1));
    expect(written).toBe(0);
    raw.resume();
    while (written === 0) await new Promise((resolve) => setImmediate(resolve));

    expect([written, sink.bufferedAmount]).toEqual([1, 0]);
  });
});

/** What a later version of ws might look like. */
async function hiding<T extends { ws: WebSocket; raw: Socket }>(world: Promise<T>): Promise<T> {
  const { ws, ...rest } = await world;
  return { ...(rest as T), ws: Object.defineProperty(ws, '_sender', { value: undefined }) };
}
