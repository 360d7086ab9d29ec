import { v7 } from 'uuid';
import { aForm, aPdf, filePart, kindPart } from '../src/features/documents/documents.fixtures.ts';
import type { OPERATIONS, OperationId } from '../src/platform/http/contract.gen.ts';

/** The operations that are recognised by a key. */
export type KeyedId = {
  [Id in OperationId]: (typeof OPERATIONS)[Id]['idempotent'] extends 'key' ? Id : never;
}[OperationId];

// Each table knows the body of its operation's example, which the type of all examples cannot say.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Body = any;

const firstItem = (change: (item: Body) => object) => (body: Body) => ({ items: body.items.map(change) });
const renamed = (body: Body) => ({ ...body, name: 'Other' });

/** Another valid body than that of the example, for an operation that has a key; the type makes forgetting one a mistake. */
export const OTHER_BODY: { readonly [Id in KeyedId]: (body: Body) => object } = {
  createUser: renamed,
  amendTenant: () => ({ geofenceMetres: 400 }),
  createClient: renamed,
  amendClient: renamed,
  createProduct: renamed,
  amendProduct: renamed,
  createPricingGrid: renamed,
  createCarrier: renamed,
  amendCarrier: renamed,
  createPlan: renamed,
  amendPlan: renamed,
  bulkClients: firstItem(({ create }) => ({ create: renamed(create) })),
  bulkProducts: firstItem(({ create }) => ({ create: renamed(create) })),
  bulkCarriers: firstItem(({ create }) => ({ create: renamed(create) })),
  bulkVehicles: firstItem(({ create }) => ({ create: { ...create, plate: 'OT-HE 1' } })),
  importProducts: (body: Buffer) => Buffer.concat([body, Buffer.from('Crate,ltl,piece\n')]),
  addPricingGridVersion: (body) => ({ ...body, validTo: '2028-01-01T00:00:00.000Z' }),
  createVehicle: (body) => ({ ...body, plate: 'OT-HE 2' }),
  amendVehicle: () => ({ plate: 'OT-HE 3' }),
  createSubscription: (body) => ({ ...body, trialEndsAt: '2029-01-01T00:00:00.000Z' }),
  amendSubscription: () => ({ trialEndsAt: '2029-01-01T00:00:00.000Z' }),
  moveSubscription: () => ({ to: 'cancelled' }),
  createContract: (body) => ({ ...body, validTo: '2029-01-01T00:00:00.000Z' }),
  amendContract: () => ({ validTo: '2029-01-01T00:00:00.000Z' }),
  moveContract: () => ({ to: 'ended' }),
  placeOrder: (body) => ({ ...body, instructions: 'Other' }),
  amendOrder: () => ({ instructions: 'Other' }),
  moveOrder: () => ({ to: 'cancelled' }),
  bulkOrders: firstItem(({ create }) => ({ create: { ...create, instructions: 'Other' } })),
  createTrackingLink: () => ({}),
  uploadDocument: () => aForm(kindPart('waybill'), filePart(aPdf())),
};

/** A key for a call. An order's is its id. */
export const keyFor = (id: OperationId, body: Body): { 'Idempotency-Key': string } => ({
  'Idempotency-Key': id === 'placeOrder' ? (body.id as string) : v7(),
});
