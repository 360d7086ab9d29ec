import type { CollectionIndexes } from '../../platform/db/index-spec.ts';

const newest = { createdAt: -1, _id: -1 } as const;

/** Equality, then sort, then range; the tenant first and the key last. `serves` names the queries of the repository. */
export const ordersIndexes: CollectionIndexes = {
  collection: 'orders',
  indexes: [
    { name: 'newest', key: { tenantId: 1, ...newest }, serves: ['list'] },
    { name: 'status_newest', key: { tenantId: 1, status: 1, ...newest }, serves: ['list:status', 'tracked'] },
    { name: 'client_newest', key: { tenantId: 1, clientId: 1, ...newest }, serves: ['list:clientId'] },
    {
      name: 'client_status_newest',
      key: { tenantId: 1, clientId: 1, status: 1, ...newest },
      serves: ['list:clientId+status', 'tracked:clientId'],
    },
    { name: 'carrier_newest', key: { tenantId: 1, carrierId: 1, ...newest }, serves: ['list:carrierId'] },
    {
      name: 'carrier_status_newest',
      key: { tenantId: 1, carrierId: 1, status: 1, ...newest },
      serves: ['list:carrierId+status', 'tracked:carrierId'],
    },
    {
      name: 'driver_newest',
      key: { tenantId: 1, driverId: 1, ...newest },
      partialFilterExpression: { driverId: { $exists: true } },
      serves: ['list:driverId'],
    },
    {
      name: 'driver_status_newest',
      key: { tenantId: 1, driverId: 1, status: 1, ...newest },
      partialFilterExpression: { driverId: { $exists: true } },
      serves: ['list:driverId+status', 'vehiclesOfDriver'],
    },
    { name: 'pickup_city_newest', key: { tenantId: 1, 'pickup.cityKey': 1, ...newest }, serves: ['list:pickupCity'] },
    {
      name: 'delivery_city_newest',
      key: { tenantId: 1, 'delivery.cityKey': 1, ...newest },
      serves: ['list:deliveryCity'],
    },
    { name: 'type_newest', key: { tenantId: 1, transportType: 1, ...newest }, serves: ['list:transportType'] },
    // Whatever else is asked is looked for among the orders of the place, of which a page allows a thousand.
    // Clients and carriers have places of their own, because of a dense place all orders but theirs would be fetched and
    // thrown away: a second and a half for a hundred thousand. It costs two keys when an order is placed and two when it
    // is assigned, and no move touches any of them. Drivers need none: theirs are few.
    { name: 'pickup_place', key: { tenantId: 1, 'pickup.coordinates': '2dsphere' }, serves: ['near'] },
    { name: 'delivery_place', key: { tenantId: 1, 'delivery.coordinates': '2dsphere' }, serves: ['near'] },
    {
      name: 'client_pickup_place',
      key: { tenantId: 1, clientId: 1, 'pickup.coordinates': '2dsphere' },
      serves: ['near:clientId'],
    },
    {
      name: 'client_delivery_place',
      key: { tenantId: 1, clientId: 1, 'delivery.coordinates': '2dsphere' },
      serves: ['near:clientId'],
    },
    {
      name: 'carrier_pickup_place',
      key: { tenantId: 1, carrierId: 1, 'pickup.coordinates': '2dsphere' },
      partialFilterExpression: { carrierId: { $exists: true } },
      serves: ['near:carrierId'],
    },
    {
      name: 'carrier_delivery_place',
      key: { tenantId: 1, carrierId: 1, 'delivery.coordinates': '2dsphere' },
      partialFilterExpression: { carrierId: { $exists: true } },
      serves: ['near:carrierId'],
    },
    { name: 'reference', key: { tenantId: 1, reference: 1 }, unique: true, serves: ['list:reference'] },
    {
      name: 'vehicle_under_way',
      key: { tenantId: 1, vehicleId: 1, status: 1 },
      partialFilterExpression: { vehicleId: { $exists: true } },
      serves: ['ofVehicle', 'tracked:vehicleId'],
    },
    {
      name: 'pending',
      key: { pendingAt: 1 },
      partialFilterExpression: { pendingAt: { $exists: true } },
      serves: ['relay'],
    },
  ],
};
