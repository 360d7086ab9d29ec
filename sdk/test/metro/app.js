// An app of one order, bundled by Metro and run by Hermes. What React Native adds to Hermes stands in `./phone.js`.
import { createSymphonia, tokenSource } from '@symphonia/sdk';
import { readCache } from '@symphonia/sdk/cache';
import { rnCache } from '@symphonia/sdk/cache-rn';
import { clientLogs } from '@symphonia/sdk/client-logs';
import { outbox } from '@symphonia/sdk/outbox';
import { rnOutbox } from '@symphonia/sdk/outbox-rn';
import { offlineQuote } from '@symphonia/sdk/quote';
import { tracking } from '@symphonia/sdk/tracking';
import { asked, disk, fetch, hangUp, randomBytes, storage } from './phone.js';

const stop = {
  name: 'Elbwerk AG',
  address: 'Rheinstrasse 99',
  city: 'Darmstadt',
  postcode: '64295',
  country: 'DE',
  coordinates: [8.6512, 49.8728],
  window: { from: '2026-11-23T07:00:00.000Z', to: '2026-11-23T09:00:00.000Z', zone: 'Europe/Berlin' },
};
const line = { productId: 'prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c', quantity: 2, weightGrams: 480_000 };

async function run() {
  const token = { token: 't', sub: 'ada', tenant: 'ten_1', expiresAt: Date.now() + 600_000 };
  const sym = createSymphonia({
    baseUrl: 'https://api.test/api/v1',
    auth: tokenSource({ refresh: async () => token }),
    outbox: outbox(rnOutbox({ storage })),
    cache: readCache({ store: rnCache({ storage }) }),
    realtime: tracking(),
    quote: offlineQuote(),
    clientLogs: clientLogs(),
    randomBytes,
    fetch,
  });
  const order = { transportType: 'ltl', lines: [line], pickup: stop, delivery: stop };
  const submission = await sym.orders.submit(sym.orders.draft(), order);
  const accepted = await submission.accepted();
  const names = [];
  for await (const product of sym.products.list({ limit: 5, status: 'active' })) names.push(product.name);
  const again = await sym.products.list({ limit: 5, status: 'active' });
  await sym.close();
  return {
    durability: submission.durability,
    status: accepted.status,
    names,
    again: again.meta.source,
    asked: [...new Set(asked)], // a copy is confirmed behind the scenes
    records: [...disk.keys()].filter((key) => key.startsWith('sym-outbox:r:')).length,
  };
}

void run()
  .catch((error) => ({ failed: String(error), stack: error.stack }))
  .then((result) => {
    print(JSON.stringify(result));
    hangUp();
  });
