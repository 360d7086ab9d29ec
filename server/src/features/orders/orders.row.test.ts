import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import { rowProjection } from './orders.row.ts';

describe('what MongoDB sends of a row', () => {
  it('is what a list shows, and nothing of what it does not', () => {
    const sent = Object.keys(rowProjection(undefined));
    const members = new Set(sent.map((path) => path.split('.')[0]));
    expect([...members].toSorted()).toEqual([...OPERATIONS.listOrders.fields].toSorted());
    expect(sent).not.toContain('pickup');
  });

  it('is the members asked for, with what every page needs', () => {
    expect(rowProjection('status,pickup')).toEqual({
      id: 1,
      createdAt: 1,
      status: 1,
      'pickup.city': 1,
      'pickup.postcode': 1,
      'pickup.country': 1,
      'pickup.window': 1,
    });
  });
});
