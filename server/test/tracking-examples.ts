import type { Example } from './examples.ts';
import { aDevice, aTrackingLink, at, aVehicle, withKey } from './things.ts';
import { anOrder, type World } from './world.ts';

/** A valid call of each operation about where things are. */
export const TRACKING_EXAMPLES = {
  reportPositions: ({ vehicleId }) => ({
    by: 'carrier',
    path: '/tracking/positions',
    body: { vehicleId, points: [{ deviceTime: at(-1), coordinates: [8.65, 49.87] }] },
  }),
  getTracking: ({ orderId }) => ({ by: 'admin', path: `/tracking/orders/${orderId}` }),
  getTrail: ({ orderId }) => ({ by: 'client', path: `/tracking/orders/${orderId}/trail` }),
  getVehicleTrail: ({ vehicleId }) => ({ by: 'carrier', path: `/tracking/vehicles/${vehicleId}/trail` }),
  getVehicleTracking: ({ vehicleId }) => ({ by: 'carrier', path: `/tracking/vehicles/${vehicleId}` }),
  getClientTracking: ({ clientId }) => ({ by: 'client', path: `/tracking/clients/${clientId}` }),
  getBoard: () => ({ by: 'carrier', path: '/tracking/board?bbox=5.8,47.2,15.1,55.1' }),
  createTrackingLink: async (world) => ({
    by: 'client',
    path: `/transport-orders/${await anOrder(world)}/tracking-links`,
    body: { expiresAt: at(60) },
  }),
  listTrackingLinks: async (world) => {
    const orderId = await anOrder(world);
    await aTrackingLink(world, orderId);
    return { by: 'client', path: `/transport-orders/${orderId}/tracking-links` };
  },
  revokeTrackingLink: async (world) => {
    const { id, orderId } = await aTrackingLink(world, await anOrder(world));
    return { by: 'client', path: `/transport-orders/${orderId}/tracking-links/${id}` };
  },
  getPublicTracking: async (world) => {
    const { token } = await aTrackingLink(world, await anOrder(world));
    return { by: undefined, path: `/public/tracking/${token}` };
  },
  streamTracking: ({ orderId }) => ({ by: 'client', path: `/tracking/stream?ch=order:${orderId}` }),
  pollTracking: ({ orderId }) => ({ by: 'client', path: `/tracking/events?ch=order:${orderId}` }),
  createDevice: async (world) => ({
    by: 'carrier',
    path: '/tracking/devices',
    body: { vehicleId: await aVehicle(world), name: 'Phone of Dana' },
  }),
  listDevices: async (world) => {
    await Promise.all([aDevice(world), aDevice(world)]);
    return { by: 'carrier', path: '/tracking/devices' };
  },
  removeDevice: async (world) => ({ by: 'carrier', path: `/tracking/devices/${(await aDevice(world)).id}` }),
  rotateDeviceKey: async (world) => ({ by: 'carrier', path: `/tracking/devices/${(await aDevice(world)).id}/key` }),
  // A key is taken from any of its places in every format; here it stands where the test changes nothing.
  ingestOsmandQuery: async (world) => ({
    by: undefined,
    path: '/ingest/osmand?lat=49.843994&lon=8.595176&speed=33.5',
    headers: withKey(await aDevice(world)),
  }),
  ingestOsmand: async (world) => ({
    by: undefined,
    path: '/ingest/osmand',
    body: { location: { timestamp: at(-1), coords: { latitude: 49.843994, longitude: 8.595176, speed: 17.2 } } },
    headers: withKey(await aDevice(world)),
  }),
  ingestOwntracks: async (world) => ({
    by: undefined,
    path: '/ingest/owntracks',
    body: { _type: 'location', lat: 49.843994, lon: 8.595176, tst: Math.floor(Date.now() / 1_000) - 60, vel: 62 },
    headers: withKey(await aDevice(world)),
  }),
} satisfies Readonly<Record<string, (world: World) => Promise<Example> | Example>>;
