import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import { NotFound } from './errors.ts';
import { aServer, changed, head, type OwnServer, wireTo } from './http.fixtures.ts';
import type { InputOf, Reply } from './operation.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});
const given = async (handle: (upload: NonNullable<InputOf<'uploadDocument'>['upload']>) => Promise<Reply>) => {
  const server = await aServer({
    uploadDocument: (_ctx: unknown, { upload }: InputOf<'uploadDocument'>) => handle(upload as never), // takes files
    listClients: async () => ({ status: 200, body: { data: [] } }),
  });
  endings.push(server.stop);
  return server;
};

const ORDER = '/transport-orders/0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c/documents';
const SIGNED = { Authorization: 'Bearer admin' };
const MB = 1_024 * 1_024;
const aFile = (bytes: number, more: Record<string, string | number> = {}) =>
  head('POST', ORDER, { ...SIGNED, 'Content-Type': 'image/png', 'Content-Length': bytes, ...more });
const NEXT = head('GET', '/clients', SIGNED);
const refuse = async () => Promise.reject(NotFound({ what: 'order' }));
const count = async ({ stream }: { stream: AsyncIterable<Buffer> }): Promise<Reply> => {
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  return { status: 201, body: { bytes } };
};

/** Sends a file in one go, as most senders do who read the answer only behind their last byte. */
async function sent(server: OwnServer, bytes: number, more: Record<string, string | number> = {}) {
  const wire = await wireTo(server);
  wire.socket.write(aFile(bytes, more));
  wire.socket.write(Buffer.alloc(bytes, 'x'));
  return wire;
}

describe('a file', () => {
  it('is handed over as it comes, with its type and without its parameters', async () => {
    const server = await given(async ({ stream, type }) => ({ ...(await count({ stream })), headers: { x: type } }));
    const answer = await fetch(`${server.url}/api/v1${ORDER}`, {
      method: 'POST',
      headers: { ...SIGNED, 'content-type': 'Image/PNG; q=1' },
      body: Buffer.alloc(3 * MB),
    });
    expect([answer.status, answer.headers.get('x'), await answer.json()]).toEqual([
      201,
      'image/png',
      { bytes: 3 * MB },
    ]);
  });

  it('waits at its sender’s until somebody reads it', async () => {
    let read = () => {};
    const server = await given(async ({ stream }) => {
      await new Promise<void>((resolve) => {
        read = resolve;
      });
      return count({ stream });
    });
    const wire = await sent(server, 10 * MB);
    // What sockets and streams hold between the two is far below what was sent.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(wire.socket.bytesWritten - wire.socket.writableLength).toBeLessThan(10 * MB);
    expect(wire.socket.writableLength).toBeGreaterThan(0);
    read();
    expect(await wire.heard('"bytes":10485760')).toContain('201 Created');
  });

  it('is read no faster than its reader takes it', async () => {
    const read = Promise.withResolvers<void>();
    let held = 0;
    const server = await given(async ({ stream }) => {
      const bytes = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      let taken = (await bytes.next()).value?.length ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
      held = stream.readableLength;
      await read.promise;
      for (let next = await bytes.next(); !next.done; next = await bytes.next()) taken += next.value.length;
      return { status: 201, body: { bytes: taken } };
    });
    const wire = await sent(server, 10 * MB);
    read.resolve();
    expect(await wire.heard('"bytes":10485760')).toContain('201 Created');
    expect(held).toBeLessThan(MB);
  });

  it.each([
    ['nothing', {}, { 'Content-Length': 0 }, 400, 'a file is required'],
    ['of another type', { 'Content-Type': 'image/gif' }, {}, 415, 'unsupported_media_type'],
    ['in letters that nobody would read right', { 'Content-Type': 'image/png; charset=latin1' }, {}, 415, 'latin1'],
    ['packed', { 'Content-Encoding': 'gzip' }, {}, 415, 'packed as gzip'],
    ['that says it is too large', {}, { 'Content-Length': 10 * MB + 17 * 1_024 }, 413, 'body_too_large'],
  ])('%s is refused before anybody is asked to read it', async (_what, more, length, status, said) => {
    let asked = false;
    const server = await given(async (upload) => {
      asked = true;
      return count(upload);
    });
    const wire = await wireTo(server);
    wire.socket.write(aFile(1, { ...more, ...length }));
    const text = await wire.heard(said);
    expect([text.startsWith(`HTTP/1.1 ${status}`), asked]).toEqual([true, false]);
  });

  it('that does not say how large it is fails for its reader where the limit is', async () => {
    const server = await given(count);
    const wire = await wireTo(server);
    wire.socket.write(head('POST', ORDER, { ...SIGNED, 'Content-Type': 'image/png', 'Transfer-Encoding': 'chunked' }));
    const chunk = `100000\r\n${'x'.repeat(MB)}\r\n`;
    for (let i = 0; i < 11; i++) wire.socket.write(chunk);
    wire.socket.write('0\r\n\r\n');
    expect(await wire.heard('body_too_large')).toContain('HTTP/1.1 413');
  });

  it('whose sender leaves half-way fails for its reader', async () => {
    const failed = Promise.withResolvers<unknown>();
    const server = await given(async (upload) => {
      try {
        return await count(upload);
      } catch (error) {
        failed.resolve(error);
        throw error;
      }
    });
    const wire = await wireTo(server);
    wire.socket.write(aFile(MB));
    wire.socket.end('half of it');
    expect(await failed.promise).toMatchObject({ code: 'malformed_upload' });
  });

  it('whose sender leaves while nobody reads it harms nobody', async () => {
    const left = Promise.withResolvers<void>();
    const server = await given(async ({ stream }) => {
      stream.once('close', left.resolve);
      await left.promise;
      return refuse();
    });
    const wire = await wireTo(server);
    wire.socket.write(aFile(MB));
    wire.socket.resetAndDestroy();
    await left.promise;
    expect((await fetch(`${server.url}/api/v1/clients`, { headers: SIGNED })).status).toBe(200);
  });
});

describe('what is left of a refused body', () => {
  const half = async ({ stream }: { stream: AsyncIterable<Buffer> & { destroy(): void } }) => {
    for await (const _ of stream) break;
    return refuse();
  };

  it.each([
    ['unread', refuse],
    ['half-read', half],
    [
      'given up by a reader who destroys it',
      async ({ stream }: { stream: { destroy(): void } }) => {
        stream.destroy();
        return refuse();
      },
    ],
  ] as const)('%s passes, and the next request on the connection is answered', async (_how, handle) => {
    const server = await given(handle as never); // each takes what it needs of the upload
    const wire = await sent(server, 10 * MB);
    expect(await wire.heard('not_found')).toContain('HTTP/1.1 404');
    wire.socket.write(NEXT);
    expect(await wire.heard('{"data":[]}')).toContain('HTTP/1.1 200');
  });

  it.each([
    ['unread', refuse],
    ['half-read', half],
  ] as const)('%s passes before an answer that ends the connection, which arrives whole', async (_how, handle) => {
    const server = await given(handle as never); // each takes what it needs of the upload
    const wire = await sent(server, 10 * MB, { Connection: 'close' });
    const text = await wire.ended();
    expect([text.slice(0, 12), wire.error()]).toEqual(['HTTP/1.1 404', undefined]);
    expect(text).toContain('"code":"not_found"');
  });

  it('passes also where JSON was refused unread: without a token, and too large', async () => {
    const server = await given(refuse);
    for (const [path, headers, status] of [
      ['/clients', {}, 401],
      ['/clients', SIGNED, 413],
    ] as const) {
      for (const Connection of ['keep-alive', 'close']) {
        const wire = await wireTo(server);
        const type = { 'Content-Type': 'application/json', Connection };
        wire.socket.write(head('POST', path, { ...headers, ...type, 'Content-Length': 2 * MB }));
        wire.socket.write(Buffer.alloc(2 * MB, ' '));
        expect(await wire.heard('requestId')).toContain(`HTTP/1.1 ${status}`);
        if (Connection === 'keep-alive') {
          wire.socket.write(NEXT);
          expect(await wire.heard('{"data":[]}')).toContain('HTTP/1.1 200');
        } else await wire.ended();
        expect(wire.error()).toBeUndefined();
      }
    }
  });

  it('ends the connection where there is no end of it', async () => {
    endings.push(changed(limits.size, { restBytes: 2 * MB }));
    const server = await given(refuse);
    const wire = await wireTo(server);
    wire.socket.write(aFile(10 * MB));
    const more = setInterval(() => wire.socket.writable && wire.socket.write(Buffer.alloc(256 * 1_024)), 5);
    endings.push(() => clearInterval(more));
    await wire.heard('not_found');
    await wire.ended();
    expect(wire.socket.bytesWritten).toBeLessThan(10 * MB);
  });

  it('ends the connection of whoever sends no more of it', async () => {
    endings.push(changed(limits.deadline, { restMs: 100 }));
    const server = await given(refuse);
    const wire = await wireTo(server);
    wire.socket.write(`${aFile(10 * MB)}and nothing else`);
    await wire.heard('not_found');
    await wire.ended();
  });
});

describe('an operation that takes files', () => {
  it('is given up at its deadline, and reads no further then', async () => {
    endings.push(changed(limits.deadline, { slowRequestMs: 100 }));
    const ended = Promise.withResolvers<void>();
    const server = await given(async (upload) => {
      upload.stream.once('close', ended.resolve);
      return count(upload);
    });
    const wire = await wireTo(server);
    wire.socket.write(`${aFile(MB)}the beginning`);
    expect(await wire.heard('deadline_exceeded')).toContain('HTTP/1.1 504');
    await ended.promise;
    wire.socket.destroy();
    await once(wire.socket, 'close');
  });
});
