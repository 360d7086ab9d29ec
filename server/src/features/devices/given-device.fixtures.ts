import { expect } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress, givenTenant, type Person } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import type { TestApp } from '../../../test/test-app.ts';
import type { DeviceWithKey } from '../../platform/http/contract.types.gen.ts';

/** A trade whose carrier has a device in its vehicle. */
export async function givenDevice(app: TestApp) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const add = (who: Person, vehicleId = trade.vehicleId) =>
    who.post('/tracking/devices', { vehicleId, name: 'Phone of Dana' });
  const made = await add(trade.carrier);
  expect(made.status, made.text).toBe(201);
  const device = made.body as DeviceWithKey;
  /** Where the vehicle has been, oldest first, as it is stored. */
  const stored = () =>
    app.mongo.db
      .collection<{ deviceTime: Date; position: { coordinates: number[]; altitudeMetres?: number } }>('positions')
      .find({ tenantId: tenant.id, vehicleId: trade.vehicleId })
      .sort({ _id: 1 })
      .toArray();
  return { tenant, ...trade, add, device, stored, phone: aPhone(app, device.key) };
}

/** An app on a phone somewhere, by the formats that it may speak. */
export function aPhone(app: TestApp, key: string) {
  const who = caller(app.url, { address: anAddress() });
  const basic = { Authorization: `Basic ${Buffer.from(`dana:${key}`).toString('base64')}` };
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const text = (fields: object) => new URLSearchParams({ id: key, ...fields }).toString();
  return {
    who,
    query: (fields: object) => who.get(`/ingest/osmand?${text(fields)}`),
    form: (fields: object) => who.send('post', '/ingest/osmand', text(fields), form),
    json: (location: object) => who.post('/ingest/osmand', { location, device_id: key }),
    owntracks: (message: object | undefined) => who.post('/ingest/owntracks', message, basic),
  };
}
