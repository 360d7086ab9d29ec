import { describe, expect, it } from 'vitest';
import { assertServed } from './served-filters.ts';

const refusal = (...args: Parameters<typeof assertServed>) => {
  try {
    assertServed(...args);
    return undefined;
  } catch (error) {
    return error as { code: string; message: string };
  }
};

describe('filters', () => {
  it('are served in the combinations of the contract, in any order, with pages and ranges of time', () => {
    expect(refusal('listOrders', [])).toBeUndefined();
    expect(refusal('listOrders', ['status', 'clientId'])).toBeUndefined();
    expect(
      refusal('listOrders', ['limit', 'cursor', 'count', 'fields', 'reference', 'createdFrom', 'createdTo']),
    ).toBeUndefined();
    expect(refusal('listOrders', ['createdTo'])).toBeUndefined();
  });

  it('that no index serves together are refused, naming those that are', () => {
    for (const names of [
      ['pickupCity', 'deliveryCity'],
      ['reference', 'status'],
      ['status', 'clientId', 'carrierId'],
    ]) {
      const { code, message } = refusal('listOrders', names) ?? {};
      expect(code).toBe('filter_not_served');
      expect(message).toContain(names.toSorted().join(' + '));
      expect(message).toContain('clientId+status');
    }
  });

  it('that only a role’s own restriction makes are served where the list says so', () => {
    expect(refusal('listOrders', ['driverId'])?.code).toBe('filter_not_served');
    expect(refusal('listOrders', ['status', 'driverId'], ['driverId', 'driverId+status'])).toBeUndefined();
  });

  it('of a list without any are no business of this', () => {
    expect(refusal('listClients', ['limit', 'cursor'])).toBeUndefined();
  });
});
