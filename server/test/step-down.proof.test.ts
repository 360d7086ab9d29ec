import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../src/platform/cache/redis.fixtures.ts';
import { caller } from './caller.ts';
import { type OnThreeMembers, onThreeMembers } from './on-three-members.ts';
import { countOrders, type OrderCount } from './order-count.ts';
import { type Buyer, buyers, type OrderLoad, orderLoad, type SentOrder } from './order-load.ts';
import type { Member } from './replica-set.ts';
import { type StepDownRow, writeStepDown } from './step-down-report.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** Five tenants of four people each, who stay below what a person may order a minute. */
const [TENANTS, EACH, PAUSE_MS] = [5, 4, 600];
const NOTHING_WRONG: OrderCount = { lost: [], doubled: [], untold: [], uneven: [] };
const ONE_MEMBER = new URL('./one-member.fixtures.ts', import.meta.url).href;

/** Of an order that only one member has, nobody else may hear. */
interface OnOneMember {
  readonly ids: readonly string[];
  readonly seen: readonly string[];
  readonly acknowledged: readonly string[];
}

// The small form is step-down.integration.test.ts.
describe.runIf(process.env.PROOF === 'full')('while twenty clients order', () => {
  const began = performance.now();
  const say = (text: string) => console.log(`${((performance.now() - began) / 1_000).toFixed(1)} s: ${text}`);
  const rows: StepDownRow[] = [];
  let house: OnThreeMembers;
  beforeAll(async () => {
    house = await onThreeMembers();
    say('three members and a server are up');
  });
  afterAll(async () => {
    const codes = await house?.end();
    expect(codes).toEqual([0, 0]);
    if (rows.length === 4) writeStepDown(rows, Math.round((performance.now() - began) / 1_000));
  });

  async function ordering(url = house.url): Promise<{ everybody: readonly Buyer[]; load: OrderLoad }> {
    const everybody = await buyers(house.app, TENANTS, EACH);
    const load = orderLoad(url, everybody, PAUSE_MS);
    onTestFinished(() => load.settle().catch(() => undefined)); // of a test that failed half-way
    await wait(5_000);
    say(`${load.orders.length} orders sent by ${everybody.length} clients`);
    return { everybody, load };
  }

  async function counted(
    fault: string,
    { everybody, load }: Awaited<ReturnType<typeof ordering>>,
    rolledBack: number,
  ): Promise<OrderCount> {
    await load.settle();
    const count = await countOrders(house, everybody, load.orders);
    const row = { fault, orders: load.orders, silenceMs: load.longestSilenceMs, rolledBack, count };
    rows.push(row);
    say(`${fault}: ${load.orders.length} orders, ${count.lost.length} lost, ${count.doubled.length} doubled`);
    return count;
  }

  it('the primary hands over, three times', async () => {
    const order = await ordering();
    for (let times = 0; times < 3; times++) {
      const next = await house.set.stepDown();
      say(`handed over to ${next.port}`);
      await wait(6_000);
    }
    expect(await counted('the primary steps down, three times', order, 0)).toEqual(NOTHING_WRONG);
  });

  it('the primary is killed, and comes back', async () => {
    const order = await ordering();
    const former = await house.set.primary();
    await house.set.kill(former);
    say(`killed ${former.port}`);
    say(`${(await house.set.primary()).port} is primary`);
    await wait(5_000);
    await house.set.start(former);
    say(`${former.port} is back`);
    await wait(5_000);
    expect(await counted('the primary is killed', order, await rolledBackBy(former))).toEqual(NOTHING_WRONG);
  });

  it('the primary is killed when it alone has orders, and has to take them back', async () => {
    const order = await ordering();
    const { former, alone } = await killedWithItsOrders(order);
    expect([alone.seen, alone.acknowledged]).toEqual([[], []]);
    const takenBack = await rolledBackBy(former);
    expect(takenBack).toBeGreaterThanOrEqual(alone.ids.length);
    expect(await counted('the primary is killed when it alone has orders', order, takenBack)).toEqual(NOTHING_WRONG);
  });

  it('a server that takes the word of one member loses orders, and this proof sees it', async () => {
    const weak = await house.another({ NODE_OPTIONS: `--import ${ONE_MEMBER}` });
    const order = await ordering(weak.url);
    const { former, alone } = await killedWithItsOrders(order);
    expect(alone.acknowledged.length).toBeGreaterThan(10);
    const fault = 'the same with a server broken for this purpose, which takes the word of one member (`w: 1`)';
    const count = await counted(fault, order, await rolledBackBy(former));
    expect(count.lost.length).toBeGreaterThan(10);
  });

  /** Lets the others fall behind, kills the primary with what it alone has, and brings it back under a new one. */
  async function killedWithItsOrders({ everybody, load }: Awaited<ReturnType<typeof ordering>>) {
    const former = await house.set.primary();
    const others = house.set.others(former);
    onTestFinished(() => house.set.follow(others)); // if it failed half-way
    await house.set.lag(others);
    await wait(7_000);
    const alone = await eventually(async () => {
      const found = await onlyOn(former, load.orders, everybody);
      if (found.ids.length < 5) throw new Error(`Only ${found.ids.length} orders are on one member alone.`);
      return found;
    }, 30_000);
    await house.set.kill(former);
    await house.set.follow(others);
    say(`killed ${former.port}, which alone had ${alone.ids.length} orders`);
    say(`${(await house.set.primary()).port} is primary`);
    await wait(5_000);
    await house.set.start(former);
    await house.set.complete();
    say(`${former.port} is back, ${await rolledBackBy(former)} orders rolled back`);
    return { former, alone };
  }

  /** The orders that no other member has, and which of them somebody was answered for or can see. */
  async function onlyOn(one: Member, orders: readonly SentOrder[], everybody: readonly Buyer[]): Promise<OnOneMember> {
    const idsOn = async ({ direct }: Member) => {
      const stored = await direct.db(house.database).collection<{ id: string }>('orders').find().toArray();
      return stored.map(({ id }) => id);
    };
    const [here, ...there] = await Promise.all([one, ...house.set.others(one)].map(idsOn));
    const ids = (here ?? []).filter((id) => !there.flat().includes(id));
    const own = orders.filter(({ id }) => ids.includes(id));
    const acknowledged = own.filter(({ outcomes }) => outcomes.some((one) => one === 200 || one === 201));
    // One look for each tenant: a person may not ask much more often.
    const looks = [...new Map(own.map((order) => [order.tenantId, order])).values()].map(async ({ id, tenantId }) => {
      const { tenant } = everybody.find((buyer) => buyer.tenant.id === tenantId) as Buyer; // they sent it
      const { address, admin } = tenant;
      const answer = await caller(house.url, { address, token: admin.token ?? '' }).get(`/transport-orders/${id}`);
      return answer.status === 404 ? [] : [`${id} ${answer.status}`];
    });
    return { ids, seen: (await Promise.all(looks)).flat(), acknowledged: acknowledged.map(({ id }) => id) };
  }

  const rolledBackBy = async (member: Member): Promise<number> =>
    (await house.set.rolledBack(member, house.database, 'orders')).length;
});
