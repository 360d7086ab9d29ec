import type { Ctx } from '../../platform/http/context.ts';
import type { ClientsDeps } from './clients.deps.ts';
import type { Client } from './clients.model.ts';

/** Changes a client by merge patch, if it is still at the version the caller saw. */
export async function amendClient(
  deps: ClientsDeps,
  ctx: Ctx,
  id: string,
  change: { ifMatch: number | '*' | undefined; patch: object },
): Promise<Client> {
  const client = await deps.clients.amend(ctx, id, { ...change, at: deps.now() });
  await deps.invalidate(ctx, ['clients']);
  return client;
}
