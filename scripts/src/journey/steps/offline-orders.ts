import type { JourneyOrder } from '../../demo/orders.ts';
import type { Checks } from '../checks.ts';
import { count, money, type Print } from '../print.ts';
import type { OutboxRecord, Sdk } from '../sdk.ts';
import { type KnownCatalog, quoteInput } from './catalog.ts';

/** An order that lies on the device. */
export interface SubmittedOrder {
  readonly id: string;
  readonly drive: JourneyOrder | undefined;
}

/** Prices and submits every planned order while nothing can be reached. */
export async function submitOffline(
  sdk: Sdk,
  { planned, quotedTotals }: KnownCatalog,
  print: Print,
  checks: Checks,
): Promise<SubmittedOrder[]> {
  const submitted: SubmittedOrder[] = [];
  const totals: number[] = [];
  const kinds = new Set<string>();
  let provisional = 0;
  for (const { order, drive } of planned) {
    const quote = await sdk.pricing.quote(quoteInput(order));
    totals.push(quote.price.total);
    if (quote.provisional) provisional += 1;
    const draft = sdk.orders.draft();
    const { durability } = await sdk.orders.submit(draft, { ...order, price: quote.price });
    kinds.add(durability);
    submitted.push({ id: draft.id, drive });
    print.line(
      `${draft.id.slice(0, 13)}…  ${order.pickup.city} → ${order.delivery.city}, ${order.transportType}, ${money(quote.price)} provisional, on ${durability}`,
    );
  }
  checks.equal('prices made on the device', planned.length, provisional);
  checks.equal('they equal what the server had quoted', quotedTotals, totals.slice(0, quotedTotals.length));
  checks.equal('where the orders lie', 'disk', [...kinds].join(', '));
  return submitted;
}

/** What the app shows as waiting. */
export async function showWaiting(
  sdk: Sdk,
  expected: readonly SubmittedOrder[],
  when: string,
  print: Print,
  checks: Checks,
): Promise<void> {
  const waiting = await sdk.outbox.list();
  const known = waiting.filter(({ id }) => expected.some((order) => order.id === id));
  print.line(`${count(known.length, 'order')} waiting: ${tally(known)}`);
  checks.equal(`orders waiting ${when}`, expected.length, known.length);
}

/** How many records are in which state: `12 queued`. */
function tally(records: readonly OutboxRecord[]): string {
  const states = new Map<string, number>();
  for (const { state, pause } of records) {
    const name = pause ? `${state} (${pause})` : state;
    states.set(name, (states.get(name) ?? 0) + 1);
  }
  return [...states].map(([state, n]) => `${n} ${state}`).join(', ');
}
