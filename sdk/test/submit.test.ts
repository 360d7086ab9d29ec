import { describe, expect, it } from 'vitest';
import { aNewOrder, givenWorld } from './support/given.ts';

describe('submitting an order', () => {
  it('is stored, sent once and accepted', async () => {
    const { open, server, clock } = givenWorld();
    const { sym } = open();
    const draft = sym.orders.draft();

    const sub = await sym.orders.submit(draft, aNewOrder());
    expect(sub.durability).toBe('disk');
    const answer = sub.accepted();
    await clock.settle();

    expect(await answer).toMatchObject({ id: draft.id, status: 'placed' });
    expect(await sub.state()).toBe('accepted');
    expect(server.orders.size).toBe(1);
    expect(server.seen.filter((r) => r.method === 'POST')).toHaveLength(1);
  });
});
