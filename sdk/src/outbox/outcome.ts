import type { Problem } from '../core/errors.ts';
import type { WireReply } from '../core/wire.ts';
import { PROBLEM_CODES } from '../generated/codes.ts';

/** What an answer means for a record. Only `accepted` and `attention` end its journey for now. */
export type Outcome =
  | { readonly kind: 'accepted' }
  /** The network's weather: the order may have arrived or not. `code` says what was seen. */
  | { readonly kind: 'unknown'; readonly code: string; readonly stalled?: true }
  | { readonly kind: 'transient'; readonly code: string; readonly busy?: true }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'pause'; readonly pause: 'account' | 'upgrade' }
  | { readonly kind: 'reuse' }
  | { readonly kind: 'attention'; readonly problem: Problem };

/**
 * Reads an answer to a queued request. Strict where an order could be lost: an acceptance must echo our key, and a
 * refusal must be our problem document with a code of the contract. Everything else is weather and is tried again.
 */
export function outcomeOf(reply: WireReply, key: string): Outcome {
  const { status, problem } = reply;
  // Bare or quoted, in any case.
  const echoed = reply.headers.get('idempotency-key')?.replace(/^"|"$/g, '').toLowerCase();
  if (status >= 200 && status < 300)
    return echoed === key && reply.readable ? { kind: 'accepted' } : { kind: 'unknown', code: 'not_our_answer' };
  if (!problem || !PROBLEM_CODES.includes(problem.code) || (echoed ?? key) !== key) return weather(status);
  if (reply.headers.get('symphonia-should-retry') === 'true') return { kind: 'transient', code: problem.code };
  if (status === 401) return { kind: 'unauthenticated' };
  if (problem.code === 'scope_mismatch') return { kind: 'pause', pause: 'account' };
  if (status === 426) return { kind: 'pause', pause: 'upgrade' };
  if (problem.code === 'idempotency_in_progress') return { kind: 'transient', code: problem.code, busy: true };
  if (passes(status)) return { kind: 'transient', code: problem.code };
  if (problem.code === 'idempotency_key_reuse') return { kind: 'reuse' };
  return status >= 400 ? { kind: 'attention', problem } : { kind: 'unknown', code: 'not_our_answer' };
}

/** A 4xx that is not ours is the loudest kind of weather: a proxy or half a deploy that a person should hear of. */
function weather(status: number): Outcome {
  if (passes(status)) return { kind: 'transient', code: `http_${status}` };
  return status >= 400
    ? { kind: 'unknown', code: `http_${status}`, stalled: true }
    : { kind: 'unknown', code: 'not_our_answer' };
}

function passes(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}
