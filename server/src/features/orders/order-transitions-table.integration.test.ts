import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../test/caller.ts';
import { testApp } from '../../../test/test-app.ts';
import {
  ALL_STATUSES,
  type Crowd,
  givenCrowd,
  PARTIES,
  type Party,
  printed,
  sees,
  signOf,
} from './order-tables.fixtures.ts';
import { moversOf, NEXT } from './orders.model.ts';
import type { OrderStatus } from './orders.types.ts';

const app = await testApp();

/** The life of an order as the product describes it, word for word; the code has a table of its own. */
const LIFE: Readonly<Record<OrderStatus, string>> = {
  placed: 'accepted | review | cancelled',
  review: 'placed | cancelled',
  accepted: 'assigned | cancelled',
  assigned: 'accepted | assigned | picked_up | cancelled',
  picked_up: 'in_transit | failed',
  in_transit: 'delivered | failed',
  failed: 'in_transit | returned',
  delivered: '',
  returned: '',
  cancelled: '',
};
const leads = (from: OrderStatus, to: OrderStatus) => LIFE[from].split(' | ').includes(to);

/** Who makes which move, as the product's table of actions has it. */
const STAFF = 'admin, dispatcher';
const ROAD = 'admin, dispatcher, carrier, driver';
const MOVERS: Readonly<Record<OrderStatus, string>> = {
  accepted: STAFF,
  assigned: STAFF,
  review: STAFF,
  placed: 'admin, dispatcher, client',
  cancelled: 'admin, dispatcher, client',
  picked_up: ROAD,
  in_transit: ROAD,
  failed: ROAD,
  delivered: ROAD,
  returned: ROAD,
};
/** What a party is by its role: the others are of the same roles, but of other houses. */
const roleOf = (party: Party) => party.replace('other ', '');
const mayEver = (party: Party, to: OrderStatus) => MOVERS[to].split(', ').includes(roleOf(party));

function expected(from: OrderStatus, to: OrderStatus, party: Party): number {
  if (!sees(party, from)) return 404;
  if (!mayEver(party, to)) return 403;
  return leads(from, to) ? 200 : 409;
}

const outcome = new Map<string, string[]>();

describe.each(ALL_STATUSES)('an order that is %s', (from) => {
  it('goes where the product says, moved by whom it says, and nowhere else', async () => {
    const crowd = await givenCrowd(app);
    const ids = await crowd.inStatus(from, ALL_STATUSES.length * PARTIES.length);
    const answers = await Promise.all(
      PARTIES.map(async (party) => {
        const row: Answer[] = [];
        for (const to of ALL_STATUSES) row.push(await move(crowd, party, ids.pop() ?? '', to));
        return row;
      }),
    );

    const cells = ALL_STATUSES.map((_, column) => answers.map((row) => row[column] as Answer)); // a row has all columns
    outcome.set(
      from,
      cells.map((cell) => cell.map(({ status }) => signOf(status)).join('')),
    );
    for (const [column, cell] of cells.entries()) {
      const to = ALL_STATUSES[column] as OrderStatus; // one column for each
      const said = PARTIES.map((party, i) => [from, to, party, cell[i]?.status]);
      expect(said).toEqual(PARTIES.map((party) => [from, to, party, expected(from, to, party)]));
      for (const { status, body } of cell) {
        if (status === 200) expect(body).toMatchObject({ status: to, version: 2 });
        if (status === 403) expect(body.code).toBe('action_not_allowed');
        if (status === 409) expect(body).toMatchObject({ code: 'order_cannot_move', currentVersion: 1 });
      }
    }
  });
});

it('the table of the code says the same', () => {
  for (const from of ALL_STATUSES) {
    for (const to of ALL_STATUSES) {
      expect(moversOf(from, to).toSorted(), `${from} → ${to}`).toEqual(
        leads(from, to) ? MOVERS[to].split(', ').toSorted() : [],
      );
    }
  }
  expect(Object.keys(NEXT).toSorted()).toEqual(ALL_STATUSES.toSorted());
});

function move(
  { people, carrierId, vehicleId, driver }: Crowd,
  party: Party,
  id: string,
  to: OrderStatus,
): Promise<Answer> {
  const more = {
    assigned: { carrierId, vehicleId, driverId: driver.userId },
    delivered: { proof: { name: 'Greta Empfang', at: new Date().toISOString() } },
    failed: { reason: 'recipient_absent' },
  }[to as string];
  return people[party].post(`/transport-orders/${id}/transitions`, { to, ...more }, { 'If-Match': 'W/"v1"' });
}

afterAll(() => console.log(printed('From status, to status, by whom', ALL_STATUSES, outcome)));
