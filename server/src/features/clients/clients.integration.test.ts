import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenRun } from '../../platform/http/run.fixtures.ts';
import { aNewClient } from './clients.fixtures.ts';
import { clientsFeature } from './index.ts';

let given: Awaited<ReturnType<typeof givenRun<ReturnType<typeof clientsFeature>>>>;
beforeAll(async () => {
  given = await givenRun(clientsFeature);
});
afterAll(() => given.drop());

const admin = { role: 'admin' } as const;
const made = async (tenant = given.aTenant(), fields = {}) => {
  const { body } = await tenant.call(admin, 'createClient', { body: aNewClient(fields) });
  return { tenant, client: body };
};

describe('createClient', () => {
  it('adds a client at version 1', async () => {
    const answer = await given.aTenant().call(admin, 'createClient', { body: aNewClient() });

    expect(answer.status).toBe(201);
    expect(answer.headers?.etag).toBe('W/"v1"');
    expect(answer.body).toMatchObject({ ...aNewClient(), version: 1, id: expect.stringMatching(/^cli_[0-9a-f-]{36}$/) });
    expect(answer.body.createdAt).toMatch(/^\d{4}-.*\.\d{3}Z$/);
  });

  it('adds one client, however often it is sent with one key', async () => {
    const tenant = given.aTenant();
    const sent = { body: aNewClient(), headers: { 'idempotency-key': v7() } };
    const actor = { ...admin, id: 'usr_a' };

    const [first, second] = [await tenant.call(actor, 'createClient', sent), await tenant.call(actor, 'createClient', sent)];

    expect(second.body).toEqual(first.body);
    expect(second.headers?.['idempotent-replayed']).toBe('true');
    expect((await tenant.call(admin, 'listClients')).body.data).toHaveLength(1);
  });

  it('is for admins', async () => {
    const answer = await given.aTenant().call({ role: 'dispatcher' }, 'createClient', { body: aNewClient() });
    expect([answer.status, answer.body.code]).toEqual([403, 'action_not_allowed']);
  });
});

describe('getClient', () => {
  it('shows staff every client and a client itself', async () => {
    const { tenant, client } = await made();
    for (const actor of [admin, { role: 'dispatcher' }, { role: 'client', clientId: client.id }] as const) {
      const answer = await tenant.call(actor, 'getClient', { params: { clientId: client.id } });
      expect([answer.status, answer.body, answer.headers?.etag]).toEqual([200, client, 'W/"v1"']);
    }
  });

  it('does not show a client another client', async () => {
    const { tenant, client } = await made();
    const { client: other } = await made(tenant);
    const answer = await tenant.call({ role: 'client', clientId: other.id }, 'getClient', { params: { clientId: client.id } });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });

  it('does not show another tenant’s client', async () => {
    const { client } = await made();
    expect((await given.aTenant().call(admin, 'getClient', { params: { clientId: client.id } })).status).toBe(404);
  });

  it('answers 304 to who holds the version', async () => {
    const { tenant, client } = await made();
    const answer = await tenant.call(admin, 'getClient', { params: { clientId: client.id }, headers: { 'if-none-match': 'W/"v1"' } });
    expect([answer.status, answer.body]).toEqual([304, undefined]);
  });
});

describe('listClients', () => {
  it('pages newest first, forth and back, without leaving out or repeating one', async () => {
    const tenant = given.aTenant();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await made(tenant, { name: `Client ${i}` })).client.id);
    const page = async (query: object) => (await tenant.call({ role: 'dispatcher' }, 'listClients', { query: { limit: '2', ...query } })).body;
    const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

    const first = await page({ count: 'true' });
    const second = await page({ cursor: first.next });
    const third = await page({ cursor: second.next });

    expect([first, second, third].map(idsOf)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(first.total).toBe(5);
    expect([first.prev, third.next]).toEqual([undefined, undefined]);
    expect(idsOf(await page({ cursor: third.prev }))).toEqual(ids.slice(2, 4));
  });

  it('refuses a cursor that is not its own', async () => {
    const answer = await given.aTenant().call(admin, 'listClients', { query: { cursor: 'made.up' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_cursor']);
  });

  it('shows nothing of another tenant', async () => {
    await made();
    expect((await given.aTenant().call(admin, 'listClients')).body).toEqual({ data: [] });
  });
});

describe('amendClient', () => {
  const amend = (tenant: ReturnType<typeof given.aTenant>, clientId: string, body: object, ifMatch?: string) =>
    tenant.call(admin, 'amendClient', { params: { clientId }, body, headers: ifMatch ? { 'if-match': ifMatch } : {} });

  it('changes what is named, removes what is null and leaves the rest', async () => {
    const { tenant, client } = await made();

    const answer = await amend(tenant, client.id, { phone: '+49 40 1234567', email: null }, 'W/"v1"');

    expect([answer.status, answer.headers?.etag]).toEqual([200, 'W/"v2"']);
    const { email: _, ...kept } = client;
    expect(answer.body).toEqual({ ...kept, phone: '+49 40 1234567', version: 2, updatedAt: answer.body.updatedAt });
  });

  it('needs the version the change is based on, and the current one', async () => {
    const { tenant, client } = await made();
    expect((await amend(tenant, client.id, { name: 'B' })).status).toBe(428);
    await amend(tenant, client.id, { name: 'B' }, 'W/"v1"');

    const stale = await amend(tenant, client.id, { name: 'C' }, 'W/"v1"');

    expect([stale.status, stale.body.currentVersion, stale.headers?.etag]).toEqual([412, 2, 'W/"v2"']);
  });

  it('knows nothing of another tenant’s client', async () => {
    const { client } = await made();
    expect((await amend(given.aTenant(), client.id, { name: 'B' }, 'W/"v1"')).status).toBe(404);
  });
});

describe('the door', () => {
  it('says whether the tenant has a client', async () => {
    const { tenant, client } = await made();
    const { exists } = given.feature.api;
    expect(await exists(tenant.ctx(), client.id)).toBe(true);
    expect(await exists(given.aTenant().ctx(), client.id)).toBe(false);
  });
});
