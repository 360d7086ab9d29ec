import type { AccessToken } from '../core/auth.ts';
import { tellOf } from '../core/call.ts';
import type { Emitter } from '../core/emitter.ts';
import { operationNamed } from '../core/operation.ts';
import { backoffMs, paceMs, retryAfterMs } from '../core/retry-after.ts';
import { SDK_VERSION } from '../core/version.ts';
import type { WireReply } from '../core/wire.ts';
import type { Account } from './account.ts';
import { amendInstead } from './amend-instead.ts';
import { change } from './change.ts';
import type { OutboxEvents } from './events.ts';
import { budgetOf, type Gate } from './gate.ts';
import { laneVersion, orderIdOf, tagOf } from './lane.ts';
import type { Order } from './orders.ts';
import { cancelledAt, longestBackoffMs, type OutboxRecord, type Receipt, rankOf } from './record.ts';
import { type Exchange, exchange, LOST, leaseMs, readOrder, type SendDeps } from './send.ts';

export interface DeliverDeps extends SendDeps {
  readonly account: Account;
  readonly gate: Gate;
  readonly events: Emitter<OutboxEvents>;
  /** The session is over and cannot be renewed. */
  authRequired(refused?: AccessToken): void;
}

const STALLED_ATTEMPTS = 10;
const STALLED_MS = 86_400_000;

/**
 * Takes one claimed record to the server and writes down what came of it. Dying anywhere is safe: before `maybeSent`
 * nothing left the device; after it the lease runs out and the same bytes go again under the same key. Every write is
 * fenced by the record's epoch, so a result that comes too late changes nothing.
 */
export async function deliver(deps: DeliverDeps, claimed: OutboxRecord): Promise<void> {
  const { core, store, gate, account } = deps;
  const { scope, maybeSent } = claimed;
  const order = rankOf(claimed) ? await store.get(orderIdOf(claimed)) : claimed;
  if (order?.state === 'cancelled' && !order.amendKey && !maybeSent) {
    // Its order was taken back a moment ago and will never exist.
    await change(deps, claimed, cancelledAt(core.clock.now()));
    return;
  }
  let token = await account.tokenOf(scope);
  if (typeof token === 'string') {
    // Released as it was: nothing was sent.
    await change(deps, claimed, { state: 'queued', lease: undefined });
    return token === 'weather' ? gate.failed() : deps.authRequired();
  }
  const lease = claimed.lease && { ...claimed.lease, until: core.clock.now() + leaseMs(claimed) };
  const record = await change(deps, claimed, { maybeSent: true, attempts: claimed.attempts + 1, lease });
  if (!record) return; // fenced: another instance has it

  let result = await attempt(deps, record, maybeSent, token);
  if (result.outcome.pause === 'auth') {
    const renewed = await account.tokenOf(scope, true);
    if (renewed === 'weather') result = LOST;
    else if (renewed !== 'away') {
      token = renewed;
      result = await attempt(deps, record, true, token);
    }
  }
  if (result.outcome.code === 'idempotency_key_reuse') {
    // What was moved cannot be amended: a person decides.
    if (record.replaced && record.op !== 'orders.transition')
      result = await amendInstead(deps, record, token, await readOrder(deps, record, token));
    else core.logger.error?.('Another body has this key: a defect of the SDK.', { id: record.id });
  }
  await conclude(deps, record, result);
  if (result.outcome.pause === 'auth') deps.authRequired(token);
}

async function attempt(
  deps: DeliverDeps,
  record: OutboxRecord,
  sentBefore: boolean,
  token: AccessToken,
): Promise<Exchange> {
  if (record.replaced && sentBefore && record.op === 'orders.create') {
    // The first body may have won. Only when the server surely has no such order the new body goes out as a create.
    const seen = await readOrder(deps, record, token);
    if (seen.reply?.status !== 404 || !seen.reply.problem) return amendInstead(deps, record, token, seen);
  }
  if (record.ifMatch !== 'lane') return exchange(deps, record, token);
  let version = await laneVersion(deps.store, record);
  if (version === undefined) {
    const seen = await readOrder(deps, record, token);
    if (seen.version === undefined) return seen;
    version = seen.version;
  }
  return exchange(deps, record, token, { ifMatch: tagOf(version) });
}

/** Writes the outcome, tells the gate about the weather and the app about the order. */
async function conclude(deps: DeliverDeps, record: OutboxRecord, { outcome, reply }: Exchange): Promise<void> {
  const { core, gate, events } = deps;
  const { state, pause, code, problem } = outcome;
  const now = core.clock.now();
  const busy = code === 'idempotency_in_progress';
  const told = reply && retryAfterMs(reply.headers, now);
  const limited = reply?.status === 429 && problem;
  if (reply) {
    const budget = budgetOf(rankOf(record));
    // Our own limiter speaks for one budget; a proxy's 429 and a 503 for all that we could send.
    if (told !== undefined && (reply.status === 429 || reply.status === 503))
      await gate.floor(told, limited ? budget : undefined);
    gate.spread(budget, paceMs(reply.headers));
  }
  if (state === 'queued' && !busy && !limited) gate.failed();
  else if (reply) gate.succeeded();

  const longest = longestBackoffMs(record); // further away it would count as due
  const wait = Math.min(longest, Math.max((busy && told) || 0, backoffMs(record.attempts, 1000, longest, core.random)));
  const next = await change(deps, record, {
    ...{ state, pause, lease: undefined, notified: false },
    ...(pause && { sdk: SDK_VERSION }),
    ...(reply && state === 'accepted'
      ? { receipt: receiptOf(record, reply, now), doneAt: now, lastError: undefined }
      : {
          nextAttemptAt: now + wait,
          lastError: {
            ...{ code, at: now },
            ...(reply && { status: reply.status }),
            ...(problem && { problem, requestId: problem.requestId }),
          },
        }),
  });
  if (!next) return;
  if (state === 'accepted') {
    const answer = reply?.body as Order; // or a document; ours, because it echoed our key
    events.emit('accepted', next, answer);
    if (next.receipt?.orderStatus === 'review') events.emit('review', next, answer);
  }
  if (state === 'attention') {
    events.emit('attention', next, problem);
    tellOf(core, operationNamed(next.op), next.createdAt, { ...problem, status: reply?.status });
  }
  if (
    outcome.stalled ||
    (state === 'queued' && (next.attempts === STALLED_ATTEMPTS || now - next.createdAt > STALLED_MS))
  )
    events.emit('stalled', next);
}

function receiptOf(record: OutboxRecord, { body, headers, status }: WireReply, at: number): Receipt {
  const order = body as Order | undefined; // or a document; ours, because it echoed our key
  const version = Number(headers.get('order-version') ?? order?.version);
  return {
    orderId: orderIdOf(record),
    status,
    replayed: headers.get('idempotent-replayed') === 'true',
    at,
    ...(version >= 0 && { orderVersion: version }),
    ...(order && { order }),
    ...(typeof order?.status === 'string' && { orderStatus: order.status }),
  };
}
