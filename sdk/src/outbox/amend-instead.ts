import type { AccessToken } from '../core/auth.ts';
import { AMENDABLE } from '../generated/amendable.ts';
import { tagOf } from './lane.ts';
import type { OutboxRecord } from './record.ts';
import { type Exchange, exchange, LOST, orderPathOf, type SendDeps } from './send.ts';

/**
 * A replaced order or amendment whose first body reached the server: the new body becomes an amendment of the order,
 * under a key of its own that is stored before it is used, so that a restart repeats the same amendment. `seen` is the order.
 */
export async function amendInstead(
  deps: SendDeps,
  record: OutboxRecord,
  token: AccessToken,
  seen: Exchange & { readonly version?: number },
): Promise<Exchange> {
  if (seen.version === undefined) return seen;
  const key = record.amendKey ?? deps.core.newId();
  if (!record.amendKey && !(await deps.store.patch(record.id, record.epoch, { amendKey: key }))) return LOST;
  const whole = Object.entries(JSON.parse(String(record.body)) as object); // made by submit()
  return exchange(deps, record, token, {
    method: 'PATCH',
    path: orderPathOf(record),
    contentType: 'application/merge-patch+json',
    body: JSON.stringify(Object.fromEntries(whole.filter(([name]) => AMENDABLE.includes(name)))),
    key,
    ifMatch: tagOf(seen.version),
  });
}
