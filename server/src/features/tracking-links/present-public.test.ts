import { describe, expect, it } from 'vitest';
import type { OrderDocument } from '../orders/index.ts';
import { newTenant } from '../tenants/index.ts';
import { presentPublic, stepsOf } from './present-public.ts';

const START = Date.parse('2026-11-21T08:00:00.000Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);
const BY = { kind: 'user', id: 'usr_1', role: 'admin' } as const;
const timeline = (...types: string[]) => types.map((type, index) => ({ type, at: at(index), version: 1, by: BY }));

describe('the way of a delivery, as its recipient sees it', () => {
  it('has each status once in a row, and nothing of what is between sender and carrier', () => {
    const steps = stepsOf(
      timeline(
        'order.review_needed',
        'order.placed',
        'order.amended',
        'order.accepted',
        'order.assigned',
        'order.unassigned',
        'order.assigned',
        'order.picked_up',
        'order.failed',
        'order.in_transit',
        'order.delivered',
        'order.erased',
      ),
    );
    expect(steps.map(({ status }) => status)).toEqual([
      'placed',
      'accepted',
      'assigned',
      'accepted',
      'assigned',
      'picked_up',
      'failed',
      'in_transit',
      'delivered',
    ]);
  });

  it('is by the clock of who moved it', () => {
    const entries = timeline('order.picked_up').map((entry) => ({ ...entry, occurredAt: at(-5) }));
    expect(stepsOf(entries)).toEqual([{ status: 'picked_up', at: at(-5).toISOString() }]);
  });

  it('is placed while somebody looks at the order again', () => {
    const stop = { city: 'Darmstadt', coordinates: [8.65123, 49.87283], window: { from: 'a', to: 'b', zone: 'UTC' } };
    const order = { id: 'o1', reference: 'SYM', status: 'review', pickup: stop, delivery: stop, timeline: [] };
    const claim = { tenantId: 'ten_1', orderId: 'o1', linkId: 'lnk_1', expiresAt: at(0) };
    const tenant = newTenant('ten_1', { slug: 'acme', name: 'Acme' }, at(0));
    const shown = presentPublic(claim, order as unknown as OrderDocument, tenant); // as much as it shows
    expect(shown).toMatchObject({ status: 'placed', sender: 'Acme', destination: [8.65, 49.87] });
  });
});
