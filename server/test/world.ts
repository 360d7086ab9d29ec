import { beforeAll } from 'vitest';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import type { MemberRole } from '../src/platform/http/context.ts';
import { type Caller, caller } from './caller.ts';
import { anAddress, type GivenTenant, givenTenant } from './given-tenant.ts';
import { type GivenTrade, givenTrade } from './given-trade.ts';
import type { TestApp } from './test-app.ts';

/** A tenant in which every operation has something to work on. */
export interface World extends GivenTrade {
  readonly app: TestApp;
  readonly tenant: GivenTenant;
  /** Accepted, at version 2. */
  readonly orderId: string;
  /** Somebody fresh of this role, with an address of his own: no test uses up another one's limits. */
  fresh(role: MemberRole): Promise<Caller & { readonly userId: string; readonly refreshToken: string }>;
}

/** A world for one block of tests: a tenant has its limits, and all operations together would use them up. */
export function ownWorld(app: TestApp): () => World {
  let world: World | undefined;
  beforeAll(async () => {
    world = await aWorld(app);
  });
  return () => {
    if (!world) throw new Error('It is there once the tests run.');
    return world;
  };
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
export async function made(world: World, path: string, body: object): Promise<string> {
  const answer = await (await world.fresh('admin')).post(path, body);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return (answer.body as { id: string }).id;
}
export const anOrder = (world: World) =>
  made(world, '/transport-orders', aNewOrder(world.productId, { clientId: world.clientId }));
