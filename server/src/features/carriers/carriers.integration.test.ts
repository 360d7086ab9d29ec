import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/caller.ts';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { aNewCarrier, aNewVehicle } from './carriers.fixtures.ts';
import { carriersFeature } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const givenCarrier = async (tenant?: GivenTenant, fields = {}) => {
  const of = tenant ?? (await givenTenant(app));
  return { tenant: of, carrier: (await of.dispatcher.post('/carriers', aNewCarrier(fields))).body };
};
const givenVehicle = async (tenant: GivenTenant, carrierId: string) =>
  (await tenant.dispatcher.post('/vehicles', aNewVehicle(carrierId))).body;
const aClient = (tenant: GivenTenant) =>
  tenant.person('client', { clientId: 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c' });
const peopleOf = (tenant: GivenTenant, carrierId: string) =>
  Promise.all([tenant.person('carrier', { carrierId }), tenant.person('driver', { carrierId })]);
const list = async (person: Caller, path: string) => (await person.get(path)).body;
const ids = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);

describe('createCarrier', () => {
  it('adds a carrier, active unless it says otherwise', async () => {
    const { tenant, carrier } = await givenCarrier();
    expect(carrier).toMatchObject({ ...aNewCarrier(), active: true, version: 1 });
    expect((await givenCarrier(tenant, { active: false })).carrier.active).toBe(false);
  });

  it('is not for clients', async () => {
    const client = await aClient(await givenTenant(app));
    expect((await client.post('/carriers', aNewCarrier())).status).toBe(403);
  });
});

describe('getCarrier', () => {
  it('shows everyone but clients the rating', async () => {
    const { tenant, carrier } = await givenCarrier();
    const get = async (person: Caller) => (await person.get(`/carriers/${carrier.id}`)).body;

    for (const person of [tenant.dispatcher, tenant.admin, ...(await peopleOf(tenant, carrier.id))])
      expect(await get(person)).toEqual(carrier);
    const { rating: _, ...withoutRating } = carrier;
    expect(await get(await aClient(tenant))).toEqual(withoutRating);
  });

  it('does not show carriers and drivers another carrier, nor anybody another tenant’s', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { carrier: other } = await givenCarrier(tenant);
    const elsewhere = await givenTenant(app);
    for (const person of [...(await peopleOf(tenant, other.id)), elsewhere.admin]) {
      expect((await person.get(`/carriers/${carrier.id}`)).status).toBe(404);
    }
  });
});

describe('listCarriers', () => {
  it('shows carriers and drivers their own, clients all without ratings, staff all', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { carrier: other } = await givenCarrier(tenant);

    for (const person of await peopleOf(tenant, carrier.id))
      expect(await list(person, '/carriers?count=true')).toEqual({ data: [carrier], total: 1 });
    expect((await list(tenant.dispatcher, '/carriers')).data).toEqual([other, carrier]);
    const { data } = await list(await aClient(tenant), '/carriers');
    expect(ids({ data })).toEqual([other.id, carrier.id]);
    expect(data.some((row: object) => 'rating' in row)).toBe(false);
  });
});

describe('amendCarrier', () => {
  it('changes a carrier by merge patch, if it is still at the version seen', async () => {
    const { tenant, carrier } = await givenCarrier();
    const amend = (body: object, version: number) =>
      tenant.dispatcher.patch(`/carriers/${carrier.id}`, body, { 'If-Match': `W/"v${version}"` });

    const answer = await amend({ active: false, rating: null, citiesCovered: ['Bonn'] }, 1);

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    expect(answer.body).toMatchObject({ active: false, citiesCovered: ['Bonn'], name: carrier.name });
    expect(answer.body).not.toHaveProperty('rating');
    expect((await amend({ active: true }, 1)).status).toBe(412);
    expect((await tenant.dispatcher.get(`/carriers/${carrier.id}`)).body).toEqual(answer.body);
  });
});

describe('createVehicle', () => {
  it('adds a vehicle to a carrier', async () => {
    const { tenant, carrier } = await givenCarrier();
    const answer = await tenant.dispatcher.post('/vehicles', aNewVehicle(carrier.id));
    expect([answer.status, answer.headers.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject(aNewVehicle(carrier.id));
  });

  it('refuses a carrier nobody has seen in this tenant', async () => {
    const { carrier } = await givenCarrier();
    const { admin } = await givenTenant(app);
    const answer = await admin.post('/vehicles', aNewVehicle(carrier.id));
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown_reference']);
    expect(answer.body.detail).toContain('/carrierId');
  });
});

describe('listVehicles', () => {
  it('shows staff all, by carrier where asked, and carriers and drivers those of their carrier', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { carrier: other } = await givenCarrier(tenant);
    const [own, foreign] = [await givenVehicle(tenant, carrier.id), await givenVehicle(tenant, other.id)];

    expect(ids(await list(tenant.dispatcher, '/vehicles'))).toEqual([foreign.id, own.id]);
    expect(await list(tenant.dispatcher, `/vehicles?carrierId=${carrier.id}&count=true`)).toEqual({
      data: [own],
      total: 1,
    });
    for (const person of await peopleOf(tenant, carrier.id)) {
      expect(ids(await list(person, '/vehicles'))).toEqual([own.id]);
      expect(await list(person, `/vehicles?carrierId=${other.id}&count=true`)).toEqual({ data: [], total: 0 });
    }
  });

  it('is not for clients', async () => {
    expect((await (await aClient(await givenTenant(app))).get('/vehicles')).status).toBe(403);
  });
});

describe('getVehicle', () => {
  it('shows staff every vehicle, and carriers and drivers those of their carrier', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { carrier: other } = await givenCarrier(tenant);
    const [own, foreign] = [await givenVehicle(tenant, carrier.id), await givenVehicle(tenant, other.id)];
    const get = async (person: Caller, id: string) => (await person.get(`/vehicles/${id}`)).status;

    expect([await get(tenant.admin, own.id), await get(tenant.admin, foreign.id)]).toEqual([200, 200]);
    for (const person of await peopleOf(tenant, carrier.id))
      expect([await get(person, own.id), await get(person, foreign.id)]).toEqual([200, 404]);
  });
});

describe('amendVehicle', () => {
  const amend = (tenant: GivenTenant, id: string, body: object, version = 1) =>
    tenant.dispatcher.patch(`/vehicles/${id}`, body, { 'If-Match': `W/"v${version}"` });

  it('changes a vehicle by merge patch, if it is still at the version seen', async () => {
    const { tenant, carrier } = await givenCarrier();
    const vehicle = (await tenant.dispatcher.post('/vehicles', aNewVehicle(carrier.id, { name: 'Big one' }))).body;

    const answer = await amend(tenant, vehicle.id, { plate: 'DA-RF 472', name: null, transportTypes: ['express'] });

    expect([answer.status, answer.headers.etag]).toEqual([200, 'W/"v2"']);
    expect(answer.body).toMatchObject({ carrierId: carrier.id, plate: 'DA-RF 472', transportTypes: ['express'] });
    expect(answer.body).not.toHaveProperty('name');
    expect((await amend(tenant, vehicle.id, { plate: 'DA-RF 473' })).status).toBe(412);
    expect((await tenant.dispatcher.get(`/vehicles/${vehicle.id}`)).body).toEqual(answer.body);
  });

  it('leaves a vehicle with its carrier', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { carrier: other } = await givenCarrier(tenant);
    const vehicle = await givenVehicle(tenant, carrier.id);
    const answer = await amend(tenant, vehicle.id, { carrierId: other.id });
    expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'unknown_field']);
  });

  it('is for staff, and knows nothing of another tenant’s vehicle', async () => {
    const { tenant, carrier } = await givenCarrier();
    const vehicle = await givenVehicle(tenant, carrier.id);
    for (const person of await peopleOf(tenant, carrier.id))
      expect((await person.patch(`/vehicles/${vehicle.id}`, { plate: 'X 1' }, { 'If-Match': '"v1"' })).status).toBe(
        403,
      );
    expect((await amend(await givenTenant(app), vehicle.id, { plate: 'X 1' })).status).toBe(404);
  });
});

describe('bulkCarriers', () => {
  it('adds and changes carriers together, a bad one refused alone', async () => {
    const { tenant, carrier } = await givenCarrier();
    expect((await list(tenant.dispatcher, '/carriers')).data).toHaveLength(1);

    const { items } = (
      await tenant.dispatcher.post('/carriers/bulk', {
        items: [
          { create: aNewCarrier({ name: 'New' }) },
          { create: aNewCarrier({ citiesCovered: [] }) },
          { amend: { id: carrier.id, version: 1, patch: { active: false, rating: null } } },
          { amend: { id: carrier.id, version: 1, patch: { active: true } } },
        ],
      })
    ).body;

    expect(items.map(({ status }: { status: number }) => status)).toEqual([201, 400, 200, 412]);
    expect(items[0].carrier).toMatchObject({ name: 'New', active: true });
    expect((await list(tenant.dispatcher, '/carriers')).data).toEqual([items[0].carrier, items[2].carrier]);
  });

  it('is not for carriers, and knows nothing of another tenant’s', async () => {
    const { tenant, carrier } = await givenCarrier();
    const [own] = await peopleOf(tenant, carrier.id);
    expect((await own?.post('/carriers/bulk', { items: [{ create: aNewCarrier() }] }))?.status).toBe(403);
    const items = [{ amend: { id: carrier.id, version: 1, patch: { active: false } } }];
    const { admin } = await givenTenant(app);
    expect((await admin.post('/carriers/bulk', { items })).body.items).toMatchObject([{ status: 404 }]);
  });
});

describe('bulkVehicles', () => {
  it('refuses the vehicle of a carrier that is unknown or another tenant’s, alone', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { carrier: foreign } = await givenCarrier();
    const unknown = 'car_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
    const own = await givenVehicle(tenant, carrier.id);

    const { items } = (
      await tenant.dispatcher.post('/vehicles/bulk', {
        items: [
          ...[carrier.id, foreign.id, unknown, carrier.id].map((id) => ({ create: aNewVehicle(id) })),
          { amend: { id: own.id, version: 1, patch: { plate: 'DA-RF 472' } } },
        ],
      })
    ).body;

    expect(items.map(({ status }: { status: number }) => status)).toEqual([201, 422, 422, 201, 200]);
    expect(items[1].problem.detail).toContain(`/items/1/create/carrierId names ${foreign.id}`);
    expect(items[2].problem.code).toBe('unknown_reference');
    expect(items[4].vehicle).toMatchObject({ id: own.id, plate: 'DA-RF 472', version: 2 });
    expect((await list(tenant.dispatcher, '/vehicles?count=true')).total).toBe(3);
  });

  it('knows nothing of another tenant’s vehicle', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { id } = await givenVehicle(tenant, carrier.id);
    const { admin } = await givenTenant(app);
    const answer = await admin.post('/vehicles/bulk', {
      items: [{ amend: { id, version: 1, patch: { plate: 'X 1' } } }],
    });
    expect(answer.body.items).toMatchObject([{ status: 404 }]);
  });
});

describe('the door', () => {
  const door = () => carriersFeature(readingPlatform(app.mongo), { cityKey: (name) => name.toLowerCase() }).api;

  it('gives carriers and vehicles of the tenant, and undefined for what is not there', async () => {
    const { tenant, carrier } = await givenCarrier();
    const vehicle = await givenVehicle(tenant, carrier.id);
    const { getCarrier, getVehicle, vehiclesOf } = door();
    const [here, elsewhere] = [aCtx({ tenantId: tenant.id }), aCtx()];

    expect(await getCarrier(here, carrier.id)).toMatchObject({ id: carrier.id, active: true });
    expect(await getVehicle(here, vehicle.id)).toMatchObject({ id: vehicle.id, carrierId: carrier.id });
    expect((await vehiclesOf(here, carrier.id)).map(({ id }) => id)).toEqual([vehicle.id]);
    expect([
      await getCarrier(elsewhere, carrier.id),
      await getVehicle(elsewhere, vehicle.id),
      await vehiclesOf(elsewhere, carrier.id),
    ]).toEqual([undefined, undefined, []]);
  });

  it('compares the cities of a stored carrier by their key', async () => {
    const { tenant, carrier } = await givenCarrier();
    const { getCarrier, covers } = door();
    const stored = await getCarrier(aCtx({ tenantId: tenant.id }), carrier.id);
    expect(stored && [covers(stored, 'FRANKFURT AM MAIN'), covers(stored, 'Frankfurt an der Oder')]).toEqual([
      true,
      false,
    ]);
  });
});
