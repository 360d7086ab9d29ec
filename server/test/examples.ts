import { v7 } from 'uuid';
import { aForm, aPdf, BOUNDARY, filePart, kindPart } from '../src/features/documents/documents.fixtures.ts';
import { A_GRID, aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import type { MemberRole } from '../src/platform/http/context.ts';
import { OPERATIONS, type OperationId } from '../src/platform/http/contract.gen.ts';
import { type OperationRow, takesFiles } from '../src/platform/http/operation.ts';
import { type Answer, type Caller, caller } from './caller.ts';
import { anAddress, givenTenant, PASSWORD } from './given-tenant.ts';
import { aContract, aDocument, aJob, aNewContract, aNewTrial, aPlan, aTrial, at, V1 } from './things.ts';
import { TRACKING_EXAMPLES } from './tracking-examples.ts';
import { anOrder, made, type World } from './world.ts';

/** One call that succeeds. `by` is who may make it; nobody where the operation is public. */
export interface Example {
  readonly by: MemberRole | undefined;
  /** Who makes it, where that is nobody of this world. */
  readonly caller?: Caller;
  readonly path: string;
  /** Sent as JSON; bytes as they are, with the `Content-Type` of `headers`. */
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

const { contact: _p, ...from } = aNewOrder('prd').pickup;
const { contact: _d, ...to } = aNewOrder('prd').delivery;
const place = ({ city, postcode, country, coordinates }: typeof from) => ({ city, postcode, country, coordinates });

/** A valid call of every operation; the type makes forgetting a new operation a mistake of the compiler. */
export const EXAMPLES: { readonly [Id in OperationId]: (world: World) => Promise<Example> | Example } = {
  registerTenant: () => ({
    by: undefined,
    path: '/auth/register',
    body: {
      tenant: { slug: `t-${v7().slice(-12)}`, name: 'Rheinfracht' },
      admin: { name: 'Ada', email: 'ada@test.example', password: PASSWORD },
    },
  }),
  login: ({ tenant }) => ({
    by: undefined,
    path: '/auth/login',
    body: { tenant: tenant.slug, email: tenant.admin.email, password: PASSWORD },
  }),
  refreshTokens: async ({ fresh }) => ({
    by: undefined,
    path: '/auth/refresh',
    body: { refreshToken: (await fresh('admin')).refreshToken },
  }),
  logout: () => ({ by: 'driver', path: '/auth/logout' }),
  listUsers: () => ({ by: 'admin', path: '/users' }),
  createUser: () => ({
    by: 'admin',
    path: '/users',
    body: { name: 'Dora', email: `${v7()}@test.example`, password: PASSWORD, role: 'dispatcher' },
  }),
  addClientLogs: () => ({
    by: 'client',
    path: '/client-logs',
    body: { entries: [{ at: at(0), code: 'connection_failed', operation: 'orders.list', sdk: '0.1.0' }] },
  }),
  getTenant: () => ({ by: 'driver', path: '/tenant' }),
  // A tenant of its own: there is but one to amend in a world, and many amend it.
  amendTenant: async ({ app }) => ({
    by: 'admin',
    caller: (await givenTenant(app)).admin,
    path: '/tenant',
    body: { geofenceMetres: 300 },
    headers: V1,
  }),
  getJwks: () => ({ by: undefined, path: '/.well-known/jwks.json' }),
  listClients: () => ({ by: 'admin', path: '/clients' }),
  createClient: () => ({
    by: 'admin',
    path: '/clients',
    body: { name: 'Elbwerk AG', email: 'versand@elbwerk.example' },
  }),
  bulkClients: () => ({ by: 'admin', path: '/clients/bulk', body: { items: [{ create: { name: 'Elbwerk AG' } }] } }),
  getClient: ({ clientId }) => ({ by: 'admin', path: `/clients/${clientId}` }),
  amendClient: async (world) => ({
    by: 'admin',
    path: `/clients/${await made(world, '/clients', { name: 'Elbwerk' })}`,
    body: { name: 'Elbwerk AG' },
    headers: V1,
  }),
  listProducts: () => ({ by: 'admin', path: '/products' }),
  createProduct: () => ({
    by: 'admin',
    path: '/products',
    body: { name: 'Box', transportType: 'express', unit: 'piece' },
  }),
  bulkProducts: () => ({
    by: 'admin',
    path: '/products/bulk',
    body: { items: [{ create: { name: 'Box', transportType: 'express', unit: 'piece' } }] },
  }),
  importProducts: () => ({
    by: 'admin',
    path: '/products/import',
    body: Buffer.from('name,transportType,unit\nBox,express,piece\n'),
    headers: { 'Content-Type': 'text/csv' },
  }),
  getProduct: ({ productId }) => ({ by: 'admin', path: `/products/${productId}` }),
  amendProduct: async (world) => ({
    by: 'admin',
    path: `/products/${await made(world, '/products', { name: 'Box', transportType: 'express', unit: 'piece' })}`,
    body: { name: 'Bigger box' },
    headers: V1,
  }),
  listPricingGrids: () => ({ by: 'admin', path: '/pricing-grids' }),
  createPricingGrid: () => ({ by: 'admin', path: '/pricing-grids', body: { ...A_GRID, standard: false } }),
  getPricingGrid: ({ gridId }) => ({ by: 'admin', path: `/pricing-grids/${gridId}` }),
  addPricingGridVersion: async (world) => ({
    by: 'admin',
    path: `/pricing-grids/${await made(world, '/pricing-grids', { ...A_GRID, standard: false })}/versions`,
    body: { ...A_GRID.first, validFrom: '2027-01-01T00:00:00.000Z' },
  }),
  createQuote: ({ clientId }) => ({
    by: 'admin',
    path: '/quotes',
    body: {
      clientId,
      transportType: 'ltl',
      lines: [{ weightGrams: 480_000 }],
      pickup: place(from),
      delivery: place(to),
    },
  }),
  listPlans: async (world) => {
    await Promise.all([aPlan(world), aPlan(world)]);
    return { by: 'admin', path: '/plans' };
  },
  createPlan: () => ({ by: 'admin', path: '/plans', body: { name: 'Free', price: { amount: 0, currency: 'EUR' } } }),
  getPlan: async (world) => ({ by: 'admin', path: `/plans/${await aPlan(world)}` }),
  amendPlan: async (world) => ({
    by: 'admin',
    path: `/plans/${await aPlan(world)}`,
    body: { monthlyOrders: 250 },
    headers: V1,
  }),
  listSubscriptions: async (world) => {
    await Promise.all([aTrial(world), aTrial(world)]);
    return { by: 'admin', path: '/subscriptions' };
  },
  createSubscription: async (world) => ({ by: 'admin', path: '/subscriptions', body: await aNewTrial(world) }),
  getSubscription: async (world) => ({ by: 'admin', path: `/subscriptions/${await aTrial(world)}` }),
  amendSubscription: async (world) => ({
    by: 'admin',
    path: `/subscriptions/${await aTrial(world)}`,
    body: { trialEndsAt: at(48 * 60) },
    headers: V1,
  }),
  moveSubscription: async (world) => ({
    by: 'admin',
    path: `/subscriptions/${await aTrial(world)}/transitions`,
    body: { to: 'active' },
    headers: V1,
  }),
  listContracts: async (world) => {
    await Promise.all([aContract(world), aContract(world)]);
    return { by: 'admin', path: '/contracts' };
  },
  createContract: async (world) => ({ by: 'admin', path: '/contracts', body: await aNewContract(world) }),
  getContract: async (world) => ({ by: 'admin', path: `/contracts/${await aContract(world)}` }),
  amendContract: async (world) => ({
    by: 'admin',
    path: `/contracts/${await aContract(world)}`,
    body: { validTo: '2027-12-31T23:00:00.000Z' },
    headers: V1,
  }),
  moveContract: async (world) => ({
    by: 'admin',
    path: `/contracts/${await aContract(world)}/transitions`,
    body: { to: 'active' },
    headers: V1,
  }),
  listCarriers: () => ({ by: 'admin', path: '/carriers' }),
  createCarrier: () => ({
    by: 'admin',
    path: '/carriers',
    body: { name: 'Main Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] },
  }),
  bulkCarriers: () => ({
    by: 'admin',
    path: '/carriers/bulk',
    body: { items: [{ create: { name: 'Main Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] } }] },
  }),
  getCarrier: ({ carrierId }) => ({ by: 'admin', path: `/carriers/${carrierId}` }),
  amendCarrier: async (world) => ({
    by: 'admin',
    path: `/carriers/${await made(world, '/carriers', { name: 'Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] })}`,
    body: { name: 'Main Kurier' },
    headers: V1,
  }),
  listVehicles: () => ({ by: 'admin', path: '/vehicles' }),
  createVehicle: ({ carrierId }) => ({
    by: 'admin',
    path: '/vehicles',
    body: { carrierId, plate: 'DA-MK 471', transportTypes: ['ltl'] },
  }),
  bulkVehicles: ({ carrierId }) => ({
    by: 'admin',
    path: '/vehicles/bulk',
    body: { items: [{ create: { carrierId, plate: 'DA-MK 472', transportTypes: ['ltl'] } }] },
  }),
  getVehicle: ({ vehicleId }) => ({ by: 'admin', path: `/vehicles/${vehicleId}` }),
  amendVehicle: async (world) => ({
    by: 'admin',
    path: `/vehicles/${await made(world, '/vehicles', { carrierId: world.carrierId, plate: 'DA-MK 473', transportTypes: ['ltl'] })}`,
    body: { plate: 'DA-MK 474' },
    headers: V1,
  }),
  listOrders: () => ({ by: 'admin', path: '/transport-orders' }),
  placeOrder: ({ productId }) => ({ by: 'client', path: '/transport-orders', body: aNewOrder(productId) }),
  getOrder: ({ orderId }) => ({ by: 'client', path: `/transport-orders/${orderId}` }),
  amendOrder: async (world) => ({
    by: 'admin',
    path: `/transport-orders/${await anOrder(world)}`,
    body: { instructions: 'Ring twice' },
    headers: V1,
  }),
  moveOrder: async (world) => ({
    by: 'admin',
    path: `/transport-orders/${await anOrder(world)}/transitions`,
    body: { to: 'accepted' },
    headers: V1,
  }),
  bulkOrders: ({ productId, clientId }) => ({
    by: 'admin',
    path: '/transport-orders/bulk',
    body: { items: [{ create: aNewOrder(productId, { clientId }) }] },
  }),
  listOrderEvents: ({ orderId }) => ({ by: 'admin', path: `/transport-orders/${orderId}/events` }),
  uploadDocument: ({ orderId }) => ({
    by: 'client',
    path: `/transport-orders/${orderId}/documents`,
    body: aForm(kindPart('waybill'), filePart(aPdf())),
    headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
  }),
  listDocuments: async (world) => {
    await aDocument(world);
    return { by: 'client', path: `/transport-orders/${world.orderId}/documents` };
  },
  getDocument: async (world) => ({ by: 'client', path: `/documents/${await aDocument(world)}` }),
  downloadDocument: async (world) => ({ by: 'client', path: `/documents/${await aDocument(world)}/content` }),
  ...TRACKING_EXAMPLES,
  getJob: async (world) => ({ by: 'admin', path: `/jobs/${await aJob(world)}` }),
  getLive: () => ({ by: undefined, path: '/health/live' }),
  getReady: () => ({ by: undefined, path: '/health/ready' }),
  getHealth: () => ({ by: undefined, path: '/health' }),
  getErrorPage: () => ({ by: undefined, path: '/errors/not_found' }),
};

export const OPERATION_IDS = Object.keys(EXAMPLES) as OperationId[];
export const rowOf = (id: OperationId): OperationRow => OPERATIONS[id];
/** The operations that take JSON of ours, and those that take files. */
export const withJson = OPERATION_IDS.filter(
  (id) => rowOf(id).bodyTypes.length > 0 && !takesFiles(rowOf(id)) && !rowOf(id).foreign,
);
export const withFile = OPERATION_IDS.filter((id) => takesFiles(rowOf(id)));
export const bulks = OPERATION_IDS.filter((id) => rowOf(id).bulk);
export const methodOf = (id: OperationId) => rowOf(id).method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'; // the contract has no others
/** The operations that document a status. */
export const documenting = (status: number): OperationId[] =>
  OPERATION_IDS.filter((id) => rowOf(id).statuses.includes(status));

/** A call that is ready to be sent, changed a little by the test. */
export interface Prepared extends Example {
  readonly caller: Caller;
  send(change?: { path?: string; body?: unknown; headers?: Record<string, string>; caller?: Caller }): Promise<Answer>;
}

/** An operation's example with somebody who may make it. */
export async function prepared(world: World, id: OperationId): Promise<Prepared> {
  const example = await EXAMPLES[id](world);
  const anybody = async () =>
    example.by ? await world.fresh(example.by) : caller(world.app.url, { address: anAddress() });
  const who = example.caller ?? (await anybody());
  return {
    ...example,
    caller: who,
    send: ({ path = example.path, body = example.body, headers = {}, caller: by = who } = {}) =>
      by.send(methodOf(id), path, body, { ...example.headers, ...headers }),
  };
}
