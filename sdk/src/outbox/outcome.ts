import type { Problem } from '../core/errors.ts';
import { passes } from '../core/retry-after.ts';
import type { WireReply } from '../core/wire.ts';
import { PROBLEM_CODES } from '../generated/codes.ts';

/** What an answer means for a record. Only `accepted` and `attention` end its journey for now. */
export interface Outcome {
  /** `queued` is weather: the order may have arrived or not, and is sent again. */
  readonly state: 'accepted' | 'queued' | 'paused' | 'attention';
  readonly pause?: 'auth' | 'account' | 'upgrade' | undefined;
  /** Why it is not accepted: the server's word, or what was seen in its place. */
  readonly code: string;
  readonly problem?: Problem | undefined;
  /** A person should hear of it at once. */
  readonly stalled?: boolean;
}

/** A server that lacks our version does not decide: it was rolled back, or half of it is still to be deployed. */
const OTHER_SERVER = 'unknown_api_version';

/**
 * Reads an answer to a queued request. Strict where an order could be lost: an acceptance must echo our key and show what was made, and a
 * refusal must be our problem document with a code of the contract. Everything else is weather and is tried again.
 */
export function outcomeOf({ status, headers, problem, body }: WireReply, key: string): Outcome {
  // Bare or quoted, in any case.
  const echoed = headers.get('idempotency-key')?.replace(/^"|"$/g, '').toLowerCase();
  if (status < 400)
    return {
      state: status >= 200 && status < 300 && echoed === key && body ? 'accepted' : 'queued',
      code: 'not_our_answer',
    };
  if (!problem || !PROBLEM_CODES.includes(problem.code) || problem.code === OTHER_SERVER || (echoed ?? key) !== key)
    // A 4xx that is not ours is the loudest kind of weather: a proxy or half a deploy.
    return { state: 'queued', code: `http_${status}`, problem, stalled: !passes(status) };
  const { code } = problem;
  if (passes(status) || code === 'idempotency_in_progress' || headers.get('symphonia-should-retry') === 'true')
    return { state: 'queued', code, problem };
  const pause =
    status === 401 ? 'auth' : code === 'scope_mismatch' ? 'account' : status === 426 ? 'upgrade' : undefined;
  return { state: pause ? 'paused' : 'attention', pause, code, problem };
}
