import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS, NEXT } from '../../../server/src/features/orders/orders.model.ts';
import { ROLES } from '../../../server/src/platform/http/context.ts';
import { FAILURES, movesOf } from '../../../web/src/page/moves.ts';

/** How the page offers leaving review to a client: by accepting the alternative. */
const ELSEWHERE = ['review client placed'];

describe('what the page offers to do with an order', () => {
  it.each(Object.entries(NEXT))(
    '%s: exactly the moves that the server allows, to exactly those who may make them',
    (from, row) => {
      for (const role of ROLES) {
        const allowed = Object.entries(row).flatMap(([to, who]) => (who.includes(role) ? [to] : []));
        const offered = movesOf(from, role).map(({ to }) => to);
        const elsewhere = allowed.filter((to) => ELSEWHERE.includes(`${from} ${role} ${to}`));
        expect([...offered, ...elsewhere].sort(), role).toEqual(allowed.sort());
      }
    },
  );

  it('names every reason for a failed delivery, and no other', () => {
    expect(FAILURES.map(([code]) => code).sort()).toEqual([...FAILURE_REASONS].sort());
  });
});
