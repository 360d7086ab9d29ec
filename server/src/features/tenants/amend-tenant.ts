import { assertVersion, requireIfMatch } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import { getTenant } from './get-tenant.ts';
import type { TenantsDeps } from './tenants.deps.ts';
import { isTimeZone, type Tenant } from './tenants.model.ts';

type TenantPatch = components['schemas']['TenantPatch'];

/**
 * Changes settings of the caller's tenant by merge patch, if it is still at the version the caller saw. This process goes
 * by them at once, the others within ten seconds.
 *
 * One write filtered by the version: of two changes based on the same one exactly one wins.
 */
export async function amendTenant(
  deps: TenantsDeps,
  ctx: Ctx,
  change: { readonly ifMatch: number | '*' | undefined; readonly patch: TenantPatch },
): Promise<Tenant> {
  const seen = requireIfMatch(change.ifMatch);
  assertTimeZone(change.patch);
  const stored = await getTenant(deps, ctx);
  assertVersion(seen, stored.version);
  // The contract lets no member be null, so a merge patch only ever sets.
  const changed = await deps.tenants.change(ctx, stored, change.patch);
  if (changed) return changed;

  const now = await getTenant(deps, ctx);
  assertVersion(seen, now.version);
  throw new Error(`Tenant ${now._id} is at version ${now.version}, but did not match it.`);
}

function assertTimeZone({ timeZone }: TenantPatch): void {
  if (timeZone === undefined || isTimeZone(timeZone)) return;
  const error = {
    pointer: '/timeZone',
    code: 'unknown_zone',
    message: 'must be an IANA time zone such as Europe/Berlin.',
  };
  throw InvalidRequest({ errors: [error] }, { errors: [error] });
}
