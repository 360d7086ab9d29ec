import { defineError } from '../errors/app-error.ts';

export interface RateLimitedDetails {
  /** The bucket's name in the `RateLimit` headers. */
  readonly bucket: string;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly retryAfterSeconds: number;
}

/** A caller asked more often than his limit allows; nothing was done. Comes with `Retry-After`. */
export const RateLimited = defineError<RateLimitedDetails>({
  code: 'rate_limited',
  status: 429,
  title: 'Too many requests',
  detail: ({ bucket, limit, windowSeconds, retryAfterSeconds }) =>
    `The limit "${bucket}" allows ${limit} per ${windowSeconds} s and is used up; try again in ${retryAfterSeconds} s.`,
  why: 'Each caller may ask a certain number of times in a period, so that nobody can slow the others down.',
  fix: 'Wait for the seconds in Retry-After and send the same request again. The RateLimit headers of every answer say what is left.',
  retryable: true,
});

/** The refusal with its `Retry-After`. */
export const rateLimited = (details: RateLimitedDetails) =>
  RateLimited(details, { headers: { 'Retry-After': String(details.retryAfterSeconds) } });
