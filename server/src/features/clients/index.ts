import type { Ctx } from '../../platform/http/context.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { clientsIndexes, createClientsRepo } from './clients.repo.ts';
import { clientsRoutes } from './clients.routes.ts';

/** What other features may ask about clients. */
export interface ClientsApi {
  /** Whether the tenant has this client, whoever asks. */
  exists(ctx: Ctx, clientId: string): Promise<boolean>;
}

export interface ClientsFeature extends Feature {
  readonly api: ClientsApi;
}

/** The companies that order transports. */
export function clientsFeature({ mongo, pager, now, invalidate }: Platform): ClientsFeature {
  const clients = createClientsRepo(mongo.db, pager);
  return {
    routes: clientsRoutes({ clients, now, invalidate }),
    indexes: [clientsIndexes],
    api: { exists: (ctx, clientId) => clients.exists(ctx, clientId) },
  };
}
