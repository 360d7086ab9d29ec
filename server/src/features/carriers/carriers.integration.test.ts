import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Callers, givenRun } from '../../platform/http/run.fixtures.ts';
import { cityKey } from '../pricing/quote.ts';
import { aNewCarrier, aNewVehicle } from './carriers.fixtures.ts';
import { carriersFeature } from './index.ts';

let given: Awaited<ReturnType<typeof givenRun<ReturnType<typeof carriersFeature>>>>;
beforeAll(async () => {
  given = await givenRun((platform) => carriersFeature(platform, { cityKey }));
});
afterAll(() => given.drop());

const staff = { role: 'dispatcher' } as const;
const made = async (tenant = given.aTenant(), fields = {}) => {
  const { body } = await tenant.call(staff, 'createCarrier', { body: aNewCarrier(fields) });
  return { tenant, carrier: body };
};
const madeVehicle = async (tenant: Callers, carrierId: string) => (await tenant.call(staff, 'createVehicle', { body: aNewVehicle(carrierId) })).body;
const ids = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);
const ofCarrier = (carrierId: string) => [{ role: 'carrier', carrierId }, { role: 'driver', carrierId }] as const;

describe('createCarrier', () => {
  it('adds a carrier, active unless it says otherwise', async () => {
    const { tenant, carrier } = await made();
    expect(carrier).toMatchObject({ ...aNewCarrier(), active: true, version: 1 });
    expect((await made(tenant, { active: false })).carrier.active).toBe(false);
    expect(given.invalidated).toContainEqual({ tenantId: tenant.tenantId, tags: ['carriers'] });
  });

  it('is not for carriers', async () => {
    const answer = await given.aTenant().call({ role: 'carrier', carrierId: 'car_a' }, 'createCarrier', { body: aNewCarrier() });
    expect(answer.status).toBe(403);
  });
});

describe('getCarrier', () => {
  it('shows everyone but clients the rating', async () => {
    const { tenant, carrier } = await made();
    const get = async (actor: object) => (await tenant.call(actor, 'getCarrier', { params: { carrierId: carrier.id } })).body;

    for (const actor of [staff, { role: 'admin' }, ...ofCarrier(carrier.id)]) expect(await get(actor)).toEqual(carrier);
    const { rating: _, ...withoutRating } = carrier;
    expect(await get({ role: 'client', clientId: 'cli_a' })).toEqual(withoutRating);
  });

  it('does not show carriers and drivers another carrier', async () => {
    const { tenant, carrier } = await made();
    const { carrier: other } = await made(tenant);
    for (const actor of ofCarrier(other.id)) {
      expect((await tenant.call(actor, 'getCarrier', { params: { carrierId: carrier.id } })).status).toBe(404);
    }
  });
});

describe('listCarriers', () => {
  it('shows carriers and drivers their own, clients all without ratings, staff all', async () => {
    const { tenant, carrier } = await made();
    const { carrier: other } = await made(tenant);
    const list = async (actor: object) => (await tenant.call(actor, 'listCarriers', { query: { count: 'true' } })).body;

    for (const actor of ofCarrier(carrier.id)) expect(await list(actor)).toEqual({ data: [carrier], total: 1 });
    expect(await list({ role: 'driver' })).toEqual({ data: [], total: 0 });
    expect((await list(staff)).data).toEqual([other, carrier]);
    const seen = (await list({ role: 'client', clientId: 'cli_a' })).data;
    expect(ids({ data: seen })).toEqual([other.id, carrier.id]);
    expect(seen.some((row: object) => 'rating' in row)).toBe(false);
  });
});

describe('amendCarrier', () => {
  it('changes a carrier by merge patch, if it is still at the version seen', async () => {
    const { tenant, carrier } = await made();
    const amend = (body: object, version: number) =>
      tenant.call(staff, 'amendCarrier', { params: { carrierId: carrier.id }, body, headers: { 'if-match': `W/"v${version}"` } });

    const answer = await amend({ active: false, rating: null, citiesCovered: ['Bonn'] }, 1);

    expect([answer.status, answer.headers?.etag]).toEqual([200, 'W/"v2"']);
    expect(answer.body).toMatchObject({ active: false, citiesCovered: ['Bonn'], name: carrier.name });
    expect(answer.body).not.toHaveProperty('rating');
    expect((await amend({ active: true }, 1)).status).toBe(412);
  });
});

describe('createVehicle', () => {
  it('adds a vehicle to a carrier', async () => {
    const { tenant, carrier } = await made();
    const answer = await tenant.call(staff, 'createVehicle', { body: aNewVehicle(carrier.id) });
    expect([answer.status, answer.headers?.etag]).toEqual([201, 'W/"v1"']);
    expect(answer.body).toMatchObject(aNewVehicle(carrier.id));
  });

  it('refuses a carrier nobody has seen in this tenant', async () => {
    const { carrier } = await made();
    const answer = await given.aTenant().call(staff, 'createVehicle', { body: aNewVehicle(carrier.id) });
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown_reference']);
    expect(answer.body.detail).toContain('/carrierId');
  });
});

describe('getVehicle and listVehicles', () => {
  it('show staff all vehicles, carriers and drivers those of their carrier', async () => {
    const { tenant, carrier } = await made();
    const { carrier: other } = await made(tenant);
    const [own, foreign] = [await madeVehicle(tenant, carrier.id), await madeVehicle(tenant, other.id)];
    const list = async (actor: object, query = {}) => ids((await tenant.call(actor, 'listVehicles', { query })).body);
    const get = async (actor: object, vehicleId: string) => (await tenant.call(actor, 'getVehicle', { params: { vehicleId } })).status;

    expect(await list(staff)).toEqual([foreign.id, own.id]);
    expect(await list(staff, { carrierId: carrier.id })).toEqual([own.id]);
    for (const actor of ofCarrier(carrier.id)) {
      expect(await list(actor)).toEqual([own.id]);
      expect(await list(actor, { carrierId: other.id })).toEqual([]);
      expect([await get(actor, own.id), await get(actor, foreign.id)]).toEqual([200, 404]);
    }
    expect(await list({ role: 'driver' })).toEqual([]);
  });

  it('are not for clients', async () => {
    expect((await given.aTenant().call({ role: 'client', clientId: 'cli_a' }, 'listVehicles')).status).toBe(403);
  });
});

describe('the door', () => {
  it('gives carriers and vehicles of the tenant, and undefined for what is not there', async () => {
    const { tenant, carrier } = await made();
    const vehicle = await madeVehicle(tenant, carrier.id);
    const { getCarrier, getVehicle, vehiclesOf } = given.feature.api;

    expect(await getCarrier(tenant.ctx(), carrier.id)).toMatchObject({ id: carrier.id, active: true });
    expect(await getVehicle(tenant.ctx(), vehicle.id)).toMatchObject({ id: vehicle.id, carrierId: carrier.id });
    expect((await vehiclesOf(tenant.ctx(), carrier.id)).map(({ id }) => id)).toEqual([vehicle.id]);
    const elsewhere = given.aTenant().ctx();
    expect([await getCarrier(elsewhere, carrier.id), await getVehicle(elsewhere, vehicle.id), await vehiclesOf(elsewhere, carrier.id)]).toEqual([undefined, undefined, []]);
  });

  it('compares cities as prices do', () => {
    const { covers } = given.feature.api;
    expect(covers({ citiesCovered: ['Köln'] }, 'KOLN')).toBe(true);
    expect(covers({ citiesCovered: ['Köln'] }, 'Bonn')).toBe(false);
  });
});
