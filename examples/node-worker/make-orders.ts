/** Writes lines for the worker to standard output: orders of the first groupage product, each with an id of its own. */
import { createSymphonia, type Symphonia, tokenSource } from '@symphonia/sdk';
import { orderOf, tomorrow } from '../places.ts';

const { SYMPHONIA_URL = 'http://127.0.0.1:8080', TENANT = 'demo', EMAIL = '', PASSWORD = '' } = process.env;
const count = Number(process.argv[2] ?? 10);

const sym: Symphonia = createSymphonia({
  baseUrl: `${SYMPHONIA_URL}/api/v1`,
  auth: tokenSource({
    refresh: async () => (await sym.auth.login({ tenant: TENANT, email: EMAIL, password: PASSWORD })).data,
  }),
});
const { data: products } = await sym.products.list({ transportType: 'ltl', status: 'active' });
const product = products.data[0];
if (!product) throw new Error(`${TENANT} has no groupage product.`);
for (let i = 1; i <= count; i++) {
  const fields = { productId: product.id, transportType: product.transportType, kg: 100 + i, day: tomorrow() };
  const order = orderOf({ ...fields, from: 'Darmstadt', to: 'Frankfurt am Main' });
  process.stdout.write(`${JSON.stringify({ ...sym.orders.draft(), ...order })}\n`);
}
