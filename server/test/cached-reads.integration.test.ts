import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { caller } from './caller.ts';
import { givenTenant } from './given-tenant.ts';
import { startTestApp, testApp } from './test-app.ts';

const app = await testApp();

const aProduct = (name: string) => ({ name, transportType: 'ltl', unit: 'pallet', description: 'x'.repeat(200) });

/** Asks until the cache has it: the first answer is stored behind the back of its reader. */
async function warm(get: () => Promise<{ headers: Record<string, string> }>): Promise<void> {
  for (let i = 0; i < 20; i++) if ((await get()).headers['x-cache'] === 'HIT') return;
  throw new Error('It never became a hit.');
}

describe('a cached read', () => {
  it('is made once and then answered from the cache, at a tenth of the cost', async () => {
    const { admin } = await givenTenant(app);
    await admin.post('/products', aProduct('one'));

    const first = await admin.get('/products');
    await warm(() => admin.get('/products'));
    const hit = await admin.get('/products');

    expect(first.headers['x-cache']).toBe('MISS');
    expect(hit.headers['x-cache']).toBe('HIT');
    expect(hit.body).toEqual(first.body);
    expect(hit.headers.etag).toBe(first.headers.etag);
    const left = (answer: typeof hit) => Number(/"user"; r=(\d+)/.exec(answer.headers.ratelimit ?? '')?.[1]);
    const tenth = await admin.get('/products');
    expect(left(hit) - left(tenth)).toBeLessThanOrEqual(1);
  });

  it('never hides a user his own write, nor anybody else’s, in this process or another', async () => {
    const other = await startTestApp({ DATABASE: app.config.mongoUrl.split('/').at(-1)?.split('?')[0] ?? '' });
    try {
      const { admin, address, person } = await givenTenant(app);
      const there = caller(other.url, { address, token: (await person('admin')).token as string });
      const names = (answer: { body: { data: { name: string }[] } }) => answer.body.data.map((product) => product.name);
      await admin.post('/products', aProduct('one'));
      await warm(() => admin.get('/products'));
      await warm(() => there.get('/products'));

      for (let i = 2; i < 6; i++) {
        await admin.post('/products', aProduct(`number ${i}`));
        const [here, elsewhere] = await Promise.all([admin.get('/products'), there.get('/products')]);
        expect(names(here)[0]).toBe(`number ${i}`);
        expect(names(elsewhere)[0]).toBe(`number ${i}`);
      }
    } finally {
      await other.stop();
    }
  });

  it('answers 304 to whoever holds it, before any database is asked', async () => {
    const { admin } = await givenTenant(app);
    await admin.post('/products', aProduct('one'));
    await warm(() => admin.get('/products'));
    const etag = (await admin.get('/products')).headers.etag as string;

    const same = await admin.get('/products', { 'If-None-Match': etag });

    expect(same.status).toBe(304);
    expect(same.headers['x-cache']).toBe('HIT');
    expect(same.text).toBe('');
  });

  it('is sent ready-compressed, saves 70 % on twenty rows, and plain to whoever asks for that', async () => {
    const { admin, address, person } = await givenTenant(app);
    const authors = await Promise.all([person('admin'), person('admin')]);
    for (let i = 0; i < 20; i++) await authors[i % 2]?.post('/products', aProduct(`product ${i}`));
    await warm(() => admin.get('/products'));
    const bytes = async (headers: Record<string, string>) => {
      const response = await fetch(`${app.url}/api/v1/products`, {
        headers: { authorization: `Bearer ${admin.token}`, 'x-forwarded-for': address, ...headers },
      });
      return {
        encoding: response.headers.get('content-encoding'),
        length: Number(response.headers.get('content-length')),
        text: await response.text(),
      };
    };

    const [br, gzip, plain, asked] = await Promise.all([
      bytes({ 'accept-encoding': 'br, gzip' }),
      bytes({ 'accept-encoding': 'gzip' }),
      bytes({ 'accept-encoding': 'identity' }),
      bytes({ 'accept-encoding': 'br', 'x-no-compression': '1' }),
    ]);

    expect([br.encoding, gzip.encoding, plain.encoding, asked.encoding]).toEqual(['br', 'gzip', null, null]);
    expect(br.length).toBeLessThan(0.3 * plain.length);
    expect(gzip.length).toBeLessThan(0.3 * plain.length);
    expect(
      new Set(
        [br.text, gzip.text, plain.text, asked.text].map((text) => createHash('sha256').update(text).digest('hex')),
      ).size,
    ).toBe(1);
  });

  it('keeps what clients may see apart from what staff may, and tenants apart', async () => {
    const [one, two] = await Promise.all([givenTenant(app), givenTenant(app)]);
    const clientId = (await one.admin.post('/clients', { name: 'A' })).body.id as string;
    const client = await one.person('client', { clientId });
    const product = await one.admin.post('/products', aProduct('withdrawn soon'));
    await one.admin.patch(`/products/${product.body.id}`, { status: 'withdrawn' }, { 'If-Match': 'W/"v1"' });
    await warm(() => one.admin.get('/products'));

    const [staff, buyer, stranger] = [
      await one.admin.get('/products'),
      await client.get('/products'),
      await two.admin.get('/products'),
    ];

    expect([staff, buyer, stranger].map((answer) => answer.body.data.length)).toEqual([1, 0, 0]);
  });

  it('refuses on the fast way whom it would refuse on the long one', async () => {
    const { admin, anybody } = await givenTenant(app);
    await admin.post('/products', aProduct('one'));
    await warm(() => admin.get('/products'));

    const answers = [
      await anybody.get('/products'),
      await admin.get('/products', { Authorization: 'Bearer forged' }),
      await admin.get('/products?limit=0'),
      await admin.get('/products?colour=red'),
      await admin.get('/products', { 'API-Version': '2020-01-01' }),
      await admin.get('/products', { 'X-Symphonia-Client': 'js/0.1.0; own=0123456789abcdef' }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 400, 400, 400, 403]);
  });
});
