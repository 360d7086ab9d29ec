import { describe, expect, it } from 'vitest';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { oncePerCall } from './once-per-call.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { aNewOrder } from './orders.fixtures.ts';

const ctx = aCtx();
const price = { total: 1, currency: 'EUR', gridId: 'grd_1', gridVersion: 1, quotedAt: '2026-11-21T00:00:00.000Z' };

/** Dependencies that note what they were asked; `answer` says what they know. */
function given(answer: (asked: string) => Promise<unknown> = async () => undefined) {
  const asked: string[] = [];
  const ask =
    (name: string) =>
    (...[, ...args]: unknown[]) => {
      asked.push(`${name} ${args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')}`);
      return answer(name);
    };
  const names = ['products', 'clientExists', 'quote', 'admits', 'countOrder', 'referencePrefix'];
  const deps = Object.fromEntries(names.map((name) => [name, ask(name)])) as unknown as OrdersDeps; // what these tests ask
  return { asked, deps };
}

describe('what the items of one call ask alike', () => {
  it('is asked once, also while the answer is being found, and anew by the next call', async () => {
    const { asked, deps } = given(async () => true);
    const call = oncePerCall(deps);

    await Promise.all([
      call.clientExists(ctx, 'cli_1'),
      call.clientExists(ctx, 'cli_1'),
      call.clientExists(ctx, 'cli_2'),
    ]);
    await call.clientExists(ctx, 'cli_1');
    await oncePerCall(deps).clientExists(ctx, 'cli_1');

    expect(asked).toEqual(['clientExists cli_1', 'clientExists cli_2', 'clientExists cli_1']);
  });

  it('is asked again when it could not be answered', async () => {
    let well = false;
    const { asked, deps } = given(async () => {
      if (!well) throw new Error('away');
      return true;
    });
    const call = oncePerCall(deps);

    await expect(call.clientExists(ctx, 'cli_1')).rejects.toThrow('away');
    well = true;

    expect(await call.clientExists(ctx, 'cli_1')).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('is a price where only what a price depends on is the same', async () => {
    const { asked, deps } = given(async () => ({ ok: true, price }));
    const call = oncePerCall(deps);
    const order = { clientId: 'cli_1', ...aNewOrder('prd_1') };
    const elsewhere = { ...order, delivery: { ...order.delivery, postcode: '60311' } };
    const heavier = { ...order, lines: [{ productId: 'prd_1', quantity: 2, weightGrams: 500_000 }] };

    await call.quote(ctx, order);
    await call.quote(ctx, {
      ...order,
      delivery: { ...order.delivery, name: 'Another yard', address: 'Weg 2' },
    } as never);
    expect(asked).toHaveLength(1);
    for (const other of [elsewhere, heavier, { ...order, clientId: 'cli_2' }]) await call.quote(ctx, other);
    expect(asked).toHaveLength(4);
  });

  it('is never a count: each order of a client with a plan is counted, that another has none is remembered', async () => {
    const at = new Date();
    const counting = given(async () => ({ month: '2026-11', number: 1 }));
    const none = given();
    const [call, other] = [oncePerCall(counting.deps), oncePerCall(none.deps)];

    for (const orderId of ['one', 'two']) {
      await call.countOrder(ctx, { clientId: 'cli_1', orderId, at });
      await other.countOrder(ctx, { clientId: 'cli_1', orderId, at });
    }

    expect([counting.asked.length, none.asked.length]).toEqual([2, 1]);
  });
});
