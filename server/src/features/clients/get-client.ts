import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { ClientsDeps } from './clients.deps.ts';
import { type Client, maySeeClient } from './clients.model.ts';

/** A client as it is now; 404 when it is not there or not the caller's to see. */
export async function getClient(deps: ClientsDeps, ctx: Ctx, id: string): Promise<Client> {
  const client = maySeeClient(ctx.actor, id) ? await deps.clients.get(ctx, id) : null;
  if (!client) throw NotFound({ what: 'client' });
  return client;
}
