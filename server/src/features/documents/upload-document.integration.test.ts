import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';
import {
  aForm,
  aJpeg,
  aPdf,
  aPng,
  attach,
  attachForm,
  aWebp,
  documentsOf,
  filePart,
  kindPart,
} from './documents.fixtures.ts';
import { givenOrder, kept, only } from './given-order.fixtures.ts';

const app = await testApp();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('uploadDocument', () => {
  it('attaches what it is given, says where it is, and tells everyone of it', async () => {
    const { client, id, path, tenant } = await givenOrder(app);
    const bytes = aPdf(1_500_000);

    const answer = await attach(client, id, bytes, { kind: 'customs', name: 'T1 4711.pdf' });

    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({
      orderId: id,
      kind: 'customs',
      name: 'T1 4711.pdf',
      contentType: 'application/pdf',
      bytes: bytes.length,
      sha256: sha256(bytes),
      uploadedBy: { kind: 'user', id: client.userId, role: 'client' },
    });
    expect(answer.headers.location).toBe(`/api/v1/documents/${answer.body.id}`);
    expect((await client.get(answer.headers.location ?? '')).body).toEqual(answer.body);
    const events = (await client.get(`${path}/events`)).body.data;
    expect(events.at(-1)).toMatchObject({
      type: 'document.ready',
      data: { documentId: answer.body.id, kind: 'customs', contentType: 'application/pdf', orderId: id },
    });
    expect(await kept(app, tenant.id)).toEqual(only(1));
  });

  it('leaves the order’s version, so that nobody’s If-Match is broken', async () => {
    const { carrier, id, path, move } = await givenOrder(app);
    const answer = await attach(carrier, id, aPdf());
    expect([answer.headers['order-version'], (await carrier.get(path)).body.version]).toEqual(['3', 3]);
    expect((await move('picked_up', 3)).status).toBe(200);
  });

  it('takes forms, with the kind before or behind the file', async () => {
    const { client, id } = await givenOrder(app);
    const bytes = aPng(3, 2);
    for (const form of [
      aForm(kindPart('photo'), filePart(bytes, 'vor der Tür.png')),
      aForm(filePart(bytes, 'vor der Tür.png'), kindPart('photo')),
    ]) {
      const answer = await attachForm(client, id, form);
      expect(answer.status, answer.text).toBe(201);
      expect(answer.body).toMatchObject({ kind: 'photo', name: 'vor der Tür.png', sha256: sha256(bytes) });
      expect(answer.body.image).toEqual({ width: 3, height: 2 });
    }
  });

  it.each([
    ['a JPEG', aJpeg({ width: 640, height: 480 }), 'image/jpeg', { width: 640, height: 480 }],
    ['a progressive JPEG', aJpeg({ width: 640, height: 480, frame: 0xc2 }), 'image/jpeg', { width: 640, height: 480 }],
    ['a PNG', aPng(7, 5), 'image/png', { width: 7, height: 5 }],
    ['a WebP', aWebp(300, 200), 'image/webp', { width: 300, height: 200 }],
    ['a PDF', aPdf(), 'application/pdf', undefined],
  ])('stores %s as what it is, whatever it was called', async (_what, bytes, contentType, image) => {
    const { client, id } = await givenOrder(app);
    const answer = await attach(client, id, bytes, { type: 'image/png', name: 'scan.bmp', kind: 'photo' });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ contentType, name: 'scan.bmp' });
    expect(answer.body.image).toEqual(image);
  });

  it('finds the size of a picture behind megabytes of metadata that look like pictures', async () => {
    const { client, id } = await givenOrder(app);
    const bytes = aJpeg({ width: 4_000, height: 3_000, metadata: 5_000_001 });
    const answer = await attach(client, id, bytes, { type: 'image/jpeg' });
    expect([answer.status, answer.body.image, answer.body.bytes]).toEqual([
      201,
      { width: 4_000, height: 3_000 },
      bytes.length,
    ]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\fakepath\\\\Lieferschein.pdf', 'Lieferschein.pdf'],
    ['..', 'waybill.pdf'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('calls what came as %.20s harmlessly', async (sent, name) => {
    const { client, id } = await givenOrder(app);
    expect((await attach(client, id, aPdf(), { name: sent })).body.name).toBe(name);
  });

  it('takes ten megabytes and not one byte more, and keeps nothing of what is too large', async () => {
    const { client, id, tenant } = await givenOrder(app);
    const most = Buffer.concat([aPdf(), Buffer.alloc(limits.size.uploadBytes)]).subarray(0, limits.size.uploadBytes);
    const more = Buffer.concat([most, Buffer.alloc(1)]);

    expect((await attach(client, id, most)).status).toBe(201);
    expectProblem(await attach(client, id, more), 413, 'body_too_large');
    expect((await attachForm(client, id, aForm(kindPart('other'), filePart(most)))).status).toBe(201);
    expectProblem(await attachForm(client, id, aForm(kindPart('other'), filePart(more))), 413, 'body_too_large');

    expect(await kept(app, tenant.id)).toEqual(only(2));
  });
});

describe('the same upload again', () => {
  it('gives the document that is there, from whoever sees the order and as whichever kind of request', async () => {
    const { client, driver, id, tenant, move } = await givenOrder(app);
    const [key, bytes] = [v7(), aPdf(700_000)];

    const first = await attach(client, id, bytes, { key, name: 'a.pdf' });
    const again = await attach(client, id, bytes, { key, name: 'a.pdf' });
    await move('picked_up', 3);
    const form = aForm(filePart(bytes), kindPart('waybill'));
    const later = await attachForm(driver, id, form, { 'Idempotency-Key': key });

    expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect(first.body.id).toBe(`doc_${key}`);
    for (const [answer, version] of [[again, '3'] as const, [later, '4'] as const]) {
      expect([answer.status, answer.body]).toEqual([200, first.body]);
      expect(answer.headers).toMatchObject({ 'idempotent-replayed': 'true', 'order-version': version });
    }
    expect(await kept(app, tenant.id)).toEqual(only(1));
  });

  it('is recognised before every rule: by an order that is full meanwhile', async () => {
    const { client, id } = await givenOrder(app);
    const [key, bytes] = [v7(), aPdf()];
    await attach(client, id, bytes, { key });
    await fill(id, client, limits.size.documentsPerOrder - 1);
    expectProblem(await attach(client, id, aPdf()), 409, 'too_many_documents');
    expect((await attach(client, id, bytes, { key })).status).toBe(200);
  });

  it.each([
    ['other content', () => ({ bytes: aPdf() })],
    ['another kind', () => ({ kind: 'customs' })],
    ['another order', () => ({ elsewhere: true })],
  ])('with %s is another request', async (_what, change) => {
    const { client, id, productId, tenant } = await givenOrder(app);
    const other = aNewOrder(productId);
    await client.post('/transport-orders', other);
    const [key, bytes] = [v7(), aPdf()];
    await attach(client, id, bytes, { key });
    const changed: { bytes?: Buffer; kind?: string; elsewhere?: boolean } = change();

    const to = changed.elsewhere ? other.id : id;
    const answer = await attach(client, to, changed.bytes ?? bytes, { key, kind: changed.kind ?? 'waybill' });

    expectProblem(answer, 422, 'idempotency_key_reuse');
    expect(await kept(app, tenant.id)).toEqual(only(1));
  });

  it('at the same moment stores one document, with one event', async () => {
    const { client, id, path, tenant } = await givenOrder(app);
    const [key, bytes] = [v7(), aPdf(600_000)];

    const answers = await Promise.all(Array.from({ length: 6 }, () => attach(client, id, bytes, { key })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await kept(app, tenant.id)).toEqual(only(1));
    const events = (await client.get(`${path}/events`)).body.data as { type: string }[];
    expect(events.filter(({ type }) => type === 'document.ready')).toHaveLength(1);
  });

  it('at the same moment with other bytes stores one of the two, and gives that one’s bytes', async () => {
    const { client, id, tenant } = await givenOrder(app);
    const [key, two] = [v7(), [aPdf(300_000), aPdf(300_000)]];

    const answers = await Promise.all(two.map((bytes) => attach(client, id, bytes, { key })));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const mine = two[answers.findIndex(({ status }) => status === 201)] ?? Buffer.alloc(0);
    expect(sha256((await client.get(`/documents/doc_${key}/content`)).body)).toBe(sha256(mine));
    expect(await kept(app, tenant.id)).toEqual(only(1));
  });

  it('of an invoice is none to a driver, who does not see it', async () => {
    const { client, driver, id } = await givenOrder(app);
    const [key, bytes] = [v7(), aPdf()];
    await attach(client, id, bytes, { key, kind: 'invoice' });
    expectProblem(await attach(driver, id, bytes, { key, kind: 'invoice' }), 422, 'idempotency_key_reuse');
  });
});

describe('who may attach', () => {
  it('is everybody who sees the order', async () => {
    const { tenant, client, carrier, driver, id } = await givenOrder(app);
    for (const who of [tenant.admin, tenant.dispatcher, client, carrier, driver])
      expect((await attach(who, id, aPdf())).status).toBe(201);
  });

  it('is nobody else, who learns nothing', async () => {
    const { tenant, driver, carrierId, id, move } = await givenOrder(app);
    const another = await tenant.admin.post('/clients', { name: 'Elbwerk' });
    const strangers = [
      await tenant.person('client', { clientId: another.body.id }),
      await tenant.person('driver', { carrierId }),
      (await givenOrder(app)).tenant.admin,
    ];
    await move('accepted', 3);
    for (const who of [...strangers, driver]) expectProblem(await attach(who, id, aPdf()), 404, 'not_found');
    expect(await kept(app, tenant.id)).toEqual(only(0));
  });

  it('of an invoice is whoever would see it', async () => {
    const { tenant, client, carrier, driver, id } = await givenOrder(app);
    for (const who of [tenant.dispatcher, client])
      expect((await attach(who, id, aPdf(), { kind: 'invoice' })).status).toBe(201);
    for (const who of [carrier, driver]) {
      const kindLast = aForm(filePart(aPdf(800_000)), kindPart('invoice'));
      for (const answer of [
        await attach(who, id, aPdf(), { kind: 'invoice' }),
        await attachForm(who, id, aForm(kindPart('invoice'), filePart(aPdf()))),
        await attachForm(who, id, kindLast),
      ]) {
        expectProblem(answer, 403, 'action_not_allowed');
        expect(answer.body.allowedBy).toEqual(['admin', 'dispatcher', 'client']);
      }
    }
    expect(await kept(app, tenant.id)).toEqual(only(2));
  });

  it('is not told of an invoice by the order’s events more than that there is something', async () => {
    const { client, carrier, id, path } = await givenOrder(app);
    await attach(client, id, aPdf(), { kind: 'invoice' });
    expect((await carrier.get(`${path}/events`)).text).not.toContain('invoice');
  });
});

/** Documents below the API, because the test is about the one after them. */
async function fill(orderId: string, { userId }: { userId: string }, count: number): Promise<void> {
  const [one] = await app.mongo.db.collection('documents').find({ orderId }).limit(1).toArray();
  const more = Array.from({ length: count }, () => {
    const id = `doc_${v7()}`;
    return { ...one, _id: `${one?.tenantId}:${id}` as never, id, uploadedBy: { ...one?.uploadedBy, id: userId } };
  });
  await app.mongo.db.collection('documents').insertMany(more);
}

describe('an order with almost as many documents as it keeps', () => {
  it('takes one more and no second one, also at the same moment', async () => {
    const { client, id, tenant } = await givenOrder(app);
    await attach(client, id, aPdf());
    await fill(id, client, limits.size.documentsPerOrder - 2);

    const answers = await Promise.all([1, 2, 3, 4].map(() => attach(client, id, aPdf())));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409))
      expectProblem(answer, 409, 'too_many_documents');
    expect((await kept(app, tenant.id)).uploads).toBe(0);
    expect((await client.get(`${documentsOf(id)}?count=true`)).body.total).toBe(limits.size.documentsPerOrder);
  });
});
