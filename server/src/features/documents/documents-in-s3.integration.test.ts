import { afterAll, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { testApp, testConfig } from '../../../test/test-app.ts';
import { s3Server } from '../../platform/storage/s3-server.fixtures.ts';
import { A_ZIP, aJpeg, aPdf, attach } from './documents.fixtures.ts';
import { givenOrder } from './given-order.fixtures.ts';

const s3 = await s3Server();
process.env.AWS_ACCESS_KEY_ID = s3.credentials.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = s3.credentials.secretAccessKey;
const settings = {
  BLOBS_S3_BUCKET: s3.bucket,
  BLOBS_S3_REGION: 'eu-central-1',
  BLOBS_S3_ENDPOINT: s3.url,
  BLOBS_S3_FORCE_PATH_STYLE: 'true',
};
const app = await testApp(settings);
afterAll(() => s3.close());

it('where a bucket is set, files go there and nowhere else, and come back whole and in part', async () => {
  const { client, tenant, id } = await givenOrder(app);
  const bytes = aPdf(7_000_000);

  const { body } = await attach(client, id, bytes);
  const content = (headers = {}) => client.get(`/documents/${body.id}/content`, headers);

  expect(bytes.equals((await content()).body)).toBe(true);
  expect(bytes.subarray(6_000_000).equals((await content({ Range: 'bytes=6000000-' })).body)).toBe(true);
  expect([...s3.objects.keys()]).toEqual([expect.stringMatching(new RegExp(`^${tenant.id}/documents/`))]);
  expect(await app.mongo.db.collection('blobs.files').countDocuments()).toBe(0);
  await app.doors.documents.erase({ tenantId: tenant.id, deadline: { remainingMs: () => 5_000 } }, id);
  expect([s3.objects.size, s3.begun.size]).toEqual([0, 0]);
});

it('nothing of a refused upload is there, and an upload is refused with 503 while the bucket does not answer', async () => {
  const { client, tenant, id } = await givenOrder(app);
  expectProblem(await attach(client, id, A_ZIP), 415, 'unsupported_media_type');
  expectProblem(await attach(client, id, aJpeg({ height: 0, tail: 6_000_000 })), 422, 'document_unreadable');
  s3.fail(500);
  expectProblem(await attach(client, id, aPdf()), 503, 'service_unavailable');
  s3.fail(undefined);
  expect([s3.objects.size, s3.begun.size]).toEqual([0, 0]);
  expect(await app.mongo.db.collection('documents').countDocuments({ tenantId: tenant.id })).toBe(0);
});

it('a bucket without its region, or an address that is none, stops the start', () => {
  const { BLOBS_S3_REGION: _, ...unplaced } = settings;
  expect(() => testConfig({ ...unplaced, BLOBS_S3_ENDPOINT: 'minio:9000', BLOBS_S3_FORCE_PATH_STYLE: 'yes' })).toThrow(
    /BLOBS_S3_REGION is required\n.*BLOBS_S3_ENDPOINT must begin with http.*\n.*BLOBS_S3_FORCE_PATH_STYLE must be true or false/,
  );
  expect(testConfig().s3).toBeUndefined();
});
