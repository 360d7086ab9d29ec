import { createSymphonia, tokenSource } from '@symphonia/sdk';
import { readCache } from '@symphonia/sdk/cache';
import { outbox } from '@symphonia/sdk/outbox';
import { idbOutbox } from '@symphonia/sdk/outbox-idb';
import { order } from './order';

const auth = tokenSource({ refresh: () => fetch('/session').then((response) => response.json()) });
const sym = createSymphonia({
  baseUrl: '/api/v1',
  auth,
  outbox: outbox(idbOutbox()),
  cache: readCache({ maxBytes: 10_000_000 }),
});
document.querySelector('#order')?.addEventListener('click', async () => {
  const submission = await sym.orders.submit(sym.orders.draft(), order);
  document.body.append(submission.durability);
});
