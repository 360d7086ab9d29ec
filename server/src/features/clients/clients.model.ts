import type { VersionedDocument } from '../../platform/db/versioned.ts';

/** A company that orders transports from the tenant. */
export interface Client extends VersionedDocument {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
}

/** What a new client is made from. */
export type NewClient = Pick<Client, 'name' | 'email' | 'phone'>;

/** Who looks, as far as it matters here. */
interface Viewer {
  readonly role: string;
  readonly clientId?: string;
}

/** Staff see every client; a client sees itself and nobody else sees any. */
export function maySeeClient(viewer: Viewer, clientId: string): boolean {
  if (viewer.role === 'admin' || viewer.role === 'dispatcher') return true;
  return viewer.role === 'client' && viewer.clientId === clientId;
}
