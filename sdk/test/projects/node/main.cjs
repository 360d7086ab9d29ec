// A program of the old kind: require() of ES modules works from Node 20.19.
const { createSymphonia, tokenSource } = require('@symphonia/sdk');
const { memoryOutbox, outbox } = require('@symphonia/sdk/outbox');

const token = { token: 't', sub: 'usr_1', tenant: 'ten_1', expiresAt: Date.now() + 600_000 };
const auth = tokenSource({ refresh: async () => token });
auth.set(token);
const sym = createSymphonia({ baseUrl: process.env.BASE_URL, auth, outbox: outbox(memoryOutbox()) });
sym.orders
  .submit(sym.orders.draft(), JSON.parse(process.env.ORDER))
  .then((submission) => submission.accepted())
  .then((order) => console.log(order.status))
  .then(() => sym.close());
