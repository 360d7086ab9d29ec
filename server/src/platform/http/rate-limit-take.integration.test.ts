import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connected, eventually, type OwnRedis, ownRedis, silent } from '../cache/redis.fixtures.ts';
import { limits } from '../config/limits.ts';
import { requestCharges, submitCharges } from './rate-limit-charges.ts';
import { rateLimitHeaders, refusalOf } from './rate-limit-headers.ts';
import { type Charge, createTake, type Take, type Taken } from './rate-limit-take.ts';

let redis: OwnRedis;
beforeAll(async () => {
  redis = await ownRedis();
});
afterAll(() => redis.kill());

const endings: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function connection(server: OwnRedis) {
  const { port, part } = await connected(server);
  endings.push(async () => part.stop?.(AbortSignal.timeout(1_000)));
  return port;
}
const instance = async (server = redis) => createTake({ redis: await connection(server), log: silent });

let tenants = 0;
/** Each test has a tenant of its own. */
const newTenant = () => {
  tenants += 1;
  return `ten_${tenants}`;
};
const ann = { kind: 'user', id: 'usr_ann' } as const;
const erp = { kind: 'api_key', id: 'key_erp' } as const;

/** How many of `count` requests pass. */
async function passing(count: number, take: Take, tenant: string, charges: readonly Charge[]): Promise<number> {
  let passed = 0;
  for (let i = 0; i < count; i += 1) passed += (await take(tenant, charges)).allowed ? 1 : 0;
  return passed;
}
const only = (bucket: keyof typeof limits.rate, key: string, cost = 1, limit?: number): Charge[] => [
  { bucket: limits.rate[bucket], key, cost, ...(limit === undefined ? {} : { limit }) },
];
const left = ({ standings }: Taken) => standings.map(({ bucket, remaining }) => `${bucket.id} ${remaining}`);

describe('limits of those who are known', () => {
  it('a user asks 60 times a minute, on all instances together', async () => {
    const [one, other] = [await instance(), await instance()];
    const tenant = newTenant();

    expect(await passing(40, one, tenant, only('user', 'u'))).toBe(40);
    expect(await passing(40, other, tenant, only('user', 'u'))).toBe(20);
    expect(await passing(1, one, newTenant(), only('user', 'u'))).toBe(1);
  });

  it('a read from cache costs a user a tenth', async () => {
    const take = await instance();

    expect(await passing(610, take, newTenant(), only('user', 'u', limits.cost.cachedRead))).toBe(600);
  });

  it("a key asks 100 times a minute, or as often as its client's plan says", async () => {
    const take = await instance();
    const tenant = newTenant();

    expect(await passing(110, take, tenant, only('apiKey', 'k1'))).toBe(100);
    expect(await passing(110, take, tenant, only('apiKey', 'k2', 1, 30))).toBe(30);
  });

  it('nobody asks more than 20 times at once', async () => {
    const take = await instance();
    const tenant = newTenant();

    const taken = await Promise.all(Array.from({ length: 30 }, () => take(tenant, requestCharges(tenant, ann, 0.1))));

    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(20);
  });

  it('what is refused costs nothing: a user at his limit does not eat up his tenant', async () => {
    const take = await instance();
    const tenant = newTenant();
    const write = [...only('user', 'u'), ...only('tenant', tenant, limits.cost.write)];

    await passing(200, take, tenant, write);

    expect(left(await take(tenant, only('tenant', tenant, 1)))).toEqual([`tenant ${6_000 - 600 - 1}`]);
  });

  it('says what is left, and for a refusal when to come back', async () => {
    const take = await instance();
    const tenant = newTenant();
    const charges = [...only('user', 'u', 60), ...only('tenant', tenant, 10)];

    const taken = await take(tenant, charges);
    expect(rateLimitHeaders(taken)).toEqual({
      RateLimit: '"user"; r=0; t=60, "tenant"; r=5990; t=60',
      'RateLimit-Policy': '"user"; q=60; w=60, "tenant"; q=6000; w=60',
    });
    expect(refusalOf(taken)).toBeUndefined();

    const refusal = refusalOf(await take(tenant, charges));
    expect(refusal?.code).toBe('rate_limited');
    expect(refusal?.message).toMatch(/"user" allows 60 per 60 s .* try again in (60|59) s/);
    expect(Number(refusal?.extras.headers?.['Retry-After'])).toBeGreaterThan(55);
  });
});

describe('placing orders', () => {
  it('goes on when every other bucket of the caller is empty', async () => {
    const take = await instance();
    const tenant = newTenant();
    await passing(30, take, tenant, requestCharges(tenant, ann, 400));
    expect((await take(tenant, requestCharges(tenant, ann, 1))).allowed).toBe(false);

    expect((await take(tenant, submitCharges(tenant, ann, 1))).allowed).toBe(true);
  });

  it('is possible 120 times a minute for one, 1,200 times for a tenant', async () => {
    const take = await instance();
    const tenant = newTenant();

    expect(await passing(130, take, tenant, submitCharges(tenant, ann, 1))).toBe(120);
    const others = Array.from({ length: 13 }, (_, i) => ({ kind: 'user', id: `usr_${i}` }) as const);
    const passed = await Promise.all(others.map((who) => passing(12, take, tenant, submitCharges(tenant, who, 10))));
    expect(passed.reduce((sum, count) => sum + 10 * count, 120)).toBe(1_200);
  });

  it('costs a bulk its count, all or nothing', async () => {
    const take = await instance();
    const tenant = newTenant();
    await take(tenant, submitCharges(tenant, ann, 100));

    expect((await take(tenant, submitCharges(tenant, ann, 21))).allowed).toBe(false);
    expect(left(await take(tenant, submitCharges(tenant, ann, 20)))).toEqual(['submit 0', 'submit-tenant 1080']);
  });

  it('lets the largest bulk through an empty bucket, which then stays shut for as long as it is worth', async () => {
    const take = await instance();
    const tenant = newTenant();

    expect((await take(tenant, submitCharges(tenant, erp, 500))).allowed).toBe(true);

    const next = await take(tenant, submitCharges(tenant, erp, 1));
    expect(next.allowed).toBe(false);
    expect(next.standings[0]?.resetMs).toBeGreaterThan(4 * 60_000);
  });

  it('takes at most half of the tenant for one key, also of a small tenant', async () => {
    const take = await instance();
    const tenant = newTenant();
    const own = { submitTenant: 100 };

    expect(await passing(70, take, tenant, submitCharges(tenant, erp, 1, own))).toBe(50);
    expect(await passing(70, take, tenant, submitCharges(tenant, ann, 1, own))).toBe(50);
  });
});

it('a limit ends with its window, also when a counter lost its end', async () => {
  const port = await connection(redis);
  const take = createTake({ redis: port, log: silent });
  const tenant = newTenant();
  await take(tenant, only('user', 'u', 60));
  const [key = ''] = (await port.command<string[]>(['KEYS', `*${tenant}*`])) ?? [];
  await port.command(['PERSIST', key]);
  await port.command(['SET', key, '10']);

  await take(tenant, only('user', 'u'));

  expect(await port.command(['PTTL', key])).toBeGreaterThan(0);
});

describe('without Redis', () => {
  it('frozen, an instance counts its share in memory, and in Redis again afterwards', async () => {
    const own = await ownRedis();
    endings.push(() => own.kill());
    const port = await connection(own);
    const take = createTake({ redis: port, log: silent }, { expectedInstances: 3 });
    const tenant = newTenant();

    own.freeze();
    expect(await passing(30, take, tenant, only('user', 'u'))).toBe(20);
    expect((await take(tenant, only('user', 'v'))).countedIn).toBe('memory');

    own.thaw();
    await eventually(() => port.command(['PING']));
    expect((await take(tenant, only('user', 'u'))).countedIn).toBe('redis');
  });
});
