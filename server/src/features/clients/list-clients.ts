import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { ClientsDeps } from './clients.deps.ts';
import type { Client } from './clients.model.ts';

/** The tenant's clients, newest first; the contract lets staff only in here. */
export async function listClients(deps: ClientsDeps, ctx: Ctx, query: ListQuery): Promise<ListPage<Client>> {
  return deps.clients.page(ctx, query);
}
