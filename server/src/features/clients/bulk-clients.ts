import { bulkChanges } from '../../platform/http/bulk-changes.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { ClientsDeps } from './clients.deps.ts';
import { presentClient } from './clients.present.ts';
import { aClient } from './create-client.ts';

/** Adds and changes up to 500 clients, each judged by itself; the good ones take effect together, in one transaction. */
export async function bulkClients(deps: ClientsDeps, ctx: Ctx, { items }: InputOf<'bulkClients'>['body']) {
  const done = await bulkChanges(ctx, items, {
    operation: 'bulkClients',
    make: (input) => aClient(deps, ctx, input),
    insertAll: (clients) => deps.clients.insertAll(ctx, clients),
    amend: (id, change) => deps.clients.amend(ctx, id, { ...change, at: deps.now() }),
    show: (client) => ({ client: presentClient(client) }),
  });
  if (done.changed) await deps.invalidate(ctx, ['clients']);
  return { items: done.items };
}
