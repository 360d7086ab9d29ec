import type { Document } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { Device } from './devices.model.ts';

const newestFirst = { createdAt: -1, _id: -1 } as const;
const ACTIVE = { active: true } as const;

export const devicesIndexes: CollectionIndexes = {
  collection: 'devices',
  indexes: [
    { name: 'newest', key: { tenantId: 1, active: 1, ...newestFirst }, serves: ['listDevices of staff'] },
    {
      name: 'carrier_newest',
      key: { tenantId: 1, active: 1, carrierId: 1, ...newestFirst },
      serves: ['listDevices of a carrier'],
    },
    {
      name: 'vehicle_newest',
      key: { tenantId: 1, active: 1, vehicleId: 1, ...newestFirst },
      serves: ['listDevices by vehicleId', 'ofVehicle'],
    },
    {
      name: 'vehicle_slot',
      key: { tenantId: 1, vehicleId: 1, slot: 1 },
      unique: true,
      partialFilterExpression: ACTIVE,
      serves: ['insert'],
    },
    {
      name: 'key',
      key: { tenantId: 1, keyHash: 1 },
      unique: true,
      partialFilterExpression: ACTIVE,
      serves: ['byKey'],
    },
  ],
};

export type DevicesRepo = ReturnType<typeof createDevicesRepo>;

/** The devices of a tenant's vehicles. */
export function createDevicesRepo(mongo: Mongo, pager: Pager) {
  const devices = tenantCollection<Device>(mongo.db, 'devices');
  const keyed = (keyHash: string) => ({ filter: { ...ACTIVE, keyHash }, options: { limit: 1 } });

  return {
    key: devices.key,
    /** False when another device of the vehicle has taken its slot meanwhile. */
    async insert(ctx: TenantCtx, device: Device): Promise<boolean> {
      try {
        await devices.insert(ctx, device);
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'vehicle_slot')) return false;
        throw error;
      }
    },
    /** Also one that was removed. */
    get: (ctx: TenantCtx, id: string): Promise<Device | null> => devices.get(ctx, id),
    /** The active ones. */
    ofVehicle: (ctx: TenantCtx, vehicleId: string): Promise<Device[]> =>
      devices.find(ctx, { ...ACTIVE, vehicleId }, { limit: limits.size.devicesPerVehicle }),
    page: (
      ctx: TenantCtx,
      query: ListQuery,
      filter: { readonly carrierId?: string; readonly vehicleId?: string },
    ): Promise<ListPage<Device>> => listPage({ pager, collection: devices }, ctx, query, { ...ACTIVE, ...filter }),
    /** The active device that has the key with this hash. */
    async byKey(ctx: TenantCtx, keyHash: string): Promise<Device | undefined> {
      const { filter, options } = keyed(keyHash);
      return (await devices.find(ctx, filter, options))[0];
    },
    /** The plan of `byKey`, for the test that holds it against its index. */
    explainByKey(ctx: TenantCtx, keyHash: string): Promise<Document> {
      const { filter, options } = keyed(keyHash);
      return devices.explain(ctx, filter, options);
    },
    /** Gives an active device another key; null when it is not active any more. */
    setKey: (ctx: TenantCtx, id: string, key: Pick<Device, 'keyHash' | 'keyEnding'>): Promise<Device | null> =>
      devices.update(ctx, { _id: devices.key(ctx, id), ...ACTIVE }, { $set: key }),
    async remove(ctx: TenantCtx, id: string): Promise<void> {
      await devices.update(ctx, { _id: devices.key(ctx, id) }, { $set: { active: false }, $unset: { keyHash: '' } });
    },
    /** Never goes back: reports of a device may be worked on at the same time. */
    async seen(ctx: TenantCtx, id: string, lastSeenAt: Date): Promise<void> {
      await devices.update(ctx, { _id: devices.key(ctx, id) }, { $max: { lastSeenAt } });
    },
  };
}
