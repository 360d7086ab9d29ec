/**
 * Places the orders of a file, or of standard input: a line of JSON each. Prints a line for each order that the server has.
 * Kill it at any moment and start it again on the same file: no order is lost and none is doubled, because each line has
 * an id of its own and lies on the disk before anything is sent.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSymphonia, isSymphoniaError, type Symphonia, tokenSource } from '@symphonia/sdk';
import { type OrderInput, outbox } from '@symphonia/sdk/outbox';
import { nodeOutbox } from '@symphonia/sdk/outbox-node';

const { SYMPHONIA_URL = 'http://127.0.0.1:8080', TENANT = 'demo', EMAIL = '', PASSWORD = '' } = process.env;
const [file = '-', directory = '.data/example-outbox'] = process.argv.slice(2);

const sym: Symphonia = createSymphonia({
  baseUrl: `${SYMPHONIA_URL}/api/v1`,
  // A worker renews its session by signing in again.
  auth: tokenSource({
    refresh: async () => (await sym.auth.login({ tenant: TENANT, email: EMAIL, password: PASSWORD })).data,
  }),
  outbox: outbox(nodeOutbox(directory)),
});

// Called until it has run to its end, also for orders of an earlier run; so a line may be printed twice, never not at all.
sym.outbox.onAccepted((record, order) => {
  if (!('reference' in order)) return; // a document; only orders are queued here
  const { id, reference, status } = order;
  process.stdout.write(`${JSON.stringify({ id, reference, status, replayed: record.receipt?.replayed })}\n`);
});
sym.outbox.on('auth-required', () => {
  process.stderr.write('Signing in was refused: check TENANT, EMAIL and PASSWORD. Nothing is lost; start again.\n');
  process.exitCode = 77;
  void sym.close().then(() => process.exit());
});

for await (const line of createInterface(file === '-' ? process.stdin : createReadStream(file))) {
  if (line.trim() === '') continue;
  const { id, ...order } = JSON.parse(line) as OrderInput & { id: string }; // checked by submit()
  // Resolves when it is on the disk. A line of an earlier run is found there, or by the server, and not placed again.
  await sym.orders.submit({ id }, order).catch((error: unknown) => {
    if (!isSymphoniaError(error)) throw error;
    process.stderr.write(`${id}: ${error.message}\n`); // malformed, or the same id with another content
    process.exitCode = 1;
  });
}

// Bad weather is waited for; what the server refused is left for a person.
for (;;) {
  await sym.outbox.flush({ timeoutMs: 10_000 });
  if ((await sym.outbox.list({ state: ['queued', 'sending', 'paused'] })).length === 0) break;
  await sleep(500);
}
for (const { id, lastError } of await sym.outbox.list({ state: 'attention' })) {
  process.stderr.write(`${id}: refused, ${lastError?.code}\n`);
  process.exitCode = 1;
}
await sym.close();
