import { limits } from '../../platform/config/limits.ts';
import type { DeviceClaim, Identity } from '../../platform/http/authenticate.ts';
import { deadlineIn } from '../../platform/http/context.ts';
import { Unauthenticated } from '../../platform/http/errors.ts';
import { hashSecret, parseSecret } from '../../platform/security/secrets.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { identityOf } from './devices.model.ts';

/**
 * The device whose key a request carries. Throws `unauthenticated` for a key that is not of our form, is nobody's, or was
 * taken away: here at once, by another process within seconds.
 */
export async function verifyDevice(deps: Pick<DevicesDeps, 'repo' | 'keys'>, claim: DeviceClaim): Promise<Identity> {
  const found = keysIn(claim)
    .map(parseSecret)
    .find((secret) => secret?.kind === 'dk');
  if (!found)
    throw refused(
      'This operation needs the key of a device: `id` or `deviceid` in the query or form, `device_id` in JSON, or the password of Basic authentication.',
    );
  const keyHash = hashSecret(found.secret);
  const known = deps.keys.get(keyHash);
  // The secret is random, so its hash alone finds one device; another tenant's name before it is a key of nobody.
  if (known?.tenantId === found.tenantId) return identityOf(known);
  const ctx = { tenantId: found.tenantId, deadline: deadlineIn(limits.deadline.requestMs) };
  const device = await deps.repo.byKey(ctx, keyHash);
  if (!device) throw refused('This is the key of no device; it may have been removed or been given a new one.');
  deps.keys.set(device);
  return identityOf(device);
}

const refused = (reason: string) => Unauthenticated({ reason }, { headers: { 'www-authenticate': 'Basic' } });

/** Everything that may be the key, where the apps put it. Some send an id of their own beside the one in our address. */
function keysIn({ query, headers, body }: DeviceClaim): string[] {
  const form: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  return [query.id, query.deviceid, form.device_id, form.id, form.deviceid, passwordOf(headers.authorization)]
    .flat()
    .filter((text): text is string => typeof text === 'string')
    .map((text) => text.trim());
}

/** The password of Basic authentication (RFC 7617). */
function passwordOf(header: string | string[] | undefined): string | undefined {
  const [, packed] = /^Basic +([A-Za-z0-9+/=]{1,1000}) *$/i.exec(String(header ?? '')) ?? [];
  if (packed === undefined) return undefined;
  const pair = Buffer.from(packed, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined;
}
