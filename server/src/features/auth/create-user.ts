import { newId } from '../../platform/db/new-id.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import { InvalidRequest, UnknownReference } from '../../platform/http/errors.ts';
import { hashPassword } from '../../platform/security/password.ts';
import type { AuthDeps } from './auth.deps.ts';
import { ownershipErrors, type User } from './auth.model.ts';

/** Adds a user to the tenant; whom he belongs to must exist. One write, so there is no half a user. */
export async function createUser(deps: AuthDeps, ctx: Ctx, input: components['schemas']['NewUser']): Promise<User> {
  const errors = ownershipErrors(input);
  if (errors.length > 0) throw InvalidRequest({ errors }, { errors });
  for (const [field, exists] of [
    ['clientId', deps.clientExists],
    ['carrierId', deps.carrierExists],
  ] as const) {
    const owner = input[field];
    if (owner !== undefined && !(await exists(ctx, owner))) throw UnknownReference({ pointer: `/${field}`, id: owner });
  }
  const id = newId('usr');
  const user: User = {
    _id: deps.repo.userKey(ctx, id),
    tenantId: ctx.tenantId,
    id,
    name: input.name,
    email: input.email.toLowerCase(),
    passwordHash: await hashPassword(input.password),
    role: input.role,
    ...(input.clientId ? { clientId: input.clientId } : {}),
    ...(input.carrierId ? { carrierId: input.carrierId } : {}),
    createdAt: deps.now(),
  };
  await deps.repo.insertUser(ctx, user);
  return user;
}
