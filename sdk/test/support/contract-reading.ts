import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ownOf } from '../../src/core/auth.ts';
import { asking, newId, type Parties, type Reply, refusal, type Somebody } from './contract-call.ts';
import { aPng } from './png.ts';

const PROBLEM = ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'retryable'];

/** How orders and their documents are read, and by whom. */
export function readingContract(given: () => Promise<Parties>): void {
  describe('reading', () => {
    const trade = asking(given);
    const { call, place } = trade;

    it('answers 304 without a body to whoever holds the tag', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      for (const at of [path, '/products']) {
        const etag = (await call('GET', at, { as: ada })).headers.get('etag') ?? '';
        const reply = await call('GET', at, { as: ada, headers: { 'if-none-match': etag } });
        expect([reply.status, reply.headers.get('etag'), reply.bytes.length]).toEqual([304, etag, 0]);
      }
    });

    it('lists the newest first, page by page, each client its own', async () => {
      const { ada, bob, dan } = trade.parties;
      const ids = [(await place(bob)).id, (await place(bob)).id, (await place(bob)).id];
      const listed: string[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const { body } = await call('GET', `/transport-orders?limit=2${cursor && `&cursor=${cursor}`}`, { as: bob });
        const page = body as { data: { id: string }[]; next?: string }; // the contract's
        listed.push(...page.data.map(({ id }) => id));
        cursor = page.next && encodeURIComponent(page.next);
      }
      expect(listed).toEqual(ids.reverse());
      const seen = async (as: Somebody, query: string) => {
        const { body } = await call('GET', `/transport-orders?limit=100${query}`, { as });
        return (body.data as { id: string }[]).map(({ id }) => id);
      };
      expect(await seen(ada, '')).not.toContain(ids[0]);
      expect(await seen(dan, '')).toContain(ids[0]);
      expect(await seen(bob, '&status=cancelled')).toEqual([]);
    });

    it('tells an order’s events by sequence without holes', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      await call('POST', `${path}/transitions`, { as: ada, key: newId(), ifMatch: '*', body: { to: 'cancelled' } });
      let events: { type: string; sequence: number }[] = [];
      await expect
        .poll(async () => {
          events = (await call('GET', `${path}/events`, { as: ada })).body.data as typeof events; // the contract's
          return events.length;
        })
        .toBe(2);
      expect(events.map(({ type, sequence }) => `${sequence} ${type}`)).toEqual([
        '1 order.placed',
        '2 order.cancelled',
      ]);
    });
  });

  describe('a document', () => {
    const trade = asking(given);
    const { call, place } = trade;

    const bare = (as: Somebody, path: string, key: string, bytes: Uint8Array, kind?: string) =>
      call('POST', `${path}/documents${kind ? `?kind=${kind}` : ''}`, {
        as,
        key,
        body: bytes,
        headers: { 'content-type': 'image/png', 'content-disposition': "attachment; filename*=UTF-8''b%C3%A4r.png" },
      });

    it('comes as bare bytes with its kind beside, is recognised at any age, and can be read again', async () => {
      const { ada, bob } = trade.parties;
      const { id, path } = await place(ada);
      const key = newId();
      const bytes = aPng(32, 16);
      const reply = await bare(ada, path, key, bytes, 'photo');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect([reply.status, reply.body.code]).toEqual([201, undefined]);
      expect(reply.body).toMatchObject({
        id: `doc_${key}`,
        orderId: id,
        kind: 'photo',
        name: 'bär.png',
        contentType: 'image/png',
        bytes: bytes.length,
        sha256,
      });
      expect([reply.headers.get('order-version'), reply.headers.get('idempotency-key')]).toEqual(['1', key]);
      expect(reply.headers.get('location')).toBe(`/api/v1/documents/doc_${key}`);

      const again = await bare(ada, path, key, bytes, 'photo');
      expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([200, 'true', reply.body]);
      expect(again.headers.get('order-version')).toBe('1');
      for (const other of [
        await bare(ada, path, key, aPng(16, 16), 'photo'),
        await bare(ada, path, key, bytes, 'damage'),
      ])
        expect(refusal(other)).toEqual([422, 'idempotency_key_reuse']);

      const content = await call('GET', `/documents/doc_${key}/content`, { as: ada });
      expect([content.status, content.bytes.equals(bytes)]).toEqual([200, true]);
      const { body } = await call('GET', `${path}/documents`, { as: ada });
      expect(body.data).toEqual([reply.body]);
      expect(refusal(await call('GET', `/documents/doc_${key}`, { as: bob }))).toEqual([404, 'not_found']);
    });

    it('comes as a form, too; without its kind it is malformed, and what is no picture and no PDF is not taken', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      const form = new FormData();
      form.append('kind', 'waybill');
      form.append('file', new Blob([new Uint8Array(aPng(8, 8))], { type: 'image/png' }), 'w.png');
      const reply = await call('POST', `${path}/documents`, { as: ada, key: newId(), body: form });
      expect([reply.status, reply.body.kind, reply.body.name]).toEqual([201, 'waybill', 'w.png']);
      expect(refusal(await bare(ada, path, newId(), aPng(8, 8)))).toEqual([400, 'invalid_request']);
      const text = new TextEncoder().encode('No picture at all, only words.');
      expect(refusal(await bare(ada, path, newId(), text, 'photo'))).toEqual([415, 'unsupported_media_type']);
    });
  });

  describe('who is asking', () => {
    const trade = asking(given);
    const { call, create, place } = trade;

    it('must be known, and is refused in a form that machines and people can read', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      const nobody = { ...ada, token: 'nobody' };
      const asked: [number, string, Promise<Reply>][] = [
        [401, 'unauthenticated', call('GET', path)],
        [401, 'unauthenticated', call('POST', '/transport-orders', { as: nobody, body: trade.parties.order })],
        [404, 'not_found', call('GET', `/transport-orders/${newId()}`, { as: ada })],
        [428, 'precondition_required', call('PATCH', path, { as: ada, body: { instructions: 'x' } })],
      ];
      for (const [status, code, answer] of asked) {
        const reply = await answer;
        expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(reply.body).toMatchObject({ status, code, type: `/errors/${code}`, retryable: false });
        expect(Object.keys(reply.body)).toEqual(expect.arrayContaining(PROBLEM));
        expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'));
        expect(reply.body.instance).toMatch(/^\/api\/v1\/transport-orders/);
        expect(String(reply.body.detail).length).toBeGreaterThan(10);
      }
    });

    it('repeats the key with every answer, whatever it says', async () => {
      const { ada } = trade.parties;
      const key = newId();
      const at = `/transport-orders/${newId()}`;
      const replies = [
        await call('POST', '/transport-orders', { key, body: trade.parties.order }),
        await call('PATCH', at, { as: ada, key, ifMatch: 'W/"v1"', body: { instructions: 'x' } }),
        await create(ada, newId(), {}, key),
      ];
      expect(replies.map(({ status, headers }) => [status, headers.get('idempotency-key')])).toEqual([
        [401, key],
        [404, key],
        [400, key],
      ]);
    });

    it('is who the queue says, or its orders are not taken', async () => {
      const { ada, bob } = trade.parties;
      const id = newId();
      const as = (owner: Somebody) =>
        call('POST', '/transport-orders', {
          as: ada,
          key: id,
          body: { ...trade.parties.order, id },
          headers: { 'x-symphonia-client': `js/1.0.0; rt=node; try=1; own=${ownOf(owner)}` },
        });
      expect(refusal(await as(bob))).toEqual([403, 'scope_mismatch']);
      expect((await as(ada)).status).toBe(201);
    });

    it('signs in with a password, stays by a rotated token whose reuse gives the same successor, and signs out', async () => {
      const { account } = trade.parties;
      const wrong = await call('POST', '/auth/login', { body: { ...account, password: 'not this one' } });
      expect(refusal(wrong)).toEqual([401, 'invalid_credentials']);
      const { status, body } = await call('POST', '/auth/login', { body: account });
      expect([status, body.tokenType, body.sub, body.tenant]).toEqual([
        200,
        'Bearer',
        trade.parties.ada.sub,
        trade.parties.ada.tenant,
      ]);
      const refresh = () => call('POST', '/auth/refresh', { body: { refreshToken: body.refreshToken } });
      const [one, two] = [await refresh(), await refresh()];
      expect([one.status, two.status, two.body.refreshToken]).toEqual([200, 200, one.body.refreshToken]);

      const as = { ...trade.parties.ada, token: String(one.body.accessToken) };
      expect((await call('GET', '/products', { as })).status).toBe(200);
      expect((await call('POST', '/auth/logout', { as })).status).toBe(204);
      expect(refusal(await call('GET', '/products', { as }))).toEqual([401, 'unauthenticated']);
      const after = await call('POST', '/auth/refresh', { body: { refreshToken: one.body.refreshToken } });
      expect(refusal(after)).toEqual([401, 'refresh_token_invalid']);
    });
  });
}
