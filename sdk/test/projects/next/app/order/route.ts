import { createSymphonia, tokenSource } from '@symphonia/sdk';
import { isRejected, memoryOutbox, outbox } from '@symphonia/sdk/outbox';
import { order } from '../order';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const token = { token: 't', sub: 'usr_1', tenant: 'ten_1', expiresAt: Date.now() + 600_000 };
  const auth = tokenSource({ refresh: async () => token });
  auth.set(token);
  const sym = createSymphonia({ baseUrl: process.env.BASE_URL ?? '', auth, outbox: outbox(memoryOutbox()) });
  const submission = await sym.orders.submit(sym.orders.draft(), order);
  const answer = await submission.accepted();
  await sym.close();
  return Response.json({ status: isRejected(answer) ? 'rejected' : answer.status });
}
