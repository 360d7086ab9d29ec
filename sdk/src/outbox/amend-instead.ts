import type { AccessToken } from '../core/auth.ts';
import type { WireReply } from '../core/wire.ts';
import { AMENDABLE } from '../generated/amendable.ts';
import { tagOf } from './lane.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { OutboxRecord } from './record.ts';
import { exchange, type SendDeps } from './send.ts';

/** What became of the amendment. */
export interface Amended {
  readonly outcome: Outcome;
  readonly reply: WireReply | undefined;
  readonly key: string;
}

/**
 * A replaced order whose first body reached the server: the new body becomes an amendment of that order, under a key
 * of its own that is stored before it is used, so that a restart repeats the same amendment.
 */
export async function amendInstead(
  deps: SendDeps,
  record: OutboxRecord,
  token: AccessToken,
  seen?: WireReply,
): Promise<Amended> {
  const { core, store } = deps;
  const path = `${record.path}/${record.id}`;
  const key = record.amendKey ?? core.newId();
  const weather = (reply: WireReply | undefined): Amended => ({
    outcome: { kind: 'unknown', code: 'connection_failed' },
    reply,
    key,
  });
  const read = seen ? { reply: seen } : await exchange(deps, record, token, { method: 'GET', path });
  if ('failed' in read) return weather(undefined);
  const version = Number(read.reply.headers.get('order-version') ?? Number.NaN);
  if (read.reply.status !== 200 || Number.isNaN(version))
    return { outcome: outcomeOf(read.reply, record.id), reply: read.reply, key: record.id };
  if (!record.amendKey && !(await store.patch(record.id, record.epoch, { amendKey: key }))) return weather(undefined);
  const sent = await exchange(deps, record, token, {
    method: 'PATCH',
    path,
    contentType: 'application/merge-patch+json',
    body: amendable(String(record.body)),
    key,
    ifMatch: tagOf(version),
  });
  if ('failed' in sent) return weather(undefined);
  return { outcome: outcomeOf(sent.reply, key), reply: sent.reply, key };
}

/** The members of an order's body that an amendment may carry. */
function amendable(body: string): string {
  const whole = JSON.parse(body) as Record<string, unknown>; // made by submit()
  return JSON.stringify(Object.fromEntries(Object.entries(whole).filter(([name]) => AMENDABLE.includes(name))));
}
