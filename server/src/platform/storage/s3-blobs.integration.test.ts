import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aCtx } from '../db/mongo.fixtures.ts';
import { deadlineIn } from '../http/context.ts';
import { createS3Blobs } from './s3-blobs.ts';
import { type S3Server, s3Server } from './s3-server.fixtures.ts';

let server: S3Server;
beforeAll(async () => {
  server = await s3Server();
});
afterAll(() => server.close());

const settings = () => ({ bucket: server.bucket, region: 'eu-central-1', endpoint: server.url, forcePathStyle: true });
async function* hello() {
  yield Buffer.from('hello');
}
const PDF = { contentType: 'application/pdf' };

beforeEach(() => {
  process.env.AWS_ACCESS_KEY_ID = server.credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = server.credentials.secretAccessKey;
});

it('an object has the tenant in its key, and its type', async () => {
  const ctx = aCtx();
  await createS3Blobs(settings()).put(ctx, 'documents/a b', hello(), PDF);

  const object = server.objects.get(`${ctx.tenantId}/documents/a b`);
  expect([String(object?.bytes), object?.type]).toEqual(['hello', 'application/pdf']);
});

it('whoever has another secret is refused by the signature and learns nothing', async () => {
  const ctx = aCtx();
  await createS3Blobs(settings()).put(ctx, 'a', hello(), PDF);
  process.env.AWS_SECRET_ACCESS_KEY = 'another';
  const blobs = createS3Blobs(settings());

  await expect(blobs.read(ctx, 'a')).rejects.toMatchObject({ status: 503 });
  await expect(blobs.put(ctx, 'a', hello(), PDF)).rejects.toMatchObject({ status: 503 });
  expect(server.refused).toContain('SignatureDoesNotMatch');
});

it('a bucket that is not there is a failure, not an empty store', async () => {
  const blobs = createS3Blobs({ ...settings(), bucket: 'elsewhere' });
  await expect(blobs.read(aCtx(), 'a')).rejects.toMatchObject({ code: 'service_unavailable' });
});

it('a download outlasts the time within which it had to begin', async () => {
  const ctx = aCtx();
  const blobs = createS3Blobs(settings());
  async function* large() {
    yield Buffer.alloc(10 * 1_024 * 1_024);
  }
  await blobs.put(ctx, 'a', large(), PDF);
  const begun = await blobs.read({ ...ctx, deadline: deadlineIn(300) }, 'a');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(begun && (await buffer(begun)).length).toBe(10 * 1_024 * 1_024);
});

it('uploads of others in the same bucket are not swept', async () => {
  const theirs = createS3Blobs(settings());
  const { promise: forever } = Promise.withResolvers<void>();
  async function* hanging() {
    yield Buffer.alloc(6 * 1_024 * 1_024);
    await forever;
  }
  const begun = server.begun.size;
  void theirs.put({ ...aCtx(), tenantId: 'backup' }, 'a', hanging(), PDF).catch(() => undefined);
  while (server.begun.size === begun) await new Promise((resolve) => setTimeout(resolve, 5));

  expect(await createS3Blobs(settings()).sweep(new Date(Date.now() + 60_000))).toBe(0);
});
