import { describe, expect, it } from 'vitest';
import { asking, newId, type Parties, refusal } from './contract-call.ts';

/** How orders are placed and changed. */
export function orderContract(given: () => Promise<Parties>): void {
  describe('placing an order', () => {
    const trade = asking(given);
    const { call, create, place } = trade;

    it('answers 201 with the order, its version and its tag, and repeats the key', async () => {
      const { ada } = trade.parties;
      const id = newId();
      const reply = await create(ada, id);
      expect(reply.status).toBe(201);
      expect(reply.body).toMatchObject({ id, version: 1, status: 'placed', transportType: 'ltl', issues: [] });
      for (const member of [
        'reference',
        'clientId',
        'lines',
        'pickup',
        'delivery',
        'createdAt',
        'updatedAt',
        'timeline',
      ])
        expect(reply.body).toHaveProperty(member);
      expect(reply.headers.get('order-version')).toBe('1');
      expect(reply.headers.get('etag')).toBe('W/"v1"');
      expect(reply.headers.get('idempotency-key')).toBe(id);
      expect(reply.headers.get('idempotent-replayed')).toBeNull();
      expect(reply.headers.get('x-request-id')).toBeTruthy();
      expect(Math.abs(Date.parse(reply.headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000);
    });

    it('gives a repetition the order as it is now, also with members in another order, and says that it is one', async () => {
      const { ada } = trade.parties;
      const id = newId();
      await create(ada, id);
      const body = Object.fromEntries(Object.entries({ id, ...trade.parties.order }).reverse());
      const reply = await call('POST', '/transport-orders', { as: ada, key: id, body });
      expect([reply.status, reply.body.id, reply.headers.get('idempotent-replayed')]).toEqual([200, id, 'true']);
      expect(reply.headers.get('order-version')).toBe('1');
    });

    it('takes the key bare, quoted and in capitals for the same', async () => {
      const { ada } = trade.parties;
      const id = newId();
      await create(ada, id);
      for (const key of [`"${id}"`, id.toUpperCase(), `"${id.toUpperCase()}"`]) {
        const reply = await create(ada, id, {}, key);
        expect([reply.status, reply.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
        expect(reply.headers.get('idempotency-key')?.replaceAll('"', '').toLowerCase()).toBe(id);
      }
    });

    it('refuses another content under the same id', async () => {
      const id = newId();
      await create(trade.parties.ada, id);
      const reply = await create(trade.parties.ada, id, { instructions: 'Ring twice.' });
      expect(refusal(reply)).toEqual([422, 'idempotency_key_reuse']);
      expect(reply.headers.get('idempotency-key')).toBe(id);
    });

    it('says of an id that somebody else has taken nothing but that', async () => {
      const { ada, bob } = trade.parties;
      const { id } = await place(ada);
      const reply = await create(bob, id);
      expect(refusal(reply)).toEqual([409, 'order_id_taken']);
      expect(JSON.stringify(reply.body)).not.toContain('Darmstadt');
    });

    it('takes the id from the body, from the key, or makes one; two that differ are a mistake', async () => {
      const { ada, order } = trade.parties;
      const [one, two] = [newId(), newId()];
      const bodyOnly = await call('POST', '/transport-orders', { as: ada, body: { ...order, id: one } });
      const keyOnly = await call('POST', '/transport-orders', { as: ada, key: two, body: order });
      const none = await call('POST', '/transport-orders', { as: ada, body: order });
      expect([bodyOnly.body.id, keyOnly.body.id, none.status]).toEqual([one, two, 201]);
      expect(refusal(await create(ada, newId(), {}, newId()))).toEqual([400, 'id_mismatch']);
    });

    it('refuses a key that is no UUIDv7', async () => {
      const { ada, order } = trade.parties;
      for (const key of ['mine', 'f47ac10b-58cc-4372-a567-0e02b2c3d479'])
        expect(refusal(await call('POST', '/transport-orders', { as: ada, key, body: order }))).toEqual([
          400,
          'invalid_request',
        ]);
    });

    it('names what is malformed, and stores nothing of it: corrected, it is placed under the same id', async () => {
      const { ada } = trade.parties;
      const id = newId();
      const reply = await create(ada, id, { lines: [], colour: 'red' });
      expect(refusal(reply)).toEqual([400, 'invalid_request']);
      const errors = reply.body.errors as { pointer: string; code: string }[];
      expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
        '/colour unknown_field',
        '/lines minItems',
      ]);
      expect(refusal(await call('POST', '/transport-orders', { as: ada, key: id, body: '{"id":' }))).toEqual([
        400,
        'malformed_json',
      ]);
      expect((await create(ada, id)).status).toBe(201);
    });
  });

  describe('a command', () => {
    const trade = asking(given);
    const { call, place } = trade;

    it('raises the version and says which it is', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      const reply = await call('PATCH', path, {
        as: ada,
        key: newId(),
        ifMatch: 'W/"v1"',
        body: { instructions: 'Ring.', pickup: { name: 'Tor 7' } },
      });
      expect(reply.status).toBe(200);
      expect(reply.body).toMatchObject({
        version: 2,
        instructions: 'Ring.',
        pickup: { name: 'Tor 7', city: 'Darmstadt' },
      });
      expect([reply.headers.get('order-version'), reply.headers.get('etag')]).toEqual(['2', 'W/"v2"']);
      const cleared = await call('PATCH', path, { as: ada, ifMatch: 'W/"v2"', body: { instructions: null } });
      expect(cleared.body).not.toHaveProperty('instructions');
    });

    it('is recognised before its If-Match is judged, and gives the order as it is now', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      const key = newId();
      const amend = (body: object, ifMatch?: string, by = key) =>
        call('PATCH', path, { as: ada, key: by, body, ...(ifMatch ? { ifMatch } : {}) });
      await amend({ instructions: 'One.' }, 'W/"v1"');
      await amend({ instructions: 'Two.' }, 'W/"v2"', newId());
      for (const ifMatch of ['W/"v1"', undefined]) {
        const reply = await amend({ instructions: 'One.' }, ifMatch);
        expect([reply.status, reply.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
        expect([reply.body.version, reply.body.instructions]).toEqual([3, 'Two.']);
      }
      expect(refusal(await amend({ instructions: 'Three.' }, 'W/"v3"'))).toEqual([422, 'idempotency_key_reuse']);
    });

    it('needs the version it was based on: 428 without, 412 with the present one when it is another, 400 for no tag', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      const amend = (ifMatch?: string) =>
        call('PATCH', path, { as: ada, body: { instructions: 'x' }, ...(ifMatch ? { ifMatch } : {}) });
      expect(refusal(await amend())).toEqual([428, 'precondition_required']);
      expect(refusal(await amend('*'))).toEqual([428, 'precondition_required']);
      const stale = await amend('W/"v7"');
      expect([...refusal(stale), stale.body.currentVersion]).toEqual([412, 'version_mismatch', 1]);
      expect(stale.headers.get('etag')).toBe('W/"v1"');
      expect(refusal(await amend('seven'))).toEqual([400, 'invalid_request']);
    });

    it('that cancels may name any version; after the end nothing moves, and a repetition is told the end', async () => {
      const { ada } = trade.parties;
      const { path } = await place(ada);
      const key = newId();
      const cancel = (by: string) =>
        call('POST', `${path}/transitions`, { as: ada, key: by, ifMatch: '*', body: { to: 'cancelled' } });
      const reply = await cancel(key);
      expect([reply.status, reply.body.status, reply.headers.get('order-version')]).toEqual([200, 'cancelled', '2']);
      const again = await cancel(key);
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
      const other = await cancel(newId());
      expect([...refusal(other), other.body.allowed, other.body.currentVersion]).toEqual([
        409,
        'order_cannot_move',
        [],
        2,
      ]);
      const amended = await call('PATCH', path, { as: ada, ifMatch: 'W/"v2"', body: { instructions: 'x' } });
      expect(refusal(amended)).toEqual([409, 'order_cannot_be_amended']);
    });

    it('moves an order only along its way, and says where it may go', async () => {
      const { ada, dan } = trade.parties;
      const { path } = await place(ada);
      const move = (to: string, version: number) =>
        call('POST', `${path}/transitions`, { as: dan, key: newId(), ifMatch: `W/"v${version}"`, body: { to } });
      const early = await move('in_transit', 1);
      expect(refusal(early)).toEqual([409, 'order_cannot_move']);
      expect([...(early.body.allowed as string[])].sort()).toEqual(['accepted', 'cancelled', 'review']);
      expect((await move('accepted', 1)).body.status).toBe('accepted');
    });

    it('on an order that is not there, or is another client’s, is answered 404', async () => {
      const { ada, bob } = trade.parties;
      const { path } = await place(ada);
      for (const [as, at] of [
        [ada, `/transport-orders/${newId()}`],
        [bob, path],
      ] as const) {
        const amend = call('PATCH', at, { as, key: newId(), ifMatch: 'W/"v1"', body: { instructions: 'x' } });
        const cancel = call('POST', `${at}/transitions`, { as, key: newId(), ifMatch: '*', body: { to: 'cancelled' } });
        for (const reply of await Promise.all([
          call('GET', at, { as }),
          amend,
          cancel,
          call('GET', `${at}/events`, { as }),
        ]))
          expect(refusal(reply)).toEqual([404, 'not_found']);
      }
    });
  });
}
