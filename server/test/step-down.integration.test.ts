import { afterAll, expect, it, onTestFinished } from 'vitest';
import { onThreeMembers } from './on-three-members.ts';
import { countOrders } from './order-count.ts';
import { buyers, orderLoad } from './order-load.ts';

// The full form, with members killed and writes rolled back, is step-down.proof.test.ts.
const house = await onThreeMembers();
afterAll(() => house.end());

it('every order exists once when the primary hands over while it is placed', { timeout: 60_000 }, async () => {
  const everybody = await buyers(house.app, 1, 3);
  const load = orderLoad(house.url, everybody, 50);
  onTestFinished(() => load.settle().catch(() => undefined)); // if it failed half-way
  const answered = () => load.orders.filter(({ outcomes }) => outcomes.length > 0).length;
  await until(() => answered() >= 6);

  await house.set.stepDown();
  const before = answered();
  await until(() => answered() >= before + 6);
  await load.settle();

  expect(await countOrders(house, everybody, load.orders)).toEqual({ lost: [], doubled: [], untold: [], uneven: [] });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
