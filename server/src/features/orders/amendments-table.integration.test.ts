import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../test/caller.ts';
import { testApp } from '../../../test/test-app.ts';
import { ALL_STATUSES, type Crowd, givenCrowd, PARTIES, type Party, printed, signOf } from './order-tables.fixtures.ts';
import type { OrderStatus } from './orders.types.ts';

const app = await testApp();

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const PATCHES: Readonly<Record<string, (crowd: Crowd) => object>> = {
  lines: ({ productId }) => ({ lines: [{ productId, quantity: 3, weightGrams: 700_000 }] }),
  'pickup.address': () => ({ pickup: { address: 'Weg 1' } }),
  'pickup.postcode': () => ({ pickup: { postcode: '64283' } }),
  'pickup.window': () => ({ pickup: { window: { from: hours(2), to: hours(5) } } }),
  'pickup.contact': () => ({ pickup: { contact: { name: 'Paul Pforte' } } }),
  'delivery.name': () => ({ delivery: { name: 'Tor Süd' } }),
  'delivery.window': () => ({ delivery: { window: { from: hours(6), to: hours(12) } } }),
  'delivery.contact': () => ({ delivery: { contact: null } }),
  instructions: () => ({ instructions: 'Gate 4' }),
  metadata: () => ({ metadata: { po: '4711' } }),
};
const FIELDS = Object.keys(PATCHES);

/** "Staff until picked up …; instructions, metadata, contact and delivery window by staff until the end." */
const OPEN_TO_STAFF: readonly OrderStatus[] = ['placed', 'review', 'accepted', 'assigned'];
const OVER: readonly OrderStatus[] = ['delivered', 'returned', 'cancelled'];
const TO_THE_END = ['instructions', 'metadata', 'pickup.contact', 'delivery.contact', 'delivery.window'];
/** "… the client in placed and review." */
const OPEN_TO_CLIENT: readonly OrderStatus[] = ['placed', 'review'];

function expected(status: OrderStatus, field: string, party: Party): number {
  if (/carrier|driver/.test(party)) return 403;
  if (party === 'other client') return 404;
  if (party === 'client') return OPEN_TO_CLIENT.includes(status) ? 200 : 409;
  if (OPEN_TO_STAFF.includes(status)) return 200;
  return !OVER.includes(status) && TO_THE_END.includes(field) ? 200 : 409;
}

const outcome = new Map<string, string[]>();

describe.each(ALL_STATUSES)('an order that is %s', (status) => {
  it('is amended by whom the product says, in the fields it says', async () => {
    const crowd = await givenCrowd(app);
    const ids = await crowd.inStatus(status, FIELDS.length * PARTIES.length);
    const answers = await Promise.all(
      PARTIES.map(async (party) => {
        const row: Answer[] = [];
        for (const field of FIELDS) {
          const patch = PATCHES[field]?.(crowd) ?? {};
          row.push(await crowd.people[party].patch(`/transport-orders/${ids.pop()}`, patch, { 'If-Match': 'W/"v1"' }));
        }
        return row;
      }),
    );

    const cells = FIELDS.map((_, column) => answers.map((row) => row[column] as Answer)); // a row has all columns
    outcome.set(
      status,
      cells.map((cell) => cell.map((answer) => signOf(answer.status)).join('')),
    );
    for (const [column, cell] of cells.entries()) {
      const field = FIELDS[column] ?? '';
      expect(PARTIES.map((party, i) => [field, party, cell[i]?.status])).toEqual(
        PARTIES.map((party) => [field, party, expected(status, field, party)]),
      );
      for (const answer of cell) {
        if (answer.status === 200)
          expect(answer.body.timeline.at(-1)).toMatchObject({ type: 'order.amended', changed: [field] });
        if (answer.status === 409) expect(answer.body.detail).toContain(field);
      }
    }
  });
});

afterAll(() => console.log(printed('Amendments', FIELDS, outcome)));
