import { createSymphonia, tokenSource } from '@symphonia/sdk';
import { isRejected, outbox } from '@symphonia/sdk/outbox';
import { nodeOutbox } from '@symphonia/sdk/outbox-node';
import { order } from './order.ts';

const token = { token: 't', sub: 'usr_1', tenant: 'ten_1', expiresAt: Date.now() + 600_000 };
const auth = tokenSource({ refresh: async () => token });
auth.set(token);
const sym = createSymphonia({ baseUrl: process.env.BASE_URL ?? '', auth, outbox: outbox(nodeOutbox('./orders')) });
const submission = await sym.orders.submit(sym.orders.draft(), order);
const answer = await submission.accepted();
console.log(submission.durability, isRejected(answer) ? answer.problem : answer.status);
await sym.close();
