import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { aNewClient } from './clients.fixtures.ts';
import { clientsFeature } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const givenClient = async (tenant?: GivenTenant, fields = {}) => {
  const of = tenant ?? (await givenTenant(app));
  return { tenant: of, client: (await of.admin.post('/clients', aNewClient(fields))).body };
};

describe('createClient', () => {
  it('adds a client at version 1', async () => {
    const { admin } = await givenTenant(app);

    const answer = await admin.post('/clients', aNewClient());

    expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject({ ...aNewClient(), version: 1 });
  });

  it('adds one client, however often it is sent with one key', async () => {
    const { admin } = await givenTenant(app);
    const key = { 'Idempotency-Key': v7() };

    const [first, second] = [
      await admin.post('/clients', aNewClient(), key),
      await admin.post('/clients', aNewClient(), key),
    ];

    expect([second.body, second.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect((await admin.get('/clients')).body.data).toHaveLength(1);
  });

  it('is for admins', async () => {
    const { dispatcher } = await givenTenant(app);
    const answer = await dispatcher.post('/clients', aNewClient());
    expect([answer.status, answer.body.code]).toEqual([403, 'action_not_allowed']);
  });
});

describe('getClient', () => {
  it('shows staff every client, and a client itself', async () => {
    const { tenant, client } = await givenClient();
    for (const person of [tenant.admin, tenant.dispatcher, await tenant.person('client', { clientId: client.id })]) {
      const answer = await person.get(`/clients/${client.id}`);
      expect([answer.status, answer.body, answer.headers.etag]).toEqual([200, client, 'W/"v1"']);
    }
  });

  it('does not show a client another client, nor anybody another tenant’s', async () => {
    const { tenant, client } = await givenClient();
    const { client: other } = await givenClient(tenant);
    const stranger = await tenant.person('client', { clientId: other.id });
    const elsewhere = await givenTenant(app);
    for (const person of [stranger, elsewhere.admin]) {
      const answer = await person.get(`/clients/${client.id}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });

  it('answers 304 to who holds the version', async () => {
    const { tenant, client } = await givenClient();
    expect((await tenant.admin.get(`/clients/${client.id}`, { 'If-None-Match': 'W/"v1"' })).status).toBe(304);
  });
});

describe('listClients', () => {
  it('pages newest first, forth and back, without leaving out or repeating one', async () => {
    const tenant = await givenTenant(app);
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await givenClient(tenant, { name: `Client ${i}` })).client.id);
    const page = async (rest: string) => (await tenant.dispatcher.get(`/clients?limit=2${rest}`)).body;
    const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

    const first = await page('&count=true');
    const second = await page(`&cursor=${first.next}`);
    const third = await page(`&cursor=${second.next}`);

    expect([first, second, third].map(idsOf)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect([first.total, first.prev, third.next]).toEqual([5, undefined, undefined]);
    expect(idsOf(await page(`&cursor=${third.prev}`))).toEqual(ids.slice(2, 4));
  });

  it('refuses a cursor that is not its own', async () => {
    const { admin } = await givenTenant(app);
    const answer = await admin.get('/clients?cursor=made.up');
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_cursor']);
  });

  it('shows nothing of another tenant', async () => {
    await givenClient();
    const { admin } = await givenTenant(app);
    expect((await admin.get('/clients')).body).toEqual({ data: [] });
  });
});

describe('amendClient', () => {
  it('changes what is named, removes what is null and leaves the rest', async () => {
    const { tenant, client } = await givenClient();

    const answer = await tenant.admin.patch(
      `/clients/${client.id}`,
      { phone: '+49 40 1234567', email: null },
      { 'If-Match': 'W/"v1"' },
    );

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    const { email: _, ...kept } = client;
    expect(answer.body).toEqual({ ...kept, phone: '+49 40 1234567', version: 2, updatedAt: answer.body.updatedAt });
  });

  it('needs the version the change is based on, and the current one', async () => {
    const { tenant, client } = await givenClient();
    expect((await tenant.admin.patch(`/clients/${client.id}`, { name: 'B' })).status).toBe(428);
    await tenant.admin.patch(`/clients/${client.id}`, { name: 'B' }, { 'If-Match': 'W/"v1"' });

    const stale = await tenant.admin.patch(`/clients/${client.id}`, { name: 'C' }, { 'If-Match': 'W/"v1"' });

    expect([stale.status, stale.body.currentVersion, stale.headers.etag]).toEqual([412, 2, 'W/"v2"']);
  });

  it('of changes sent at the same time, based on one version, makes one and tells the others', async () => {
    const { tenant, client } = await givenClient();
    const answers = await Promise.all(
      ['B', 'C', 'D', 'E'].map((name) =>
        tenant.admin.patch(`/clients/${client.id}`, { name }, { 'If-Match': 'W/"v1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('knows nothing of another tenant’s client', async () => {
    const { client } = await givenClient();
    const { admin } = await givenTenant(app);
    expect((await admin.patch(`/clients/${client.id}`, { name: 'B' }, { 'If-Match': 'W/"v1"' })).status).toBe(404);
  });
});

describe('bulkClients', () => {
  it('adds and changes clients together, a bad one refused alone, once for one key', async () => {
    const { tenant, client } = await givenClient();
    const items = [
      { create: aNewClient({ name: 'New' }) },
      { create: aNewClient({ email: 'nowhere' }) },
      { amend: { id: client.id, version: 1, patch: { email: null } } },
    ];
    const key = { 'Idempotency-Key': v7() };

    const answer = await tenant.admin.post('/clients/bulk', { items }, key);

    expect(answer.body.items.map(({ status }: { status: number }) => status)).toEqual([201, 400, 200]);
    expect(answer.body.items[1].problem.errors[0].pointer).toBe('/items/1/create/email');
    expect(answer.body.items[2].client).not.toHaveProperty('email');
    const { data } = (await tenant.admin.get('/clients')).body;
    expect(data).toEqual([answer.body.items[0].client, answer.body.items[2].client]);
    expect((await tenant.admin.post('/clients/bulk', { items }, key)).body).toEqual(answer.body);
    expect((await tenant.admin.get('/clients')).body.data).toEqual(data);
  });

  it('is for admins, and knows nothing of another tenant’s client', async () => {
    const { client } = await givenClient();
    const { admin, dispatcher } = await givenTenant(app);
    expect((await dispatcher.post('/clients/bulk', { items: [{ create: aNewClient() }] })).status).toBe(403);
    const amend = { id: client.id, version: 1, patch: { name: 'Mine' } };
    expect((await admin.post('/clients/bulk', { items: [{ amend }] })).body.items).toMatchObject([{ status: 404 }]);
  });
});

describe('the door', () => {
  it('says whether the tenant has a client', async () => {
    const { tenant, client } = await givenClient();
    const { exists } = clientsFeature(readingPlatform(app.mongo)).api;
    expect(await exists(aCtx({ tenantId: tenant.id }), client.id)).toBe(true);
    expect(await exists(aCtx(), client.id)).toBe(false);
  });
});
