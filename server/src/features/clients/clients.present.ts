import type { Client as ClientView } from '../../platform/http/contract.types.gen.ts';
import type { Client } from './clients.model.ts';

/** A client as the API shows it; the same for everyone who may see it. */
export function presentClient(client: Client): ClientView {
  return {
    id: client.id,
    name: client.name,
    ...(client.email === undefined ? {} : { email: client.email }),
    ...(client.phone === undefined ? {} : { phone: client.phone }),
    version: client.version,
    createdAt: client.createdAt.toISOString(),
    updatedAt: client.updatedAt.toISOString(),
  };
}
