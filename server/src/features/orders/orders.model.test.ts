import { describe, expect, it } from 'vitest';
import { ROLES } from '../../platform/http/context.ts';
import {
  amendable,
  clampOccurredAt,
  eventsOfMove,
  isFinal,
  isUnderWay,
  maySee,
  moversOf,
  movesFrom,
  NEXT,
  visibilityOf,
} from './orders.model.ts';
import type { OrderStatus } from './orders.types.ts';

const STATUSES = Object.keys(NEXT) as OrderStatus[];

/** The life cycle as the product describes it; the code's table must say the same. */
const LIFE: Record<string, string> = {
  placed: 'accepted review cancelled',
  review: 'placed cancelled',
  accepted: 'assigned cancelled',
  assigned: 'accepted assigned picked_up cancelled',
  picked_up: 'in_transit failed',
  in_transit: 'delivered failed',
  failed: 'in_transit returned',
  delivered: '',
  returned: '',
  cancelled: '',
};

/** Who may bring an order into a status, as the product's table of roles has it. */
const WHO: Record<string, string> = {
  accepted: 'admin dispatcher',
  assigned: 'admin dispatcher',
  review: 'admin dispatcher',
  placed: 'admin dispatcher client',
  cancelled: 'admin dispatcher client',
  picked_up: 'admin dispatcher carrier driver',
  in_transit: 'admin dispatcher carrier driver',
  delivered: 'admin dispatcher carrier driver',
  failed: 'admin dispatcher carrier driver',
  returned: 'admin dispatcher carrier driver',
};

describe('the life of an order', () => {
  it.each(STATUSES)('from %s goes where the product says and nowhere else', (status) => {
    expect(movesFrom(status).sort()).toEqual((LIFE[status] ?? '').split(' ').filter(Boolean).sort());
  });

  it.each(STATUSES.flatMap((from) => movesFrom(from).map((to) => [from, to] as const)))(
    '%s → %s is made by those who may',
    (from, to) => {
      expect([...moversOf(from, to)].sort()).toEqual((WHO[to] ?? '').split(' ').sort());
    },
  );

  it('ends when delivered, returned or cancelled', () => {
    expect(STATUSES.filter(isFinal).sort()).toEqual(['cancelled', 'delivered', 'returned']);
  });

  it('has positions from pick-up until the end', () => {
    expect(STATUSES.filter(isUnderWay).sort()).toEqual(['failed', 'in_transit', 'picked_up']);
  });

  it('tells a reassignment as a release and an assignment', () => {
    expect(eventsOfMove('assigned', 'assigned')).toEqual(['order.unassigned', 'order.assigned']);
    expect(eventsOfMove('assigned', 'accepted')).toEqual(['order.unassigned']);
    expect(eventsOfMove('accepted', 'assigned')).toEqual(['order.assigned']);
    expect(eventsOfMove('placed', 'review')).toEqual(['order.review_needed']);
    expect(eventsOfMove('review', 'placed')).toEqual(['order.placed']);
  });
});

describe('who sees an order', () => {
  const order = { clientId: 'cli_1', carrierId: 'car_1', driverId: 'usr_1' };
  const actor = (role: (typeof ROLES)[number], own = true) => ({
    kind: 'user' as const,
    id: own ? 'usr_1' : 'usr_2',
    role,
    clientId: own ? 'cli_1' : 'cli_2',
    carrierId: own ? 'car_1' : 'car_2',
  });

  it.each(ROLES)('%s sees his own', (role) => expect(maySee(actor(role), order)).toBe(true));
  it.each(['client', 'carrier', 'driver'] as const)('%s does not see those of others', (role) =>
    expect(maySee(actor(role, false), order)).toBe(false),
  );
  it.each(['admin', 'dispatcher'] as const)('%s sees all', (role) =>
    expect(maySee(actor(role, false), order)).toBe(true),
  );
  it('nobody without an owner sees anything', () => {
    expect(visibilityOf({ kind: 'user', id: 'usr_1', role: 'client' })).toEqual({ clientId: 'none' });
  });
});

describe('the time of a move', () => {
  const previous = new Date('2026-11-21T08:00:00.000Z');
  const now = new Date('2026-11-21T09:00:00.000Z');
  it.each([
    [undefined, '09:00'],
    ['2026-11-21T08:30:00.000Z', '08:30'],
    ['2026-11-21T07:00:00.000Z', '08:00'],
    ['2026-11-23T09:00:00.000Z', '09:00'],
  ])('told as %s is kept as %s', (told, kept) => {
    expect(clampOccurredAt(told, previous, now).toISOString().slice(11, 16)).toBe(kept);
  });
});

describe('what may be amended', () => {
  const by = (role: (typeof ROLES)[number]) => ({ kind: 'user' as const, id: 'usr_1', role });
  it.each(STATUSES)('%s: as the product says', (status) => {
    const open = ['placed', 'review', 'accepted', 'assigned'].includes(status);
    expect(amendable(by('dispatcher'), status)).toBe(isFinal(status) ? 'nothing' : open ? 'all' : 'notes');
    expect(amendable(by('client'), status)).toBe(['placed', 'review'].includes(status) ? 'all' : 'nothing');
    expect(amendable(by('driver'), status)).toBe('nothing');
  });
});
