import { afterAll, describe, expect, it } from 'vitest';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { ownRedis } from '../src/platform/cache/redis.fixtures.ts';
import { givenTenant } from './given-tenant.ts';
import { givenTrade } from './given-trade.ts';
import { testApp } from './test-app.ts';

const redis = await ownRedis();
afterAll(() => redis.kill());
const app = await testApp({ REDIS_URL: redis.url, REDIS_QUEUE_URL: redis.url });

describe('while Redis does not answer', () => {
  it('orders are placed and products seen, limits are kept from memory, and all comes back by itself', async () => {
    const tenant = await givenTenant(app);
    const { client, productId } = await givenTrade(tenant);
    await redis.freeze();

    const order = aNewOrder(productId);
    const placed = await client.post('/transport-orders', order);
    const products = await client.get('/products');
    const ready = await client.get('/health/ready');
    const attempts = [];
    for (let i = 0; i < 7; i++)
      attempts.push(
        (
          await tenant.anybody.post('/auth/login', {
            tenant: tenant.slug,
            email: tenant.admin.email,
            password: 'wrong password',
          })
        ).status,
      );
    await redis.thaw();

    expect([placed.status, products.status, ready.status]).toEqual([201, 200, 200]);
    expect(products.body.data).toHaveLength(1);
    expect(attempts).toContain(429);
    const deadline = Date.now() + 20_000;
    for (;;) {
      const answer = await client.get('/products');
      if (answer.headers['x-cache'] === 'HIT' && app.parts.length > 0) break;
      if (answer.status === 429 || Date.now() > deadline) throw new Error('The cache did not come back.');
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  });

  it('an order placed meanwhile is told live and by mail afterwards, because events wait in MongoDB', async () => {
    const tenant = await givenTenant(app);
    const { client, productId } = await givenTrade(tenant);
    await redis.freeze();
    const order = aNewOrder(productId);
    await client.post('/transport-orders', order);
    const events = app.mongo.db.collection<{ subject: string; todo: string[] }>('events');
    const find = () => events.findOne({ subject: `transport-order/${order.id}` });
    await until(async () => (await find()) !== null);
    expect((await find())?.todo).toContain('live');

    await redis.thaw();

    await until(async () => (await find())?.todo.length === 0);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 25_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not become true in time.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
