import { createSymphonia } from '../../src/index.ts';
import { outbox } from '../../src/outbox/index.ts';
import { aNewOrder } from './given.ts';
import { ADA, STORES } from './kill-stores.ts';

/**
 * An app that orders for ever, made to be killed. It says `order <id>` only after the promise that the order is on the
 * disk, `memory <id>` when it could not be stored, `command <key> <id>` for a stored amendment.
 */
const [, , kind = '', directory = '', baseUrl = '', name = ''] = process.argv;
const store = STORES[kind as keyof typeof STORES](directory); // named by the test
const sym = createSymphonia({ baseUrl, auth: { getToken: async () => ADA }, outbox: outbox(store) });
process.stdin.resume().on('end', () => process.exit()); // the test is gone
const say = (line: string) => process.stdout.write(`${line}\n`);
for (let i = 0; ; i++) {
  const { id } = sym.orders.draft();
  const order = await sym.orders.submit({ id }, aNewOrder({ instructions: `${name}-${i}` }));
  say(`${order.durability === 'disk' ? 'order' : 'memory'} ${id}`);
  if (i % 8 === 7) {
    const amended = await sym.orders.amend(id, { instructions: 'Ring twice.' });
    if (amended.durability === 'disk') say(`command ${amended.id} ${id}`);
  }
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
}
