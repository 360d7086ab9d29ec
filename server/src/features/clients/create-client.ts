import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { ClientsDeps } from './clients.deps.ts';
import type { Client, NewClient } from './clients.model.ts';

/** Adds a client. One document in the operation's transaction: it is there completely or not at all. */
export async function createClient(deps: ClientsDeps, ctx: Ctx, input: NewClient): Promise<Client> {
  const client = aClient(deps, ctx, input);
  await deps.clients.insert(ctx, client);
  await deps.invalidate(ctx, ['clients']);
  return client;
}

/** A client of this moment with an id of its own, not kept yet. */
export const aClient = (deps: Pick<ClientsDeps, 'now'>, ctx: Ctx, input: NewClient): Client => ({
  ...firstVersion(ctx, newId('cli'), deps.now()),
  ...input,
});
