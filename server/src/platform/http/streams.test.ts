import { PassThrough, Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import { ServiceUnavailable } from './errors.ts';
import { aServer, changed, head, wireTo } from './http.fixtures.ts';
import type { Reply } from './operation.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const DOCUMENT = '/documents/doc_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c/content';
const SIGNED = { Authorization: 'Bearer admin' };
const KB = 1_024;

async function given(reply: () => Reply | Promise<Reply>) {
  const server = await aServer({ downloadDocument: async () => reply() });
  endings.push(server.stop);
  return { server, url: `${server.url}/api/v1${DOCUMENT}` };
}
const aStream = (body: Readable, headers: Record<string, string> = {}, more: Partial<Reply> = {}): Reply => ({
  status: 200,
  contentType: 'application/octet-stream',
  headers: { etag: 'W/"v1"', ...headers },
  body,
  ...more,
});
/** Something of so many kilobytes that ends, or never says more. */
function source(kilobytes: number, then: 'end' | 'silence' = 'end'): Readable {
  let given = 0;
  return new Readable({
    read() {
      if (given++ < kilobytes) this.push(Buffer.alloc(KB, 'x'));
      else if (then === 'end') this.push(null);
    },
  });
}
const closed = (stream: Readable) =>
  stream.closed ? Promise.resolve() : new Promise<void>((resolve) => stream.once('close', resolve));

describe('a stream that is answered', () => {
  it('arrives whole, of the length that was said', async () => {
    const { url, server } = await given(() => aStream(source(300), { 'content-length': String(300 * KB) }));
    const answer = await fetch(url, { headers: SIGNED });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(300 * KB)]);
    expect((await answer.arrayBuffer()).byteLength).toBe(300 * KB);
    expect(server.failures).toEqual([]);
  });

  it('that is empty is an empty answer', async () => {
    const { url } = await given(() => aStream(source(0), { 'content-length': '0' }));
    const answer = await fetch(url, { headers: SIGNED });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each([
    ['a HEAD', 'HEAD', 200],
    ['a 304', 'GET', 304],
  ])('is not read for %s, whose headers are the same', async (_what, method, status) => {
    const body = source(300);
    const { url } = await given(() => aStream(body, { 'content-length': String(300 * KB) }, { status }));
    const answer = await fetch(url, { method, headers: SIGNED });
    expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([status, 'W/"v1"', '']);
    if (method === 'HEAD') expect(answer.headers.get('content-length')).toBe(String(300 * KB));
    await closed(body);
    expect(body.readableDidRead).toBe(false);
  });

  it.each([
    ['a refusal of ours', ServiceUnavailable({ reason: 'The files do not answer.' }), 503, 'service_unavailable'],
    ['what nobody foresaw', new Error('the store broke'), 500, 'internal_error'],
  ])('that fails before its first byte is answered as %s', async (_what, error, status, code) => {
    const { url, server } = await given(() =>
      aStream(new Readable({ read: () => {} }).once('newListener', breakSoon(error)), { 'content-length': '10' }),
    );
    const answer = await fetch(url, { headers: SIGNED });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
    expect([answer.headers.get('etag'), answer.headers.get('content-type')]).toEqual([
      null,
      'application/problem+json',
    ]);
    expect(server.failures).toMatchObject([{ err: error, operationId: 'downloadDocument' }]);
  });

  it('that had failed before it was answered is told so as well', async () => {
    const broken = source(0);
    broken.on('error', () => {}).destroy(new Error('the store broke'));
    const { url } = await given(() => aStream(broken));
    expect((await fetch(url, { headers: SIGNED })).status).toBe(500);
  });

  it('that fails half-way is cut, so that nobody takes a part for the whole, and is logged', async () => {
    for (const headers of [{ 'content-length': String(300 * KB) }, {} as Record<string, string>]) {
      const body = source(100, 'silence');
      const { url, server } = await given(() => aStream(body, headers));
      const answer = await fetch(url, { headers: SIGNED });
      body.destroy(new Error('the store broke'));
      await expect(answer.arrayBuffer()).rejects.toThrow();
      expect(server.failures).toMatchObject([{ message: 'an answer broke off', err: { message: 'the store broke' } }]);
    }
  });

  it.each([
    ['in the middle', 100, '200 OK'],
    ['before it began', 0, undefined],
  ])('is ended when its reader leaves %s, and nobody is told of a failure', async (_when, kilobytes, heard) => {
    const body = source(kilobytes, 'silence');
    const answered = Promise.withResolvers<void>();
    const { server } = await given(() => {
      answered.resolve();
      return aStream(body, { 'content-length': String(300 * KB) });
    });
    const wire = await wireTo(server);
    wire.socket.write(head('GET', DOCUMENT, SIGNED));
    await answered.promise;
    if (heard) await wire.heard(heard);
    wire.socket.destroy();
    await closed(body);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.failures).toEqual([]);
  });

  it.each([
    ['takes nothing', 'sendStallMs'],
    ['never comes to its end', 'sendMs'],
  ] as const)('is ended when its reader %s', async (_what, limit) => {
    endings.push(changed(limits.deadline, { [limit]: 100 }));
    const body = source(1_000_000);
    const { server } = await given(() => aStream(body));
    const wire = await wireTo(server);
    wire.socket.write(head('GET', DOCUMENT, SIGNED));
    await wire.heard('200 OK');
    wire.socket.pause();
    await closed(body);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.failures).toEqual([]);
  });

  it('that comes after its deadline is closed, for nobody waits for it', async () => {
    endings.push(changed(limits.deadline, { slowRequestMs: 50 }));
    const body = source(10);
    const late = Promise.withResolvers<Reply>();
    const { url } = await given(() => late.promise);
    const answer = await fetch(url, { headers: SIGNED });
    expect(answer.status).toBe(504);
    late.resolve(aStream(body));
    await closed(body);
  });
});

describe('events that are streamed', () => {
  const live = { contentType: 'text/event-stream' };

  it('come at once, go on for longer than a file may take, and end when their maker cuts them, which is no failure', async () => {
    endings.push(changed(limits.deadline, { sendMs: 20 }));
    const body = new PassThrough();
    body.write('data: 1\n\n');
    const { server } = await given(() => aStream(body, {}, live));
    const wire = await wireTo(server);
    wire.socket.write(head('GET', DOCUMENT, SIGNED));
    await wire.heard('data: 1');
    await new Promise((resolve) => setTimeout(resolve, 60));
    body.write('data: 2\n\n');
    await wire.heard('data: 2');
    body.destroy();
    await wire.ended();
    expect(server.failures).toEqual([]);
  });

  it('are not made any more for a reader who takes nothing', async () => {
    endings.push(changed(limits.deadline, { sendStallMs: 50 }));
    const body = source(1_000_000);
    const { server } = await given(() => aStream(body, {}, live));
    const wire = await wireTo(server);
    wire.socket.write(head('GET', DOCUMENT, SIGNED));
    await wire.heard('200 OK');
    wire.socket.pause();
    await closed(body);
    expect(server.failures).toEqual([]);
  });
});

/** Fails as soon as somebody listens, which is after the answer was made. */
const breakSoon = (error: Error) =>
  function (this: Readable) {
    setImmediate(() => this.destroy(error));
  };

describe('bytes that are streamed', () => {
  const asked = { ...SIGNED, 'accept-encoding': 'br, gzip' };
  const text = { contentType: 'text/csv' };

  it('stay as they are where it says no-transform, and where they are a part', async () => {
    const plain = [
      aStream(source(100), { 'cache-control': 'private, no-transform', 'content-length': String(100 * KB) }, text),
      aStream(source(100), { 'content-range': 'bytes 0-102399/204800' }, { ...text, status: 206 }),
    ];
    for (const reply of plain) {
      const { url } = await given(() => reply);
      const answer = await fetch(url, { headers: asked });
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([reply.status, null]);
      expect((await answer.arrayBuffer()).byteLength).toBe(100 * KB);
    }
  });

  it('are packed where nothing speaks against it, and come out the same', async () => {
    const { url } = await given(() => aStream(source(100), {}, text));
    const answer = await fetch(url, { headers: asked });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect((await answer.arrayBuffer()).byteLength).toBe(100 * KB);
  });
});
