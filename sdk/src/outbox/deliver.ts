import { type AccessToken, isFinalAuthError } from '../core/auth.ts';
import { tellOf } from '../core/call.ts';
import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { operationNamed } from '../core/operation.ts';
import { backoffMs, paceMs, retryAfterMs } from '../core/retry-after.ts';
import { SDK_VERSION } from '../core/version.ts';
import type { WireReply } from '../core/wire.ts';
import { LONGEST_BACKOFF_MS } from '../storage/select-claimable.ts';
import { amendInstead } from './amend-instead.ts';
import { change } from './change.ts';
import type { OutboxEvents } from './events.ts';
import { budgetOf, type Gate } from './gate.ts';
import { laneVersion, orderIdOf, tagOf } from './lane.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { cancelledAt, type OutboxRecord, patched, type Receipt, type RecordPatch, rankOf } from './record.ts';
import { DOCUMENT_GONE, type Exchange, exchange, leaseMs, type SendDeps } from './send.ts';

export interface DeliverDeps extends SendDeps {
  readonly gate: Gate;
  readonly events: Emitter<OutboxEvents>;
  scopeOf(token: AccessToken): string;
  /** The session is over and cannot be renewed. */
  authRequired(refused: AccessToken | undefined): void;
}

const STALLED_ATTEMPTS = 10;
const STALLED_MS = 86_400_000;

/**
 * Takes one claimed record to the server and writes down what came of it. Dying anywhere is safe: before `maybeSent`
 * nothing left the device; after it the lease runs out and the same bytes go again under the same key. Every write is
 * fenced by the record's epoch, so a result that comes too late changes nothing.
 */
export async function deliver(deps: DeliverDeps, claimed: OutboxRecord): Promise<void> {
  const { core, store, gate } = deps;
  const order = await store.get(orderIdOf(claimed));
  if (order?.state === 'cancelled' && !claimed.maybeSent) {
    // Its order was taken back a moment ago and will never exist.
    await change(deps, claimed, cancelledAt(core.clock.now()));
    return;
  }
  const token = await core.token(false).catch((error: unknown) => ({ error }));
  if ('error' in token || deps.scopeOf(token) !== claimed.scope) {
    // Somebody else is signed in, or nobody, or the renewal met bad weather: released as it was, nothing was sent.
    await change(deps, claimed, { state: 'queued', lease: undefined });
    if ('error' in token && !isFinalAuthError(token.error)) gate.failed();
    else deps.authRequired(undefined);
    return;
  }
  const lease = { owner: claimed.lease?.owner ?? '', epoch: claimed.epoch, until: core.clock.now() + leaseMs(claimed) };
  const begun = { maybeSent: true, attempts: claimed.attempts + 1, lease };
  if (!(await store.patch(claimed.id, claimed.epoch, begun))) return; // fenced: another instance has it
  const record = patched(claimed, begun);

  let used = token;
  let result = await attempt(deps, record, claimed.maybeSent, used);
  if ('reply' in result && outcomeOf(result.reply, result.key).kind === 'unauthenticated') {
    const renewed = await core.token(true).catch((error: unknown) => ({ error }));
    if ('error' in renewed && !isFinalAuthError(renewed.error)) {
      await conclude(deps, record, { kind: 'transient', code: 'connection_failed' }, undefined);
      return;
    }
    if ('error' in renewed || deps.scopeOf(renewed) !== record.scope) {
      await conclude(deps, record, { kind: 'unauthenticated' }, result.reply);
      deps.authRequired(used);
      return;
    }
    used = renewed;
    result = await attempt(deps, record, true, used);
  }
  if (!('reply' in result)) {
    const { failed: code } = result;
    const gone = { code, detail: 'Its file is not on this device any more; discard it and attach the file again.' };
    return conclude(
      deps,
      record,
      code === DOCUMENT_GONE ? { kind: 'attention', problem: gone } : { kind: 'unknown', code },
      undefined,
    );
  }
  const outcome = outcomeOf(result.reply, result.key);
  if (outcome.kind === 'reuse' && record.replaced) {
    const amended = await amendInstead(deps, record, used);
    await conclude(deps, record, amended.outcome, amended.reply);
    return;
  }
  await conclude(deps, record, outcome, result.reply);
  if (outcome.kind === 'unauthenticated') deps.authRequired(used);
}

type Keyed = { readonly failed: string } | { readonly reply: WireReply; readonly key: string };

async function attempt(
  deps: DeliverDeps,
  record: OutboxRecord,
  sentBefore: boolean,
  token: AccessToken,
): Promise<Keyed> {
  const { store } = deps;
  const keyed = (result: Exchange): Keyed => ('reply' in result ? { reply: result.reply, key: record.id } : result);
  if (record.replaced && sentBefore && record.op === 'orders.create') {
    // The first body may have won. Only when the server surely has no such order the new body goes out as a create.
    const seen = await exchange(deps, record, token, {
      method: 'GET',
      path: `${record.path}/${record.id}`,
    });
    if ('failed' in seen) return seen;
    if (seen.reply.status !== 404 || !seen.reply.problem) {
      const amended = await amendInstead(deps, record, token, seen.reply);
      return amended.reply ? { reply: amended.reply, key: amended.key } : { failed: 'connection_failed' };
    }
  }
  if (record.ifMatch !== 'lane') return keyed(await exchange(deps, record, token));
  let version = await laneVersion(store, record);
  if (version === undefined) {
    const seen = await exchange(deps, record, token, {
      method: 'GET',
      path: `/transport-orders/${orderIdOf(record)}`,
    });
    if ('failed' in seen || seen.reply.status !== 200) return keyed(seen);
    const header = seen.reply.headers.get('order-version');
    if (header === null) return { failed: 'not_our_answer' };
    version = Number(header);
  }
  return keyed(await exchange(deps, record, token, { ifMatch: tagOf(version) }));
}

/** Writes the outcome, tells the gate about the weather and the app about the order. */
async function conclude(
  deps: DeliverDeps,
  record: OutboxRecord,
  outcome: Outcome,
  reply: WireReply | undefined,
): Promise<void> {
  const { core, gate, events } = deps;
  const now = core.clock.now();
  if (reply) await observe(gate, record, reply, outcome, now);
  else if (outcome.kind !== 'attention') gate.failed();
  const patch = patchOf(core, record, outcome, reply, now);
  const next = await change(deps, record, { ...patch, lease: undefined, notified: false });
  if (!next) return;
  if (outcome.kind === 'accepted') {
    events.emit('accepted', next, reply?.body);
    if (next.receipt?.orderStatus === 'review') events.emit('review', next, reply?.body);
  }
  if (outcome.kind === 'attention') {
    events.emit('attention', next, outcome.problem);
    tellOf(core, operationNamed(next.op), next.createdAt, { ...outcome.problem, status: reply?.status });
  }
  const loud = outcome.kind === 'unknown' && outcome.stalled;
  if (loud || (next.state === 'queued' && (next.attempts === STALLED_ATTEMPTS || now - next.createdAt > STALLED_MS)))
    events.emit('stalled', next);
}

async function observe(
  gate: Gate,
  record: OutboxRecord,
  reply: WireReply,
  outcome: Outcome,
  now: number,
): Promise<void> {
  const { headers, status, problem } = reply;
  const budget = budgetOf(rankOf(record));
  const wait = retryAfterMs(headers, now);
  // Our own limiter speaks for one budget; a proxy's 429 and a 503 for all that we could send.
  if (wait !== undefined && status === 429) await gate.floor(wait, problem && budget);
  else if (wait !== undefined && status === 503) await gate.floor(wait);
  const limited = status === 429 && problem;
  if (outcome.kind === 'unknown' || (outcome.kind === 'transient' && !outcome.busy && !limited)) gate.failed();
  else gate.succeeded();
  gate.spread(budget, paceMs(headers));
}

function patchOf(
  core: Core,
  record: OutboxRecord,
  outcome: Outcome,
  reply: WireReply | undefined,
  now: number,
): RecordPatch {
  const problem = reply?.problem;
  const error = (code: string) => ({
    code,
    at: now,
    ...(reply ? { status: reply.status } : {}),
    ...(problem ? { problem, requestId: problem.requestId } : {}),
  });
  switch (outcome.kind) {
    case 'accepted':
      return {
        state: 'accepted',
        receipt: receiptOf(record, reply as WireReply, now),
        doneAt: now,
        lastError: undefined,
        pause: undefined,
      }; // accepted only by an answer
    case 'attention':
      return { state: 'attention', lastError: error(outcome.problem.code) };
    case 'reuse':
      core.logger.error?.('The server has another body under this key: a defect of the SDK.', { id: record.id });
      return { state: 'attention', lastError: error('idempotency_key_reuse') };
    case 'unauthenticated':
      return { state: 'paused', pause: 'auth', lastError: error('unauthenticated') };
    case 'pause':
      return { state: 'paused', pause: outcome.pause, lastError: error(outcome.pause), sdk: SDK_VERSION };
    default: {
      const told = outcome.kind === 'transient' && outcome.busy && reply ? (retryAfterMs(reply.headers, now) ?? 0) : 0;
      const pause = backoffMs(record.attempts, 1000, LONGEST_BACKOFF_MS, core.random);
      return { state: 'queued', nextAttemptAt: now + Math.max(told, pause), lastError: error(outcome.code) };
    }
  }
}

function receiptOf(record: OutboxRecord, reply: WireReply, at: number): Receipt {
  const order = reply.body as { version?: number; status?: string } | undefined; // ours: it echoed our key
  const version = Number(reply.headers.get('order-version') ?? order?.version ?? Number.NaN);
  return {
    orderId: orderIdOf(record),
    status: reply.status,
    replayed: reply.headers.get('idempotent-replayed') === 'true',
    at,
    ...(Number.isNaN(version) ? {} : { orderVersion: version }),
    ...(typeof order?.status === 'string' ? { orderStatus: order.status } : {}),
    ...(order === undefined ? {} : { order }),
  };
}
