import { newId } from '../../platform/db/new-id.ts';
import type { AnonCtx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import { hashPassword } from '../../platform/security/password.ts';
import { isTimeZone, newTenant, presentTenant } from '../tenants/index.ts';
import type { AuthDeps } from './auth.deps.ts';
import { RegistrationClosed } from './auth.errors.ts';
import type { User } from './auth.model.ts';
import { presentUser } from './auth.present.ts';
import { openSession } from './open-session.ts';

/**
 * Makes a tenant with its first admin and signs the admin in.
 *
 * Dying after the tenant was stored leaves one without an admin, whose slug stays taken; the operator can add the admin
 * with `ops token`, and the caller can register with another slug.
 */
export async function registerTenant(
  deps: AuthDeps,
  ctx: AnonCtx,
  input: components['schemas']['Registration'],
): Promise<components['schemas']['Registered']> {
  if (!deps.registrationOpen) throw RegistrationClosed({});
  if (input.tenant.timeZone !== undefined && !isTimeZone(input.tenant.timeZone)) {
    const error = {
      pointer: '/tenant/timeZone',
      code: 'unknown_zone',
      message: 'must be an IANA time zone such as Europe/Berlin.',
    };
    throw InvalidRequest({ errors: [error] }, { errors: [error] });
  }
  const now = deps.now();
  const passwordHash = await hashPassword(input.admin.password);
  const tenant = newTenant(newId('ten'), input.tenant, now);
  const inside = { ...ctx, tenantId: tenant._id };
  const id = newId('usr');
  const admin: User = {
    _id: deps.repo.userKey(inside, id),
    tenantId: tenant._id,
    id,
    name: input.admin.name,
    email: input.admin.email.toLowerCase(),
    passwordHash,
    role: 'admin',
    createdAt: now,
  };

  await deps.tenants.insert(tenant);
  await deps.repo.insertUser(inside, admin);
  return { tenant: presentTenant(tenant), user: presentUser(admin), tokens: await openSession(deps, inside, admin) };
}
