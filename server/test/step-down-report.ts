import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OrderCount } from './order-count.ts';
import type { SentOrder } from './order-load.ts';

/** What one fault came to. */
export interface StepDownRow {
  readonly fault: string;
  readonly orders: readonly SentOrder[];
  readonly silenceMs: number;
  readonly rolledBack: number;
  readonly count: OrderCount;
}

const FILE = fileURLToPath(new URL('../../docs/proofs/step-down.md', import.meta.url));

const ok = (outcome: unknown) => outcome === 200 || outcome === 201;

/** `503 × 12, 409 × 3, hung up × 20` */
function unanswered(orders: readonly SentOrder[]): string {
  const counts = new Map<string, number>();
  for (const outcome of orders.flatMap(({ outcomes }) => outcomes).filter((one) => !ok(one)))
    counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1);
  return [...counts].map(([outcome, times]) => `${outcome} × ${times}`).join(', ') || 'none';
}

const line = ({ fault, orders, silenceMs, rolledBack, count }: StepDownRow): string => {
  const first = orders.filter(({ outcomes }) => ok(outcomes[0])).length;
  // A repetition is answered with 200 when an attempt without an answer had stored the order.
  const there = orders.filter(({ outcomes }) => outcomes.at(-1) === 200).length;
  const silence = `${(silenceMs / 1_000).toFixed(1)} s`;
  const wrong = [count.lost.length, count.doubled.length];
  const again = [orders.length - first, there, unanswered(orders)];
  const columns = [fault, orders.length, first, ...again, silence, rolledBack, ...wrong];
  return `| ${columns.join(' | ')} |`;
};

/** The written proof, in place of the last one. */
export function writeStepDown(rows: readonly StepDownRow[], seconds: number): void {
  const text = `# Step-down: every order once, whatever becomes of the primary

\`npm run proof -- step-down\`, ${new Date().toISOString().slice(0, 10)}, ${seconds} s in all.

A replica set of three members (each a real mongod, with the elections of production), the real server in a process of its own, twenty clients in five tenants.
An order not answered with 2xx is sent again, the same under the same id, by half of the clients at once and by the others after their next orders, until it is. Half of the clients hang up after 3 s, so some requests go on with nobody listening.

| fault | orders | answered at once | repeated | of these stored already | attempts without 2xx | longest silence | rolled back | lost | doubled |
| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}

Counted afterwards in MongoDB on each of the three members and by the API's lists: every order that was sent is there once, has a reference of its own and was told once as an event, and nothing else is there.
The last two faults: the two secondaries no longer follow, the primary goes on writing, is killed, one of the others is elected, and the former primary takes back what it alone had (its rollback files are counted).
Meanwhile the server answered none of these orders with 2xx, and who asked for one of them (one look in each tenant) got 404. In the last row they were, and the counting sees the loss.
\`npm test\` holds the small form: one step-down, three clients.
`;
  writeFileSync(FILE, text);
}
