import { describe, expect, it } from 'vitest';
import { aNewPlan } from './plans.fixtures.ts';
import { listedStatus, newPlan } from './plans.model.ts';
import { presentPlan } from './plans.present.ts';

const at = new Date('2026-11-21T08:30:00.000Z');
const head = { _id: 'ten_a:pln_a', tenantId: 'ten_a', id: 'pln_a', version: 1, createdAt: at, updatedAt: at };

describe('a new plan', () => {
  it('takes subscriptions at once', () => {
    expect(newPlan(head, aNewPlan()).status).toBe('active');
  });

  it('is shown without what it does not limit, without features when it has none, and with no key of the store', () => {
    expect(presentPlan(newPlan(head, { name: 'Free', price: { amount: 0, currency: 'EUR' } }))).toEqual({
      id: 'pln_a',
      name: 'Free',
      price: { amount: 0, currency: 'EUR' },
      features: [],
      status: 'active',
      version: 1,
      createdAt: '2026-11-21T08:30:00.000Z',
      updatedAt: '2026-11-21T08:30:00.000Z',
    });
  });
});

it('lists show clients what they could subscribe to, and staff also what was withdrawn', () => {
  expect(['admin', 'dispatcher', 'client'].map(listedStatus)).toEqual([{}, {}, { status: 'active' }]);
});
