import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { openBlobs } from '../../platform/storage/open-blobs.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { aJpeg, aPdf, aPng, attach, documentsOf } from './documents.fixtures.ts';
import { givenOrder, kept, only } from './given-order.fixtures.ts';
import { documentsFeature } from './index.ts';

const app = await testApp();
const { db } = app.mongo;

/** An order with a waybill and an invoice. */
async function given() {
  const all = await givenOrder(app);
  const [waybill, invoice] = [aPdf(1_200_000), aPdf()];
  const waybillId = String((await attach(all.client, all.id, waybill, { name: 'Frachtbrief Ä.pdf' })).body.id);
  const invoiceId = String((await attach(all.client, all.id, invoice, { kind: 'invoice' })).body.id);
  const content = (headers: Record<string, string> = {}) => all.client.get(`/documents/${waybillId}/content`, headers);
  return { ...all, waybill, waybillId, invoiceId, content };
}
const ids = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

describe('listDocuments', () => {
  it('lists what the order has, newest first, without invoices for who carries it', async () => {
    const { tenant, client, carrier, driver, id, waybillId, invoiceId } = await given();
    for (const who of [tenant.admin, tenant.dispatcher, client]) {
      const { body } = await who.get(`${documentsOf(id)}?count=true`);
      expect([ids(body), body.total]).toEqual([[invoiceId, waybillId], 2]);
    }
    for (const who of [carrier, driver]) {
      const { body } = await who.get(`${documentsOf(id)}?count=true`);
      expect([ids(body), body.total]).toEqual([[waybillId], 1]);
    }
  });

  it('goes page by page, with links that keep what was asked for', async () => {
    const { client, carrier, id, waybillId, invoiceId } = await given();
    const third = (await attach(carrier, id, aPng(), { kind: 'photo' })).body.id;

    const first = await client.get(`${documentsOf(id)}?limit=2&fields=kind`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link ?? '')?.[1] ?? '';
    const second = await client.get(next);

    expect(first.body.data).toEqual([
      { id: third, kind: 'photo' },
      { id: invoiceId, kind: 'invoice' },
    ]);
    expect(second.body.data).toEqual([{ id: waybillId, kind: 'waybill' }]);
    // The list of who sees less is another one.
    expectProblem(await carrier.get(next), 400, 'invalid_cursor');
  });

  it('is of an order that the caller sees', async () => {
    const { tenant, driver, client, id, move } = await given();
    await move('accepted', 3);
    const stranger = await tenant.person('client', { clientId: `cli_${v7()}` });
    for (const who of [driver, stranger, (await givenOrder(app)).tenant.admin])
      expectProblem(await who.get(documentsOf(id)), 404, 'not_found');
    expect((await client.get(documentsOf(id))).status).toBe(200);
  });

  it('is answered by its index, and the sweep by its own', async () => {
    const { client, carrier, id, tenant } = await given();
    await db.command({ profile: 2 });
    await client.get(`${documentsOf(id)}?count=true`);
    await carrier.get(documentsOf(id));
    await attach(client, id, aPdf());
    await feature().daily.run(new Date());
    await db.command({ profile: 0 });
    const asked = await db
      .collection('system.profile')
      .find({
        ns: {
          $in: ['documents', 'document_uploads', 'blobs.files', 'blobs.chunks'].map(
            (name) => `${db.databaseName}.${name}`,
          ),
        },
      })
      .toArray();
    const plans = asked.map(
      ({ ns, op, planSummary }) => `${String(ns).split('.').slice(1).join('.')} ${op} ${planSummary}`,
    );
    expect(plans.filter((plan) => plan.includes('COLLSCAN'))).toEqual([]);
    expect(plans.filter((plan) => plan.startsWith('documents query')).length).toBeGreaterThanOrEqual(2);
    for (const plan of plans.filter((one) => one.startsWith('documents query')))
      expect(plan).toMatch(/IXSCAN \{ tenantId: 1, orderId: 1, createdAt: -1, _id: -1 \}|_id/);
    expect((await kept(app, tenant.id)).documents).toBe(3);
  });
});

describe('getDocument', () => {
  it('is there for who sees the order, and an invoice for who sees that', async () => {
    const { tenant, client, carrier, driver, waybillId, invoiceId } = await given();
    for (const who of [tenant.admin, client, carrier, driver])
      expect((await who.get(`/documents/${waybillId}`)).body).toMatchObject({
        id: waybillId,
        name: 'Frachtbrief Ä.pdf',
      });
    expect((await client.get(`/documents/${invoiceId}`)).status).toBe(200);
    for (const who of [carrier, driver])
      for (const path of [`/documents/${invoiceId}`, `/documents/${invoiceId}/content`]) {
        const answer = await who.get(path);
        expectProblem(answer, 404, 'not_found');
        // Not even that there is something: the same words as for an id that nobody has.
        expect(answer.body.detail).toBe((await who.get(`/documents/doc_${v7()}`)).body.detail);
      }
  });

  it('is not there for who carried the order before, for others, and for other tenants', async () => {
    const { tenant, carrier, driver, waybillId, move } = await given();
    await move('accepted', 3);
    const stranger = await tenant.person('client', { clientId: `cli_${v7()}` });
    for (const who of [carrier, driver, stranger, (await givenOrder(app)).tenant.admin])
      for (const path of [`/documents/${waybillId}`, `/documents/${waybillId}/content`])
        expectProblem(await who.get(path), 404, 'not_found');
  });
});

describe('downloadDocument', () => {
  it('gives the bytes as what they are, to be saved and never to be run, kept by nobody on the way', async () => {
    const { content, waybill } = await given();
    const answer = await content({ 'Accept-Encoding': 'gzip, br' });
    expect(answer.status).toBe(200);
    expect(waybill.equals(answer.body)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(waybill.length),
      'content-disposition': `attachment; filename="Frachtbrief _.pdf"; filename*=UTF-8''Frachtbrief%20%C3%84.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'cache-control': 'private, no-store, no-transform',
      'accept-ranges': 'bytes',
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers.etag).toMatch(/^"[0-9a-f]{64}"$/);
  });

  it('is not sent again to who has it', async () => {
    const { content } = await given();
    const { etag = '' } = (await content()).headers;
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await content({ 'If-None-Match': sent, Range: 'bytes=0-1' });
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await content({ 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=524000-525000', 524_000, 525_000],
    ['bytes=1000000-', 1_000_000, undefined],
    ['bytes=-10', -10, undefined],
  ])('gives a part: %s', async (range, start, end) => {
    const { content, waybill } = await given();
    const part = waybill.subarray(start, end === undefined ? undefined : end + 1);
    const first = start < 0 ? waybill.length + start : start;

    const answer = await content({ Range: range });

    expect(answer.status).toBe(206);
    expect(part.equals(answer.body)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-length': String(part.length),
      'content-range': `bytes ${first}-${first + part.length - 1}/${waybill.length}`,
      'cache-control': 'private, no-store, no-transform',
    });
  });

  it('gives everything when a part cannot be meant: several, none, of another version', async () => {
    const { content, waybill } = await given();
    const { etag = '' } = (await content()).headers;
    for (const headers of [
      { Range: 'bytes=0-1,5-6' },
      { Range: 'bytes=9-1' },
      { Range: 'lines=1-2' },
      { Range: 'bytes=0-1', 'If-Range': '"other"' },
      { Range: 'bytes=0-1', 'If-Range': `W/${etag}` },
    ]) {
      const answer = await content(headers);
      expect([answer.status, answer.body.length]).toEqual([200, waybill.length]);
    }
    expect((await content({ Range: 'bytes=0-1', 'If-Range': etag })).status).toBe(206);
  });

  it('has no bytes behind its end', async () => {
    const { content, waybill } = await given();
    const answer = await content({ Range: `bytes=${waybill.length}-` });
    expectProblem(answer, 416, 'range_not_satisfiable');
    expect(answer.headers['content-range']).toBe(`bytes */${waybill.length}`);
  });

  it('whose bytes are lost is a failure of ours, and never an empty file', async () => {
    const { content, tenant } = await given();
    const files = { 'metadata.tenantId': tenant.id };
    const ids = await db.collection('blobs.files').distinct('_id', files);
    await db.collection('blobs.chunks').deleteMany({ files_id: { $in: ids } });
    await db.collection('blobs.files').deleteMany(files);
    expectProblem(await content(), 500, 'internal_error');
  });
});

/** The feature once more, beside the application's, with some of its neighbours replaced. */
function feature(change: Partial<DocumentsDeps> = {}) {
  const blobs = openBlobs({ mongo: app.mongo, now: () => new Date(), s3: undefined });
  return documentsFeature(readingPlatform(app.mongo), { orders: app.doors.orders, blobs, ...change });
}

describe('the proof of a delivery', () => {
  it('is a picture of this very order', async () => {
    const { driver, client, id, productId, tenant, move } = await givenOrder(app);
    const photo = (await attach(driver, id, aJpeg(), { kind: 'photo', type: 'image/jpeg' })).body.id;
    const signature = (await attach(driver, id, aPng(), { kind: 'signature' })).body.id;
    const [scan, damage] = [
      (await attach(driver, id, aPdf(), { kind: 'photo' })).body.id,
      (await attach(driver, id, aPng(), { kind: 'damage' })).body.id,
    ];
    const other = aNewOrder(productId);
    await client.post('/transport-orders', other);
    const elsewhere = (await attach(client, other.id, aPng(), { kind: 'photo' })).body.id;
    await move('picked_up', 3);
    await move('in_transit', 4);
    const deliver = (proof: object) =>
      move('delivered', 5, { proof: { name: 'Kim', at: new Date().toISOString(), ...proof } });

    for (const wrong of [scan, damage, elsewhere, `doc_${v7()}`, 'x'])
      expectProblem(await deliver({ photoIds: [photo, wrong] }), 422, 'unknown_reference');
    expect((await deliver({ signatureId: signature, photoIds: [photo, photo] })).status).toBe(200);

    const stranger = aCtx();
    expect(await app.doors.documents.unknownProofs(stranger, id, [photo])).toEqual([photo]);
    expect(
      await app.doors.documents.unknownProofs({ ...stranger, tenantId: tenant.id }, id, [photo, scan, scan]),
    ).toEqual([scan]);
  });
});

describe('erasing the documents of an order', () => {
  it('takes names and bytes for good, and leaves that there was something', async () => {
    const { client, tenant, id, waybillId, invoiceId } = await given();
    const { documents } = app.doors;
    const ctx = aCtx({ tenantId: tenant.id });

    expect(await documents.erase(aCtx(), id)).toBe(0);
    expect(await documents.erase(ctx, id)).toBe(2);
    expect(await documents.erase(ctx, id)).toBe(2);

    const { data } = (await client.get(documentsOf(id))).body;
    expect(data.map(({ name, bytes }: { name: string; bytes: number }) => [name, bytes > 0])).toEqual([
      ['invoice.pdf', true],
      ['waybill.pdf', true],
    ]);
    for (const one of [waybillId, invoiceId])
      expectProblem(await client.get(`/documents/${one}/content`), 404, 'not_found');
    expect(await db.collection('blobs.files').countDocuments({ 'metadata.tenantId': tenant.id })).toBe(0);
    expect((await kept(app, tenant.id)).pieces).toBe(0);
  });

  it('is finished by the next run when it died half-way, and is not undone by a late repetition', async () => {
    const { client, tenant, id } = await givenOrder(app);
    const [key, bytes] = [v7(), aPdf()];
    await attach(client, id, bytes, { key, name: 'Meyer, Darmstadt.pdf' });
    const died = feature({
      blobs: {
        ...openBlobs({ mongo: app.mongo, now: () => new Date(), s3: undefined }),
        remove: () => Promise.reject(new Error('died')),
      },
    });
    const ctx = aCtx({ tenantId: tenant.id });
    await expect(died.api.erase(ctx, id)).rejects.toThrow('died');
    expectProblem(await client.get(`/documents/doc_${key}/content`), 404, 'not_found');

    await app.doors.documents.erase(ctx, id);

    expect(await db.collection('blobs.files').countDocuments({ 'metadata.tenantId': tenant.id })).toBe(0);
    const late = await attach(client, id, bytes, { key, name: 'Meyer, Darmstadt.pdf' });
    expect([late.status, late.body.name]).toEqual([200, 'waybill.pdf']);
  });
});

describe('bytes without a document', () => {
  const HOUR = 3_600_000;

  it('of a process that died before its record are found by their age, and the others stay', async () => {
    const { client, tenant, id } = await givenOrder(app);
    const bytes = aPdf();
    await attach(client, id, bytes);
    // What stands in the database when the process is killed between the two: nobody knows whether it committed.
    const dying = feature({ orders: { ...app.doors.orders, announce: () => Promise.reject(new Error('died')) } });
    await expect(upload(dying, tenant.id, id, bytes)).rejects.toThrow('died');
    expect(await kept(app, tenant.id)).toEqual({ ...only(1), without: 1, uploads: 1 });

    await feature().daily.run(new Date());
    expect(await kept(app, tenant.id)).toEqual({ ...only(1), without: 1, uploads: 1 });
    await feature().daily.run(new Date(Date.now() + 2 * HOUR));

    expect(await kept(app, tenant.id)).toEqual(only(1));
    expect(
      bytes.equals(
        (await client.get(`/documents/${(await client.get(documentsOf(id))).body.data[0].id}/content`)).body,
      ),
    ).toBe(true);
  });

  it('that the sweep has taken no document follows any more', async () => {
    const { tenant, id } = await givenOrder(app);
    const slow = feature({
      orders: {
        ...app.doors.orders,
        visible: async (ctx, orderId) => {
          // First for the request, then within the transaction that comes after the bytes.
          if (ctx.unit) throw new Error('the sweep was not first');
          return app.doors.orders.visible(ctx, orderId);
        },
      },
      blobs: {
        ...openBlobs({ mongo: app.mongo, now: () => new Date(), s3: undefined }),
        put: async (...asked) => {
          const stored = await openBlobs({ mongo: app.mongo, now: () => new Date(), s3: undefined }).put(...asked);
          await feature().daily.run(new Date(Date.now() + 2 * HOUR));
          return stored;
        },
      },
    });

    await expect(upload(slow, tenant.id, id, aPdf())).rejects.toMatchObject({ status: 503 });

    await feature().daily.run(new Date(Date.now() + 2 * HOUR));
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });
});

/** An upload past HTTP, to a feature of the test's own. */
async function upload({ routes }: ReturnType<typeof feature>, tenantId: string, orderId: string, bytes: Buffer) {
  async function* coming() {
    yield bytes;
  }
  const input = {
    params: { orderId },
    query: { kind: 'waybill' },
    key: undefined,
    headers: {},
    upload: { stream: coming(), type: 'application/pdf' },
  };
  return routes.uploadDocument?.(aCtx({ tenantId }), input as never); // what the operation looks at
}
