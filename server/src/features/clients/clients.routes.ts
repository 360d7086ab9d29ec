import { versionTag } from '../../platform/http/conditional.ts';
import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { amendClient } from './amend-client.ts';
import { bulkClients } from './bulk-clients.ts';
import type { ClientsDeps } from './clients.deps.ts';
import type { Client } from './clients.model.ts';
import { presentClient } from './clients.present.ts';
import { createClient } from './create-client.ts';
import { getClient } from './get-client.ts';
import { listClients } from './list-clients.ts';

const tag = (client: Client) => ({ etag: versionTag(client.version) });

export const clientsRoutes = (deps: ClientsDeps) =>
  ({
    createClient: async (ctx, { body }) => {
      const client = await createClient(deps, ctx, body);
      return created(presentClient(client), tag(client));
    },
    bulkClients: async (ctx, { body }) => ok(await bulkClients(deps, ctx, body)),
    listClients: async (ctx, { query }) =>
      pageReply('listClients', query, presented(await listClients(deps, ctx, query), presentClient)),
    getClient: async (ctx, { params }) => {
      const client = await getClient(deps, ctx, params.clientId);
      return ok(presentClient(client), tag(client));
    },
    amendClient: async (ctx, { params, body, ifMatch }) => {
      const client = await amendClient(deps, ctx, params.clientId, { ifMatch, patch: body });
      return ok(presentClient(client), tag(client));
    },
  }) satisfies Routes;
