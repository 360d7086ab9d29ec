import type { components } from '../../platform/http/contract.types.gen.ts';
import type { User } from './auth.model.ts';

/** A user as admins see him; never the hash. */
export function presentUser(user: Omit<User, 'passwordHash'>): components['schemas']['User'] {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    ...(user.clientId ? { clientId: user.clientId } : {}),
    ...(user.carrierId ? { carrierId: user.carrierId } : {}),
    createdAt: user.createdAt.toISOString(),
  };
}
