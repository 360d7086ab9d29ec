import { v7 } from 'uuid';
import { A_GRID, aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import type { Role } from '../src/platform/http/context.ts';
import { OPERATIONS, type OperationId } from '../src/platform/http/contract.gen.ts';
import type { OperationRow } from '../src/platform/http/operation.ts';
import { type Answer, type Caller, caller } from './caller.ts';
import { anAddress, type GivenTenant, givenTenant, PASSWORD } from './given-tenant.ts';
import { type GivenTrade, givenTrade } from './given-trade.ts';
import type { TestApp } from './test-app.ts';

/** A tenant in which every operation has something to work on. */
export interface World extends GivenTrade {
  readonly app: TestApp;
  readonly tenant: GivenTenant;
  /** Accepted, at version 2. */
  readonly orderId: string;
  /** Somebody fresh of this role, with an address of his own: no test uses up another one's limits. */
  fresh(role: Role): Promise<Caller & { readonly userId: string; readonly refreshToken: string }>;
}

/** One call that succeeds. `by` is who may make it; nobody where the operation is public. */
export interface Example {
  readonly by: Role | undefined;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

export async function aWorld(app: TestApp): Promise<World> {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const belongs = {
    admin: {},
    dispatcher: {},
    client: { clientId: trade.clientId },
    carrier: { carrierId: trade.carrierId },
    driver: { carrierId: trade.carrierId },
  };
  const fresh: World['fresh'] = async (role) => {
    const person = await tenant.person(role, belongs[role]);
    return {
      ...person,
      ...caller(app.url, { address: anAddress(), ...(person.token ? { token: person.token } : {}) }),
    };
  };
  const world = { ...trade, app, tenant, fresh, orderId: '' };
  const { orderId } = { orderId: await anOrder(world) };
  await tenant.dispatcher.post(
    `/transport-orders/${orderId}/transitions`,
    { to: 'accepted' },
    { 'If-Match': 'W/"v1"' },
  );
  return { ...world, orderId };
}

/** Makes something through the API and gives its id. */
async function made(world: World, path: string, body: object): Promise<string> {
  const answer = await (await world.fresh('admin')).post(path, body);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return (answer.body as { id: string }).id;
}
const anOrder = (world: World) =>
  made(world, '/transport-orders', aNewOrder(world.productId, { clientId: world.clientId }));

const V1 = { 'If-Match': 'W/"v1"' };
const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
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
  getJwks: () => ({ by: undefined, path: '/.well-known/jwks.json' }),
  listClients: () => ({ by: 'admin', path: '/clients' }),
  createClient: () => ({
    by: 'admin',
    path: '/clients',
    body: { name: 'Elbwerk AG', email: 'versand@elbwerk.example' },
  }),
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
  listCarriers: () => ({ by: 'admin', path: '/carriers' }),
  createCarrier: () => ({
    by: 'admin',
    path: '/carriers',
    body: { name: 'Main Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] },
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
  getVehicle: ({ vehicleId }) => ({ by: 'admin', path: `/vehicles/${vehicleId}` }),
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
  listOrderEvents: ({ orderId }) => ({ by: 'admin', path: `/transport-orders/${orderId}/events` }),
  reportPositions: ({ vehicleId }) => ({
    by: 'carrier',
    path: '/tracking/positions',
    body: { vehicleId, points: [{ deviceTime: at(-1), coordinates: [8.65, 49.87] }] },
  }),
  getTracking: ({ orderId }) => ({ by: 'admin', path: `/tracking/orders/${orderId}` }),
  getLive: () => ({ by: undefined, path: '/health/live' }),
  getReady: () => ({ by: undefined, path: '/health/ready' }),
  getHealth: () => ({ by: undefined, path: '/health' }),
  getErrorPage: () => ({ by: undefined, path: '/errors/not_found' }),
};

export const OPERATION_IDS = Object.keys(EXAMPLES) as OperationId[];
export const rowOf = (id: OperationId): OperationRow => OPERATIONS[id];
export const methodOf = (id: OperationId) => rowOf(id).method.toLowerCase() as 'get' | 'post' | 'patch'; // the contract has no others
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
  const who = example.by ? await world.fresh(example.by) : caller(world.app.url, { address: anAddress() });
  return {
    ...example,
    caller: who,
    send: ({ path = example.path, body = example.body, headers = {}, caller: by = who } = {}) =>
      by.send(methodOf(id), path, body, { ...example.headers, ...headers }),
  };
}
