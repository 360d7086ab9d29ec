import { once } from 'node:events';
import { v7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { startServerProcess } from '../../../test/server-process.ts';
import { testApp } from '../../../test/test-app.ts';
import { eventually } from '../../platform/cache/redis.fixtures.ts';
import { limits } from '../../platform/config/limits.ts';
import { changed, head, type OwnServer, wireTo } from '../../platform/http/http.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { openBlobs } from '../../platform/storage/open-blobs.ts';
import {
  A_ZIP,
  aForm,
  aJpeg,
  aPdf,
  aPng,
  attach,
  attachForm,
  aWebp,
  BOUNDARY,
  documentsOf,
  filePart,
  kindPart,
} from './documents.fixtures.ts';
import { givenOrder, kept, only } from './given-order.fixtures.ts';
import { documentsFeature } from './index.ts';

const app = await testApp();
const MB = 1_024 * 1_024;
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});
type Given = Awaited<ReturnType<typeof givenOrder>>;

describe('a form', () => {
  const file = filePart(aPdf(100_000));
  const kind = kindPart('waybill');
  const whole = aForm(kind, file);
  const manyParts = aForm(kind, ...Array.from({ length: 1_000 }, () => filePart(aPdf())));

  it.each([
    ['that ends in its file', whole.subarray(0, 50_000), 'whole form'],
    ['that ends in its last border', whole.subarray(0, -4), 'whole form'],
    ['that ends in a header', whole.subarray(0, 60), 'whole form'],
    ['that is nothing', Buffer.from('\r\n'), 'whole form'],
    ['with another border than it says', Buffer.from(String(whole).replaceAll(BOUNDARY, 'other')), 'whole form'],
    ['of a thousand parts', manyParts, 'more than one file'],
    ['with two files', aForm(kind, file, file), 'more than one file'],
    ['with two kinds', aForm(kind, kind, file), 'more than one file'],
    ['with two kinds and no file', aForm(kind, kind), 'more than one file'],
    [
      'with another field',
      aForm(kindPart('waybill'), { head: 'Content-Disposition: form-data; name="note"', body: 'x' }),
      'note',
    ],
    ['with a file of another name', aForm(kind, { head: file.head.replace('"file"', '"photo"'), body: 'x' }), 'photo'],
    ['with a part without a name', aForm({ head: 'X-Y: z', body: 'x' }, file), 'no field kind'],
    ['without a file', aForm(kind), 'no file'],
    ['without a kind', aForm(file), 'no field kind'],
    ['with an empty file', aForm(kind, filePart(Buffer.alloc(0))), 'empty'],
    ['with a kind as long as a book', aForm(kindPart('x'.repeat(10_000)), file), 'kind'],
  ])('%s is refused, and nothing of it is kept', async (_what, form, says) => {
    const { client, id, tenant } = await givenOrder(app);
    const answer = await attachForm(client, id, form);
    expectProblem(answer, 400, 'malformed_upload');
    expect(answer.body.detail).toContain(says);
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; charset=utf-8'])(
    'declared as %s has no border that could be found',
    async (type) => {
      const { client, id } = await givenOrder(app);
      expectProblem(await attachForm(client, id, whole, { 'Content-Type': type }), 400, 'malformed_upload');
    },
  );

  it('with a kind that does not exist names those that do', async () => {
    const { client, id, tenant } = await givenOrder(app);
    for (const form of [aForm(kindPart('selfie'), file), aForm(file, kindPart('selfie'))]) {
      const answer = await attachForm(client, id, form);
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors).toMatchObject([{ pointer: '/kind', code: 'enum' }]);
      expect(answer.body.errors[0].message).toContain('delivery_note');
    }
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });

  it('whose bytes look like its border is taken as it is', async () => {
    const { client, id } = await givenOrder(app);
    const bytes = Buffer.concat([aPdf(), Buffer.from(`\r\n-${BOUNDARY}\r\n--${BOUNDARY.slice(0, -1)}`)]);
    const answer = await attachForm(client, id, aForm(kind, filePart(bytes)));
    expect([answer.status, answer.body.bytes]).toEqual([201, bytes.length]);
  });
});

describe('bare bytes', () => {
  it('without a kind are refused, and say where it is missing', async () => {
    const { client, id } = await givenOrder(app);
    const answer = await client.send('post', documentsOf(id), aPdf(), { 'Content-Type': 'application/pdf' });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toMatchObject([{ pointer: '/query/kind', code: 'required' }]);
  });
});

describe('a file that is not what it says', () => {
  it.each([
    ['a zip', A_ZIP, 'application/zip'],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'image/gif'],
    ['an animated PNG', animated(), 'image/apng'],
    ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'unknown'],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'application/x-msdownload'],
    ['one byte', Buffer.from('%'), 'unknown'],
  ])('because it is %s is refused as that', async (_what, bytes, type) => {
    const { client, id, tenant } = await givenOrder(app);
    for (const answer of [
      await attach(client, id, bytes, { type: 'image/png', name: 'photo.png', kind: 'photo' }),
      await attachForm(client, id, aForm(kindPart('photo'), filePart(bytes, 'photo.png', 'image/png'))),
    ]) {
      expectProblem(answer, 415, 'unsupported_media_type');
      expect(answer.body.detail).toContain(type);
    }
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });

  it('but two things at once goes out as the one that it is by its beginning, and never to be run', async () => {
    const { client, id } = await givenOrder(app);
    const page = Buffer.from('%PDF-1.7 <script>alert(1)</script>');
    const answer = await attach(client, id, Buffer.concat([aJpeg({ width: 9, height: 8 }), page]), {
      name: 'a.html',
      type: 'application/pdf',
    });
    expect(answer.body).toMatchObject({ contentType: 'image/jpeg', image: { width: 9, height: 8 }, name: 'a.html' });

    const { headers } = await client.get(`/documents/${answer.body.id}/content`);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    });
    expect(headers['content-disposition']).toMatch(/^attachment; filename="a\.html\.jpg"/);
  });
});

describe('a picture', () => {
  const { imageSide, imagePixels } = limits.size;
  it.each([
    ['PNG', aPng(50_000, 50_000)],
    ['PNG with a side too long', aPng(imageSide + 1, 1)],
    ['PNG with a pixel too many', aPng(10_000, imagePixels / 10_000 + 1)],
    ['JPEG', aJpeg({ width: 65_535, height: 65_535 })],
    ['JPEG behind megabytes of metadata', aJpeg({ width: 10_000, height: 10_000, metadata: 3 * MB })],
    ['WebP', aWebp(16_384, 16_384)],
  ])('as a %s of more pixels than anybody unpacks is refused', async (_what, bytes) => {
    const { client, id, tenant } = await givenOrder(app);
    expectProblem(await attach(client, id, bytes), 422, 'image_too_large');
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });

  it('of as many as are allowed is taken', async () => {
    const { client, id } = await givenOrder(app);
    expect((await attach(client, id, aPng(10_000, imagePixels / 10_000))).status).toBe(201);
    expect((await attach(client, id, aPng(imageSide, 1))).status).toBe(201);
  });

  it.each([
    ['a PNG without pixels', aPng(0, 5)],
    ['a PNG cut in its header', aPng().subarray(0, 18)],
    ['a JPEG without a frame', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
    ['a JPEG cut before its frame', aJpeg({ metadata: MB }).subarray(0, 700_000)],
    ['a JPEG without a height', aJpeg({ height: 0 })],
    ['a JPEG of marks alone', Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(9 * MB, 0xff)])],
    [
      'a JPEG of segments without a length',
      Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(9 * MB, Buffer.from([0xff, 0xe1, 0, 0]))]),
    ],
    ['a WebP of nothing', Buffer.from('52494646040000005745425056503820', 'hex')],
  ])('that is %s is refused as unreadable', async (_what, bytes) => {
    const { client, id, tenant } = await givenOrder(app);
    expectProblem(await attach(client, id, bytes, { kind: 'photo' }), 422, 'document_unreadable');
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });
});

/** A connection of its own to the application, with the head of an upload already sent. */
async function uploading(
  { client, tenant, id }: Given,
  headers: Record<string, string | number>,
  server = app as { port: number },
) {
  const wire = await wireTo(server as OwnServer); // of which it needs the port
  const known = { Authorization: `Bearer ${client.token}`, 'X-Forwarded-For': tenant.address };
  wire.socket.write(
    head('POST', `${documentsOf(id)}?kind=photo`, { ...known, 'Content-Type': 'image/jpeg', ...headers }),
  );
  return wire;
}
/** The body in one chunk, which does not say its length beforehand. */
const chunked = (bytes: Buffer) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')]);
const begun = (tenantId: string) =>
  eventually(async () => expect((await kept(app, tenantId)).without).toBeGreaterThan(0));
const gone = (tenantId: string) => eventually(async () => expect(await kept(app, tenantId)).toEqual(only(0)));

describe('more than ten megabytes', () => {
  const large = Buffer.concat([aPdf(), Buffer.alloc(12 * MB)]);
  const oneMore = large.subarray(0, limits.size.uploadBytes + 1);

  it.each([
    ['twelve, that say so', large, { 'Content-Length': large.length }],
    ['twelve, that do not say so', large, { 'Transfer-Encoding': 'chunked' }],
    ['a byte more, that does not say so', oneMore, { 'Transfer-Encoding': 'chunked' }],
  ])('(%s) are answered while they are sent, the answer arrives, and nothing is kept', async (_how, bytes, headers) => {
    const given = await givenOrder(app);
    const wire = await uploading(given, { ...headers, Connection: 'close' });
    if ('Content-Length' in headers) wire.socket.write(bytes);
    else wire.socket.write(chunked(bytes));

    const text = await wire.ended();

    expect([text.slice(0, 12), wire.error()]).toEqual(['HTTP/1.1 413', undefined]);
    expect(text).toContain('"code":"body_too_large"');
    expect(await kept(app, given.tenant.id)).toEqual(only(0));
  });

  it('in a form, too, and the connection goes on', async () => {
    const given = await givenOrder(app);
    const form = aForm(kindPart('other'), filePart(large));
    const type = `multipart/form-data; boundary=${BOUNDARY}`;
    const wire = await uploading(given, { 'Content-Type': type, 'Transfer-Encoding': 'chunked' });
    wire.socket.write(chunked(form));

    expect(await wire.heard('body_too_large')).toContain('HTTP/1.1 413');
    wire.socket.write(head('GET', documentsOf(given.id), { Authorization: `Bearer ${given.client.token}` }));
    expect(await wire.heard('{"data":[]}')).toContain('HTTP/1.1 200');
    wire.socket.destroy();
    expect(await kept(app, given.tenant.id)).toEqual(only(0));
  });
});

describe('a sender', () => {
  const bytes = aJpeg({ tail: 8 * MB });

  it.each([
    ['says goodbye', 'end'],
    ['vanishes', 'resetAndDestroy'],
  ] as const)('who %s half-way leaves nothing behind', async (_how, leave) => {
    const given = await givenOrder(app);
    const wire = await uploading(given, { 'Content-Length': bytes.length });
    wire.socket.write(bytes.subarray(0, 4 * MB));
    await begun(given.tenant.id);

    wire.socket[leave]();

    await gone(given.tenant.id);
    wire.socket.destroy();
  });

  it('who is let go while he sends attaches nothing any more', async () => {
    const given = await givenOrder(app);
    const wire = await uploading({ ...given, client: given.driver }, { 'Content-Length': bytes.length });
    wire.socket.write(bytes.subarray(0, 4 * MB));
    await begun(given.tenant.id);
    expect((await given.move('accepted', 3)).status).toBe(200);

    wire.socket.write(bytes.subarray(4 * MB));

    expect(await wire.heard('not_found')).toContain('HTTP/1.1 404');
    expect(await kept(app, given.tenant.id)).toEqual(only(0));
    wire.socket.destroy();
  });

  it('who dribbles is answered at the deadline, and leaves nothing behind', async () => {
    endings.push(changed(limits.deadline, { slowRequestMs: 1_500 }));
    const given = await givenOrder(app);
    const wire = await uploading(given, { 'Content-Length': bytes.length });
    wire.socket.write(bytes.subarray(0, 2 * MB));
    const dribble = setInterval(() => wire.socket.writable && wire.socket.write(bytes.subarray(0, 100)), 20);
    endings.push(() => clearInterval(dribble));

    expect(await wire.heard('deadline_exceeded')).toContain('HTTP/1.1 504');

    await gone(given.tenant.id);
    wire.socket.destroy();
  });
});

describe('a process that is killed', () => {
  const sweep = (hours: number) =>
    documentsFeature(readingPlatform(app.mongo), {
      orders: app.doors.orders,
      blobs: openBlobs({ mongo: app.mongo, now: () => new Date(), s3: undefined }),
    }).daily.run(new Date(Date.now() + hours * 3_600_000));

  it('while bytes come in leaves what the sweep finds, by its age, and the same upload is done then', async () => {
    const given = await givenOrder(app);
    const { client, id, tenant } = given;
    const server = await startServerProcess(app);
    const [key, bytes] = [v7(), aJpeg({ tail: 6 * MB })];
    const wire = await uploading(given, { 'Content-Length': bytes.length, 'Idempotency-Key': key }, server);
    wire.socket.write(bytes.subarray(0, 4 * MB));
    await begun(tenant.id);
    await server.end('SIGKILL');
    await (wire.socket.closed || once(wire.socket, 'close'));

    expect((await client.get(documentsOf(id))).body.data).toEqual([]);
    await sweep(0);
    expect(await kept(app, tenant.id)).toMatchObject({ without: 1, uploads: 1 });
    expect((await attach(client, id, bytes, { key, kind: 'photo' })).status).toBe(201);
    expect(await sweep(2)).toBeGreaterThanOrEqual(1);

    expect(await kept(app, tenant.id)).toEqual(only(1));
    expect((await client.get(`/documents/doc_${key}/content`)).body.length).toBe(bytes.length);
  });
});

/** A PNG with the chunk that makes it move. */
function animated(): Buffer {
  const still = aPng();
  const control = Buffer.from('000000086163544c0000000100000000b92d6d36', 'hex');
  return Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
}
