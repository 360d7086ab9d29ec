import { describe, expect, it } from 'vitest';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { ROLES } from '../../platform/http/context.ts';
import type { OrderDocument, OrderStatus } from '../orders/index.ts';
import { getTracking, showsPosition } from './get-tracking.ts';
import type { TrackingDeps } from './tracking.deps.ts';

const NOBODY: string[] = [];
const EVERYBODY = [...ROLES];
const NOT_CLIENTS = ['admin', 'dispatcher', 'carrier', 'driver'];

describe('where an order is', () => {
  it.each<[OrderStatus, string[]]>([
    ['placed', NOBODY],
    ['review', NOBODY],
    ['accepted', NOBODY],
    ['assigned', NOT_CLIENTS],
    ['picked_up', EVERYBODY],
    ['in_transit', EVERYBODY],
    ['failed', EVERYBODY],
    ['delivered', NOBODY],
    ['returned', NOBODY],
    ['cancelled', NOBODY],
  ])('that is %s is shown to %s', (status, roles) => {
    expect(ROLES.filter((role) => showsPosition(role, status))).toEqual(roles);
  });
});

describe('where the channel stands', () => {
  const given = (cursor: { epoch: string; seq: number } | undefined) => {
    const reads: string[] = [];
    const order = { id: 'o1', reference: 'SYM-26-000001', status: 'placed', version: 1 } as OrderDocument; // as much as a snapshot without position needs
    const deps = {
      position: async (_tenantId: string, channel: string) => {
        reads.push(channel);
        return cursor;
      },
      orders: {
        visible: async () => {
          reads.push('order');
          return order;
        },
      },
    } as unknown as TrackingDeps; // the questions such a snapshot asks
    return { reads, snapshot: getTracking(deps, aCtx(), 'o1') };
  };

  it('is read before the data, so that nothing can fall between', async () => {
    const { reads, snapshot } = given({ epoch: 'e1', seq: 7 });
    expect((await snapshot).stream).toEqual({ epoch: 'e1', seq: 7 });
    expect(reads).toEqual(['order:o1', 'order']);
  });

  it('is an epoch that never was while Redis is away', async () => {
    expect((await given(undefined).snapshot).stream).toEqual({ epoch: 'none', seq: 0 });
  });
});
