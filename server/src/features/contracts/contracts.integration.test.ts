import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/caller.ts';
import { givenTenant } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aNewGrid, inDays } from '../pricing/pricing.fixtures.ts';
import { aNewContract, type GivenContracting, givenContracting } from './contracts.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const LATER = '2027-12-31T23:00:00.000Z';
const V = (version: number) => ({ 'If-Match': `W/"v${version}"` });
const ids = async (person: Caller, path = '/contracts') =>
  (await person.get(path)).body.data.map(({ id }: { id: string }) => id);
const move = ({ tenant }: GivenContracting, id: string, to: string, version: number) =>
  tenant.admin.post(`/contracts/${id}/transitions`, { to }, V(version));
const amend = ({ tenant }: GivenContracting, id: string, patch: object, version: number) =>
  tenant.admin.patch(`/contracts/${id}`, patch, V(version));
const anotherClient = async ({ tenant, made }: GivenContracting) => {
  const clientId = await made('/clients', { name: 'Nordkran' });
  return { clientId, client: await tenant.person('client', { clientId }) };
};

describe('createContract', () => {
  it('drafts one with a client or with a carrier', async () => {
    const { tenant, clientId, carrierId, specialId: gridId } = await givenContracting(app);
    for (const party of [{ clientId }, { carrierId }]) {
      const input = aNewContract({ gridId, ...party, validTo: LATER, note: 'as agreed in Hamburg' });

      const answer = await tenant.admin.post('/contracts', input);

      expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
      const { id, createdAt, updatedAt } = answer.body;
      expect(answer.body).toEqual({ ...input, id, status: 'draft', version: 1, createdAt, updatedAt });
    }
  });

  it('refuses both a client and a carrier, and neither', async () => {
    const { tenant, clientId, carrierId, specialId: gridId } = await givenContracting(app);
    for (const parties of [{ clientId, carrierId }, {}])
      expectProblem(
        await tenant.admin.post('/contracts', aNewContract({ gridId, ...parties })),
        400,
        'invalid_request',
      );
  });

  it('refuses an end that is not after the beginning, and says where', async () => {
    const { tenant, clientId, specialId: gridId } = await givenContracting(app);
    // The same moment, written in another zone.
    const validTo = '2026-01-01T01:00:00.000+01:00';
    const answer = await tenant.admin.post('/contracts', aNewContract({ gridId, clientId, validTo }));
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toMatchObject([{ pointer: '/validTo', code: 'ends_before_it_begins' }]);
  });

  it('refuses a client, a carrier and a grid that nobody has seen in this tenant', async () => {
    const { tenant, clientId, specialId } = await givenContracting(app);
    const other = await givenContracting(app);
    for (const [pointer, fields] of [
      ['/clientId', { clientId: other.clientId }],
      ['/carrierId', { carrierId: other.carrierId }],
      ['/gridId', { clientId, gridId: other.specialId }],
      ['/gridId', { clientId, gridId: `grd_${v7()}` }],
    ] as const) {
      const answer = await tenant.admin.post('/contracts', aNewContract({ gridId: specialId, ...fields }));
      expectProblem(answer, 422, 'unknown_reference');
      expect(answer.body.detail).toContain(pointer);
    }
  });

  it('refuses a grid of another transport type', async () => {
    const { tenant, clientId, specialId: gridId } = await givenContracting(app);
    const answer = await tenant.admin.post('/contracts', aNewContract({ gridId, clientId, transportType: 'ftl' }));
    expectProblem(answer, 422, 'grid_does_not_fit');
  });

  it('is for admins', async () => {
    const { tenant, clientId, specialId: gridId } = await givenContracting(app);
    expect((await tenant.dispatcher.post('/contracts', aNewContract({ gridId, clientId }))).status).toBe(403);
  });
});

describe('getContract', () => {
  it('shows staff all of it, and the two sides what has been active, without the note', async () => {
    const given = await givenContracting(app);
    const { tenant, client, carrier, carrierId, active } = given;
    const withClient = await active({ note: 'cheap' });
    const withCarrier = await active({ carrierId, note: 'dear' });

    for (const person of [tenant.admin, tenant.dispatcher]) {
      const answer = await person.get(`/contracts/${withClient}`);
      expect([answer.status, answer.body.note, answer.headers.etag]).toEqual([200, 'cheap', 'W/"v2"']);
    }
    for (const [person, own, other] of [
      [client, withClient, withCarrier],
      [carrier, withCarrier, withClient],
    ] as const) {
      const answer = await person.get(`/contracts/${own}`);
      expect([answer.status, answer.body.status, 'note' in answer.body]).toEqual([200, 'active', false]);
      expectProblem(await person.get(`/contracts/${other}`), 404, 'not_found');
    }
    await given.end(withClient);
    expect((await client.get(`/contracts/${withClient}`)).body.status).toBe('ended');
  });

  it('shows a draft to staff alone, also when it was given up', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted();
    expect((await given.tenant.dispatcher.get(`/contracts/${id}`)).status).toBe(200);
    expectProblem(await given.client.get(`/contracts/${id}`), 404, 'not_found');

    await given.end(id, 1);

    expect((await given.tenant.dispatcher.get(`/contracts/${id}`)).body.status).toBe('ended');
    expectProblem(await given.client.get(`/contracts/${id}`), 404, 'not_found');
  });

  it('shows nobody another tenant’s', async () => {
    const id = await (await givenContracting(app)).active();
    expectProblem(await (await givenTenant(app)).admin.get(`/contracts/${id}`), 404, 'not_found');
  });
});

describe('listContracts', () => {
  it('shows staff all, newest first, and narrows to a client, a carrier or a status', async () => {
    const given = await givenContracting(app);
    const { tenant, clientId, carrierId, drafted, active } = given;
    const first = await active();
    const second = await drafted();
    const third = await active({ carrierId });
    await given.end(first);

    const by = (rest = '') => ids(tenant.dispatcher, `/contracts${rest}`);
    expect(await by()).toEqual([third, second, first]);
    expect(await by(`?clientId=${clientId}`)).toEqual([second, first]);
    expect(await by(`?carrierId=${carrierId}`)).toEqual([third]);
    expect([await by('?status=draft'), await by('?status=active'), await by('?status=ended')]).toEqual([
      [second],
      [third],
      [first],
    ]);
    const both = await tenant.dispatcher.get(`/contracts?clientId=${clientId}&status=active`);
    expectProblem(both, 400, 'filter_not_served');
  });

  it('shows clients and carriers their own that have been active, page by page', async () => {
    const given = await givenContracting(app);
    const { client, clientId, carrier, carrierId, drafted, active } = given;
    const stranger = await anotherClient(given);
    const first = await active({ note: 'secret' });
    await given.end(first);
    const second = await active();
    await given.end(await drafted(), 1);
    await drafted();
    const theirs = await active({ clientId: stranger.clientId });
    const withCarrier = await active({ carrierId });

    const { body } = await client.get('/contracts?limit=1&count=true');
    expect([body.data[0].id, body.total]).toEqual([second, 2]);
    expect(await ids(client, `/contracts?limit=1&cursor=${body.next}`)).toEqual([first]);
    expect((await client.get('/contracts')).text).not.toContain('secret');
    expect([await ids(client, '/contracts?status=ended'), await ids(client, '/contracts?status=draft')]).toEqual([
      [first],
      [],
    ]);
    expect(await ids(client, `/contracts?clientId=${clientId}`)).toEqual([second, first]);
    expect([await ids(carrier), await ids(stranger.client)]).toEqual([[withCarrier], [theirs]]);
    for (const query of [`clientId=${stranger.clientId}`, `carrierId=${carrierId}`])
      expect((await client.get(`/contracts?count=true&${query}`)).body).toEqual({ data: [], total: 0 });
  });
});

describe('amendContract', () => {
  it('changes grid, validity and note of a draft', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted({ validTo: LATER, note: 'n' });
    const patch = { gridId: given.standardId, validFrom: '2026-06-01T00:00:00.000Z', validTo: null, note: null };

    const answer = await amend(given, id, patch, 1);

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    expect(answer.body).toMatchObject({ gridId: given.standardId, validFrom: patch.validFrom, status: 'draft' });
    expect(Object.keys(answer.body)).not.toEqual(expect.arrayContaining(['validTo']));
    expect(answer.body).not.toHaveProperty('note');
    expect((await given.tenant.admin.get(`/contracts/${id}`)).body).toEqual(answer.body);
  });

  it('changes end and note of an active one, and nothing else', async () => {
    const given = await givenContracting(app);
    const id = await given.active();
    expect((await amend(given, id, { validTo: LATER, note: 'n' }, 2)).body).toMatchObject({
      validTo: LATER,
      note: 'n',
      version: 3,
    });

    for (const patch of [{ gridId: given.specialId }, { validFrom: LATER }, { note: 'm', gridId: given.specialId }]) {
      const answer = await amend(given, id, patch, 3);
      expectProblem(answer, 409, 'contract_cannot_be_amended');
      expect(answer.body.allowed).toEqual(['validTo', 'note']);
    }
    expect((await amend(given, id, { validTo: null }, 3)).body).not.toHaveProperty('validTo');
  });

  it('changes nothing of an ended one', async () => {
    const given = await givenContracting(app);
    const id = await given.active();
    await given.end(id);
    expectProblem(await amend(given, id, { note: 'n' }, 3), 409, 'contract_cannot_be_amended');
  });

  it('refuses what would not make a contract, and says where', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted({ validTo: '2026-06-01T00:00:00.000Z' });
    const ftl = await given.made('/pricing-grids', aNewGrid({ transportType: 'ftl' }));
    for (const [patch, pointer] of [
      [{ validFrom: '2026-06-01T00:00:00.000Z' }, '/validFrom'],
      [{ validTo: '2026-01-01T00:00:00.000Z' }, '/validTo'],
      [{ validFrom: '2027-01-01T00:00:00.000Z', validTo: '2026-12-01T00:00:00.000Z' }, '/validTo'],
    ] as const) {
      const answer = await amend(given, id, patch, 1);
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors[0].pointer).toBe(pointer);
    }
    expectProblem(await amend(given, id, { gridId: `grd_${v7()}` }, 1), 422, 'unknown_reference');
    expectProblem(await amend(given, id, { gridId: ftl }, 1), 422, 'grid_does_not_fit');
    // Both ends together may move beyond what was stored.
    expect((await amend(given, id, { validFrom: '2027-01-01T00:00:00.000Z', validTo: LATER }, 1)).status).toBe(200);
  });

  it('needs the version the change is based on; of two on one version one wins', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted();
    expect((await given.tenant.admin.patch(`/contracts/${id}`, { note: 'n' })).status).toBe(428);

    const answers = await Promise.all(['a', 'b', 'c'].map((note) => amend(given, id, { note }, 1)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await amend(given, `ctr_${v7()}`, { note: 'n' }, 1)).status).toBe(404);
  });
});

describe('moveContract', () => {
  it('activates a draft, and ends it now although a later end was agreed', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted({ validTo: LATER });

    const active = await move(given, id, 'active', 1);
    const from = new Date();
    const ended = await move(given, id, 'ended', 2);

    expect([active.status, active.headers.etag, active.body.status, active.body.validTo]).toEqual([
      200,
      'W/"v2"',
      'active',
      LATER,
    ]);
    expect([ended.body.status, ended.body.version]).toEqual(['ended', 3]);
    expect(Date.parse(ended.body.validTo)).toBeGreaterThanOrEqual(from.getTime());
    expect(Date.parse(ended.body.validTo)).toBeLessThanOrEqual(Date.now());
  });

  it('ends a draft that nobody wants any more', async () => {
    const given = await givenContracting(app);
    expect((await move(given, await given.drafted(), 'ended', 1)).body.status).toBe('ended');
  });

  it('never goes back, and says what is possible', async () => {
    const given = await givenContracting(app);
    const id = await given.active();
    const again = await move(given, id, 'active', 2);
    expectProblem(again, 409, 'contract_cannot_move');
    expect(again.body.allowed).toEqual(['ended']);

    await given.end(id);

    for (const to of ['active', 'ended']) {
      const answer = await move(given, id, to, 3);
      expectProblem(answer, 409, 'contract_cannot_move');
      expect(answer.body.allowed).toEqual([]);
    }
  });

  it('lets a client and a carrier have one active contract for a transport type, and names the other', async () => {
    const given = await givenContracting(app);
    const { carrierId } = given;
    const ftl = await given.made('/pricing-grids', aNewGrid({ transportType: 'ftl' }));
    const stranger = await anotherClient(given);
    for (const party of [{}, { carrierId }]) {
      const first = await given.active(party);
      // Also one that begins only when the other has ended: an end that is agreed is not an end yet.
      await amend(given, first, { validTo: LATER }, 2);
      const second = await given.drafted({ ...party, validFrom: LATER });

      const answer = await move(given, second, 'active', 1);

      expectProblem(answer, 409, 'contract_already_active');
      expect(answer.body.detail).toContain(first);
      expect((await given.tenant.admin.get(`/contracts/${second}`)).body).toMatchObject({
        status: 'draft',
        version: 1,
      });
      await given.active({ ...party, transportType: 'ftl', gridId: ftl });
      await given.end(first, 3);
      expect((await move(given, second, 'active', 1)).status).toBe(200);
    }
    await given.active({ clientId: stranger.clientId });
  });

  it('is not for a version that is no longer the current one, nor for one nobody named', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted();
    await amend(given, id, { note: 'n' }, 1);
    expect((await move(given, id, 'active', 1)).status).toBe(412);
    expect((await given.tenant.admin.post(`/contracts/${id}/transitions`, { to: 'active' })).status).toBe(428);
    expect((await move(given, `ctr_${v7()}`, 'active', 1)).status).toBe(404);
  });

  it('is done once, however often it is sent with one key', async () => {
    const given = await givenContracting(app);
    const id = await given.drafted({ validTo: inDays(30).toISOString() });
    const send = () =>
      given.tenant.admin.post(`/contracts/${id}/transitions`, { to: 'active' }, { ...V(1), 'Idempotency-Key': key });
    const key = v7();
    const [first, again] = [await send(), await send()];
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
  });
});
