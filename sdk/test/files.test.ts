import { describe, expect, it } from 'vitest';
import { createSymphonia } from '../src/index.ts';
import { BUSY, formOf, listening, said } from './support/listening.ts';
import { virtualClock } from './support/virtual-clock.ts';

const { arrived, answer, first, options } = await listening();
const sym = createSymphonia(options);
type Sdk = typeof sym;

/** How long a call waits by itself when its transport never comes to an end. */
async function patienceOf(fetch: typeof globalThis.fetch, call: (slow: Sdk) => Promise<unknown>): Promise<number> {
  const clock = virtualClock();
  const start = clock.now();
  let ended = 0;
  call(createSymphonia({ ...options, clock, fetch, maxRetries: 0 })).catch(() => {
    ended = clock.now() - start;
  });
  await clock.until(() => ended > 0);
  return ended;
}

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

describe('a file on its way to the server', () => {
  const orderId = '01950000-0000-7000-8000-000000000001';
  const photo = new File([Uint8Array.from({ length: 320_000 }, (_, i) => i % 251)], 'Palette Süd ✓.jpg', {
    type: 'image/jpeg',
  });

  it('is a form with its kind, its name, its type and every byte, the same under the same key when it is sent again', async () => {
    answer(BUSY, BUSY, said({ id: 'doc_1' }, 201));
    const { data, meta } = await sym.documents.upload(orderId, { kind: 'photo', file: photo });

    expect([data.id, meta.status]).toEqual(['doc_1', 201]);
    expect(arrived).toHaveLength(3);
    expect(new Set(arrived.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    for (const request of arrived) {
      expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=.+/);
      const form = await formOf(request);
      const file = form.get('file') as File; // sent as one
      expect([form.get('kind'), file.name, file.type]).toEqual(['photo', photo.name, 'image/jpeg']);
      expect(Buffer.compare(await bytesOf(file), await bytesOf(photo))).toBe(0);
    }
  });

  it('may be text or a file where the operation takes CSV, and its job is the answer', async () => {
    const csv = 'name,transportType,unit\n"Euro pallet, groß",ltl,pallet\n';
    const job = (id: string) => said({ id, state: 'waiting' }, 202);
    answer(job('job_1'), BUSY, job('job_2'));
    const text = await sym.products.import(csv);
    const file = await sym.products.import(new File([csv], 'products.csv', { type: 'application/vnd.ms-excel' }));

    expect([text.data.id, text.meta.status, file.data.id]).toEqual(['job_1', 202, 'job_2']);
    expect(arrived.map(({ headers }) => headers['content-type'])).toEqual(['text/csv', 'text/csv', 'text/csv']);
    expect(arrived.map(({ bytes }) => String(bytes))).toEqual([csv, csv, csv]);
    const [one, another, again] = arrived.map(({ headers }) => headers['idempotency-key']);
    expect(again).toBe(another);
    expect(one).not.toBe(another);
  });

  it('has a second more for every 16 kB, unless the caller says how long it may take', async () => {
    const hangs: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    const upload = (timeoutMs?: number) => (slow: Sdk) =>
      slow.documents.upload(orderId, { kind: 'photo', file: photo }, timeoutMs ? { timeoutMs } : {});
    expect(await patienceOf(hangs, upload())).toBe(30_000 + 20_000);
    expect(await patienceOf(hangs, upload(5000))).toBe(5000);
  });
});

describe('a file on its way from the server', () => {
  const pdf = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256);

  it('is a Blob with its type and every byte', async () => {
    answer({ status: 200, type: 'application/pdf', body: pdf, headers: { etag: '"sha"' } });
    const { data, meta } = await sym.documents.download('doc_1');

    expect([data.type, meta.etag]).toEqual(['application/pdf', '"sha"']);
    expect(Buffer.compare(await bytesOf(data), pdf)).toBe(0);
    expect(first().headers.accept).toContain('*/*');
  });

  it('may be asked for in part', async () => {
    const range = { 'content-range': 'bytes 0-9/100000' };
    answer({ status: 206, type: 'application/pdf', body: pdf.slice(0, 10), headers: range });
    const { data, meta } = await sym.documents.download('doc_1', { headers: { Range: 'bytes=0-9' } });
    expect([data.size, meta.status, first().headers.range]).toEqual([10, 206, 'bytes=0-9']);
  });

  it('does not come when we refuse it, nor when a portal answers instead', async () => {
    answer(
      { status: 404, type: 'application/problem+json', body: '{"code":"not_found"}' },
      { status: 200, type: 'text/html; charset=utf-8', body: '<h1>Sign in to the WLAN</h1>' },
    );
    await expect(sym.documents.download('doc_2')).rejects.toMatchObject({ name: 'NotFound' });
    await expect(sym.documents.download('doc_1', { maxRetries: 0 })).rejects.toMatchObject({ name: 'ProtocolError' });
  });

  it('has time by its size, unless the caller says how long it may take', async () => {
    const trickles: typeof fetch = async () =>
      new Response(new ReadableStream(), { headers: { 'content-type': 'image/png', 'content-length': '1600000' } });
    const download = (timeoutMs?: number) => (slow: Sdk) =>
      slow.documents.download('doc_1', timeoutMs ? { timeoutMs } : {});
    expect(await patienceOf(trickles, download())).toBe(30_000 + 100_000);
    expect(await patienceOf(trickles, download(5000))).toBe(5000);
  });
});
