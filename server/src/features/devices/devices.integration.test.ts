import { describe, expect, it, vi } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress, givenTenant } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { startTestApp, testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { createDevicesRepo } from './devices.repo.ts';
import { aPhone, givenDevice } from './given-device.fixtures.ts';

const app = await testApp();
const place = { lat: '49.843994', lon: '8.595176' };
/** It takes less than five seconds; how busy the machine is, is not what the test is about. */
const PATIENCE = { timeout: 20_000, interval: 250 };
const unknown = (prefix: string) => `${prefix}_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c`;

describe.concurrent('a device', () => {
  it('is given a key and addresses that are shown once, and kept as a hash', async () => {
    const { device, tenant, vehicleId, carrier } = await givenDevice(app);

    expect(device).toMatchObject({ vehicleId, name: 'Phone of Dana', keyEnding: device.key.slice(-4) });
    expect(device.key).toMatch(/^dk_[0-9a-f]{32}_[\w-]{43}$/);
    expect(device.osmandUrl).toMatch(new RegExp(`^${app.config.publicUrl}/api/v1/ingest/osmand\\?id=${device.key}&`));
    expect(device.owntracksUrl).toBe(`${app.config.publicUrl}/api/v1/ingest/owntracks`);
    const [listed] = (await carrier.get('/tracking/devices')).body.data as Record<string, unknown>[];
    expect(Object.keys(listed ?? {}).sort()).toEqual(['createdAt', 'id', 'keyEnding', 'name', 'vehicleId']);
    const kept = await app.mongo.db.collection('devices').find({ tenantId: tenant.id }).toArray();
    expect(JSON.stringify(kept)).not.toContain(device.key.split('_')[2]);
  });

  it('is added by staff to any vehicle, by a carrier to its own; others do not exist for it', async () => {
    const { add, carrier, tenant } = await givenDevice(app);
    const other = await tenant.admin.post('/carriers', { name: 'B', citiesCovered: ['Bonn'], transportTypes: ['ltl'] });
    const theirs = await tenant.admin.post('/vehicles', {
      carrierId: other.body.id,
      plate: 'BN 1',
      transportTypes: ['ltl'],
    });

    expect((await add(tenant.dispatcher, theirs.body.id as string)).status).toBe(201);
    for (const vehicleId of [theirs.body.id as string, unknown('veh')])
      expectProblem(await add(carrier, vehicleId), 422, 'unknown_reference');
    expectProblem(await add(tenant.admin, unknown('veh')), 422, 'unknown_reference');
  });

  it('is one of at most ten in a vehicle, also when all come at once; a removed one makes room', async () => {
    const { add, carrier, device } = await givenDevice(app);

    const answers = await Promise.all(Array.from({ length: 14 }, () => add(carrier)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(5);
    for (const answer of refused) expectProblem(answer, 409, 'too_many_devices');

    await carrier.delete(`/tracking/devices/${device.id}`);
    expect((await add(carrier)).status).toBe(201);
    expectProblem(await add(carrier), 409, 'too_many_devices');
  });

  it('is listed newest first, in pages, by vehicle, to a carrier only among its own', async () => {
    const { add, carrier, carrierId, device, tenant } = await givenDevice(app);
    const second = await tenant.admin.post('/vehicles', { carrierId, plate: 'DA 2', transportTypes: ['ltl'] });
    const other = await add(carrier, second.body.id as string);
    const rival = await tenant.admin.post('/carriers', { name: 'B', citiesCovered: ['Bonn'], transportTypes: ['ltl'] });
    const stranger = await tenant.person('carrier', { carrierId: rival.body.id as string });
    const ids = async (who: typeof carrier, search = '') =>
      ((await who.get(`/tracking/devices${search}`)).body.data as { id: string }[]).map(({ id }) => id);

    expect(await ids(carrier)).toEqual([other.body.id, device.id]);
    expect(await ids(tenant.dispatcher)).toEqual([other.body.id, device.id]);
    expect(await ids(carrier, `?vehicleId=${device.vehicleId}`)).toEqual([device.id]);
    const first = await carrier.get('/tracking/devices?limit=1&count=true');
    expect([first.body.total, await ids(carrier, `?limit=1&cursor=${first.body.next}`)]).toEqual([2, [device.id]]);
    expect(await ids(stranger)).toEqual([]);
    expect(await ids(stranger, `?vehicleId=${device.vehicleId}`)).toEqual([]);
    for (const path of [device.id, unknown('dev')]) {
      expectProblem(await stranger.delete(`/tracking/devices/${path}`), 404, 'not_found');
      expectProblem(await stranger.post(`/tracking/devices/${path}/key`), 404, 'not_found');
    }
  });

  it('says to the minute when it last reported, which costs one write a minute', async () => {
    const { device, carrier, phone, stored } = await givenDevice(app);
    const began = Date.now();
    for (const second of [3, 2, 1]) await phone.query({ ...place, timestamp: began - second * 1_000 });

    const [listed] = (await carrier.get(`/tracking/devices?vehicleId=${device.vehicleId}`)).body.data as {
      lastSeenAt: string;
    }[];
    expect(listed?.lastSeenAt).toMatch(/T\d\d:\d\d:00\.000Z$/);
    expect(Date.parse(listed?.lastSeenAt ?? '')).toBeGreaterThan(began - 60_000);
    expect(await stored()).toHaveLength(3);
  });

  it('reports for its vehicle alone, and calls nothing else', async () => {
    const { device, phone } = await givenDevice(app);
    const bearer = { Authorization: `Bearer ${device.key}` };
    for (const path of ['/tracking/devices', '/transport-orders', `/tracking/vehicles/${device.vehicleId}`])
      expectProblem(await phone.who.get(path, bearer), 401, 'unauthenticated');
  });
});

describe.concurrent('a key', () => {
  it('that was removed is refused, and removing it again is no error; what it reported stays', async () => {
    const { device, carrier, phone, stored } = await givenDevice(app);
    expect((await phone.query(place)).status).toBe(200);

    for (const _ of [1, 2]) expect((await carrier.delete(`/tracking/devices/${device.id}`)).status).toBe(204);

    expectProblem(await phone.query(place), 401, 'unauthenticated');
    expect(await stored()).toHaveLength(1);
    expect((await carrier.get('/tracking/devices')).body.data).toEqual([]);
    expectProblem(await carrier.post(`/tracking/devices/${device.id}/key`), 404, 'not_found');
  });

  it('that was replaced is refused at once, and the new one taken', async () => {
    const { device, carrier, phone } = await givenDevice(app);
    expect((await phone.query(place)).status).toBe(200);

    const rotated = await carrier.post(`/tracking/devices/${device.id}/key`);

    expect([rotated.status, rotated.body.id, rotated.body.key === device.key]).toEqual([200, device.id, false]);
    expectProblem(await phone.query(place), 401, 'unauthenticated');
    expect((await aPhone(app, rotated.body.key as string).query(place)).status).toBe(200);
  });

  it('that was removed here is soon refused by every other process', async () => {
    const other = await startTestApp({ DATABASE: app.mongo.db.databaseName });
    try {
      const { device, carrier } = await givenDevice(app);
      const there = aPhone(other, device.key);
      expect((await there.query(place)).status).toBe(200);
      await carrier.delete(`/tracking/devices/${device.id}`);
      await vi.waitFor(async () => expect((await there.query(place)).status).toBe(401), PATIENCE);
    } finally {
      await other.stop();
    }
  }, 30_000);

  it.each([
    ['none', () => ''],
    ['nonsense', () => 'x'],
    ['of another secret', (key: string) => `${key.slice(0, -4)}AAAA`],
    ['of another tenant', (key: string) => key.replace(/_[0-9a-f]{32}_/, `_${'0'.repeat(32)}_`)],
    ['of another kind', (key: string) => key.replace(/^dk/, 'sk')],
  ])('that is %s is refused, wherever it stands', async (_what, change) => {
    const { device } = await givenDevice(app);
    // The right key is remembered by now.
    expect((await aPhone(app, device.key).query(place)).status).toBe(200);
    const phone = aPhone(app, change(device.key));
    for (const answer of [
      await phone.query(place),
      await phone.form(place),
      await phone.json({}),
      await phone.owntracks({ _type: 'location' }),
    ])
      expectProblem(answer, 401, 'unauthenticated');
  });

  it('is guessed as rarely as any token: each try counts for the address', async () => {
    const address = anAddress();
    const guesser = caller(app.url, { address });
    const { limit } = limits.rate.address;
    const tries = await Promise.all(
      Array.from({ length: limit + 1 }, (_, n) =>
        guesser.get(`/ingest/osmand?id=dk_${'0'.repeat(32)}_${n}${'a'.repeat(40)}`),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([...Array.from({ length: limit }, () => 401), 429]);
  });

  it('is not even guessed for nothing: a body that cannot be read counts for the address as well', async () => {
    const sender = caller(app.url, { address: anAddress() });
    const { limit } = limits.rate.address;
    const sent = await Promise.all(
      Array.from({ length: limit + 1 }, () => sender.raw('post', '/ingest/osmand', '{"lat":')),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([...Array.from({ length: limit }, () => 400), 429]);
  });

  it('is found by its index alone', async () => {
    const { device, tenant } = await givenDevice(app);
    const repo = createDevicesRepo(app.mongo, { page: () => Promise.reject(new Error('not asked')) } as never); // no pages here
    const plan = await repo.explainByKey(aCtx({ tenantId: tenant.id }), device.key);
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).toMatch(/"indexName":"key"/);
    expect(plan.executionStats.totalDocsExamined).toBe(0);
  });
});

it('a device of one tenant is not there for another one', async () => {
  const { device } = await givenDevice(app);
  const { admin } = await givenTenant(app);
  expectProblem(await admin.delete(`/tracking/devices/${device.id}`), 404, 'not_found');
  expect((await admin.get('/tracking/devices')).body.data).toEqual([]);
});
