import { ApiError } from '../core/api-errors.ts';
import { AbortedError } from '../core/errors.ts';
import { passes } from '../core/retry-after.ts';

/** Whether an error leaves the stored copy as good as it was: no network, a failing server, an ended session. */
export function mayAnswerFromCache(error: unknown): boolean {
  if (error instanceof AbortedError) return false;
  if (!(error instanceof ApiError)) return true;
  return error.status === 401 || passes(error.status);
}
