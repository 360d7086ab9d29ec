import { aPdf, attach } from '../src/features/documents/documents.fixtures.ts';
import type { DeviceWithKey, TrackingLink } from '../src/platform/http/contract.types.gen.ts';
import { made, type World } from './world.ts';

/** The version of what was just made. */
export const V1 = { 'If-Match': 'W/"v1"' };
/** A time so many minutes from now. */
export const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** Has products imported and gives the id of the job. */
export async function aJob(world: World): Promise<string> {
  const csv = 'name,transportType,unit\nBox,express,piece\n';
  const type = { 'Content-Type': 'text/csv' };
  const answer = await (await world.fresh('admin')).raw('post', '/products/import', csv, type);
  if (answer.status !== 202) throw new Error(`/products/import answered ${answer.status}: ${answer.text}`);
  return (answer.body as { id: string }).id;
}

export const aPlan = (world: World) =>
  made(world, '/plans', { name: 'Business', price: { amount: 4_900, currency: 'EUR' }, monthlyOrders: 200 });
/** A trial to be made, of a client and a plan of its own: a client has one subscription. */
export const aNewTrial = async (world: World) => ({
  clientId: await made(world, '/clients', { name: 'Elbwerk' }),
  planId: await aPlan(world),
  trialEndsAt: at(24 * 60),
});
export const aTrial = async (world: World) => made(world, '/subscriptions', await aNewTrial(world));

/** A contract to be made, with a client of its own: a client has one active contract for a transport type. */
export const aNewContract = async (world: World) => ({
  clientId: await made(world, '/clients', { name: 'Elbwerk' }),
  transportType: 'ltl',
  gridId: world.gridId,
  validFrom: '2026-01-01T00:00:00.000Z',
});
export const aContract = async (world: World) => made(world, '/contracts', await aNewContract(world));

/** Attaches something to the world's order and gives its id. */
export async function aDocument(world: World): Promise<string> {
  const answer = await attach(await world.fresh('admin'), world.orderId, aPdf());
  if (answer.status !== 201) throw new Error(`a document was answered with ${answer.status}: ${answer.text}`);
  return (answer.body as { id: string }).id;
}

export const aVehicle = (world: World) =>
  made(world, '/vehicles', { carrierId: world.carrierId, plate: 'DA-MK 475', transportTypes: ['ltl'] });

/** A device in a vehicle of its own. */
export async function aDevice(world: World): Promise<DeviceWithKey> {
  const device = { vehicleId: await aVehicle(world), name: 'Phone of Dana' };
  const answer = await (await world.fresh('admin')).post('/tracking/devices', device);
  if (answer.status !== 201) throw new Error(`a device was answered with ${answer.status}: ${answer.text}`);
  return answer.body as DeviceWithKey;
}
/** How OwnTracks says which device it is. */
export const withKey = ({ key }: Pick<DeviceWithKey, 'key'>) => ({
  Authorization: `Basic ${Buffer.from(`phone:${key}`).toString('base64')}`,
});

/** Makes a link to an order for its recipient. */
export async function aTrackingLink(world: World, orderId: string): Promise<TrackingLink> {
  const answer = await (await world.fresh('client')).post(`/transport-orders/${orderId}/tracking-links`, {});
  if (answer.status !== 201) throw new Error(`a tracking link was answered with ${answer.status}: ${answer.text}`);
  return answer.body as unknown as TrackingLink;
}
