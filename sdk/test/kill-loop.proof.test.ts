import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { killLoop } from './support/kill-loop.ts';
import { dice, FULL } from './support/proof.ts';

const { numRuns: ORDERS, seed } = dice(5000, 250);
const rows: string[] = [];
const begun = Date.now();
const proofs = fileURLToPath(new URL('../../docs/proofs/', import.meta.url));

it.runIf(FULL).each(['SQLite', 'files'] as const)(
  'both sides have every order once after two processes on one store in %s were killed through thousands of orders',
  { timeout: 3_600_000 },
  async (kind) => {
    console.log(`${ORDERS} orders in ${kind} from seed ${seed}`);
    const { counts, ...wrong } = await killLoop({ kind, orders: ORDERS, perRound: 250, seed, say: console.log });
    expect(wrong).toEqual({ lost: [], notAccepted: [], unknown: [], doubled: [], outOfOrder: [], left: 0 });
    const { promised, onServer, commands, killed, full, memory } = counts;
    rows.push(`| ${[kind, promised, onServer, commands, killed, full, memory, 0, 0, 'passed'].join(' | ')} |`);
  },
);

/** The full form's result stands beside the others. */
afterAll(() => {
  if (rows.length < 2) return;
  mkdirSync(proofs, { recursive: true });
  const seconds = Math.round((Date.now() - begun) / 1000);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(
    `${proofs}kill-loop.md`,
    `# Kill loop: what a process promised before it was killed is on the server, once

\`npm run proof -- kill-loop\`, ${day}, seed ${seed}, ${seconds} s in all.

Two processes at a time order over one store and send, each until \`kill -9\` at a random moment; of a hundred replies one is lost. Now and then the disk is full, half a file or a torn end of SQLite's log lies about. In the end one process sends what is left, and both sides are compared: every promised order on the server, every record accepted, no order and no amendment twice, none amended before it was created.

| store | promised on disk | on the server | amendments promised | processes killed | rounds with a full disk | told as in memory | lost | doubled | result |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

An order that was stored but not yet promised when its process died is sent too, and so may be one that was told to lie in memory: the server may have a few more than were promised. The server is the fake of \`@symphonia/sdk/testing\`, which answers one contract suite as the real one does, on a port of its own. A full disk needs a tmpfs, so root or \`sudo -n\`; without, that column is 0. \`SEED=<n>\` repeats a run. \`npm test\` holds the small form, 250 orders in each store.
`,
  );
});
