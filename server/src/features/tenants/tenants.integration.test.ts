import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { createTenantsRepo } from './tenants.repo.ts';

const app = await testApp();
const tenants = app.mongo.db.collection<{ _id: string }>('tenants');
const V1 = { 'If-Match': 'W/"v1"' };

describe('getTenant', () => {
  it('shows everybody in the tenant its settings', async () => {
    const tenant = await givenTenant(app);
    const { client, carrier, driver } = await givenTrade(tenant);

    for (const person of [tenant.admin, tenant.dispatcher, client, carrier, driver]) {
      const answer = await person.get('/tenant');
      expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v1"']);
      expect(answer.body).toMatchObject({ id: tenant.id, geofenceMetres: 200, autoMove: false, retentionDays: 30 });
    }
    expect((await client.get('/tenant', { 'If-None-Match': 'W/"v1"' })).status).toBe(304);
  });

  it('shows a tenant from before there were more settings with their defaults', async () => {
    const { admin, id } = await givenTenant(app);
    await tenants.updateOne({ _id: id }, { $unset: { geofenceMetres: 1, autoMove: 1, retentionDays: 1, version: 1 } });

    expect((await admin.get('/tenant')).body).toMatchObject({ geofenceMetres: 200, retentionDays: 30, version: 1 });
    expect((await admin.patch('/tenant', { autoMove: true }, V1)).body).toMatchObject({ autoMove: true, version: 2 });
  });
});

describe('amendTenant', () => {
  it('changes what the patch names, at once for who asks here', async () => {
    const { admin, id } = await givenTenant(app);
    await app.doors.tenants.byId(id);

    const answer = await admin.patch('/tenant', { geofenceMetres: 500, timeZone: 'Europe/Zurich' }, V1);

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    expect(answer.body).toMatchObject({ name: 'Testfracht', geofenceMetres: 500, timeZone: 'Europe/Zurich' });
    expect((await admin.get('/tenant')).body).toEqual(answer.body);
    expect(await app.doors.tenants.byId(id)).toMatchObject({ geofenceMetres: 500 });
  });

  it('is known in other processes within ten seconds, however often they ask', async () => {
    const { admin, id } = await givenTenant(app);
    let time = 1;
    const elsewhere = createTenantsRepo(app.mongo, { now: () => time });
    const known = async () => (await elsewhere.byId(id))?.geofenceMetres;
    expect(await known()).toBe(200);
    await admin.patch('/tenant', { geofenceMetres: 500 }, V1);

    time += 6_000;
    const meanwhile = await known();
    time += 4_100;
    const after = await known();

    expect([meanwhile, after]).toEqual([200, 500]);
  });

  it('happens once, however often it is sent with one key', async () => {
    const { admin } = await givenTenant(app);
    const key = { ...V1, 'Idempotency-Key': v7() };

    const first = await admin.patch('/tenant', { autoMove: true }, key);
    const second = await admin.patch('/tenant', { autoMove: true }, key);

    expect(first.status).toBe(200);
    expect([second.body, second.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
  });

  it('of two changes that saw the same version lets one win', async () => {
    const { admin } = await givenTenant(app);

    const answers = await Promise.all(
      [300, 400].map((geofenceMetres) => admin.patch('/tenant', { geofenceMetres }, V1)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const lost = answers.find(({ status }) => status === 412);
    expect(lost?.body).toMatchObject({ code: 'version_mismatch', currentVersion: 2 });
    expect((await admin.patch('/tenant', { autoMove: true })).body.code).toBe('precondition_required');
  });

  it('refuses a zone that does not exist, and what is not a setting', async () => {
    const { admin } = await givenTenant(app);

    for (const [patch, pointer] of [
      [{ timeZone: 'Europe/Atlantis' }, '/timeZone'],
      [{ geofenceMetres: 10 }, '/geofenceMetres'],
      [{ name: null }, '/name'],
    ] as const) {
      const answer = await admin.patch('/tenant', patch, V1);
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    }
    expect((await admin.patch('/tenant', { slug: 'other' }, V1)).status).toBe(400);
  });

  it('is for admins', async () => {
    const { dispatcher } = await givenTenant(app);
    const answer = await dispatcher.patch('/tenant', { autoMove: true }, V1);
    expect([answer.status, answer.body.code]).toEqual([403, 'action_not_allowed']);
  });
});
