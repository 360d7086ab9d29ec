export {
  ApiError,
  Conflict,
  Forbidden,
  IdempotencyReuse,
  NotFound,
  PreconditionFailed,
  RateLimited,
  Server,
  Unauthenticated,
  Validation,
} from './core/api-errors.ts';
export type { AccessToken, AuthProvider, Identity } from './core/auth.ts';
export type { Clock, Timer } from './core/clock.ts';
export type { Core, ReadThrough } from './core/core.ts';
export {
  AbortedError,
  AuthRequired,
  ConnectionError,
  type FieldError,
  isSymphoniaError,
  PendingOrders,
  type Problem,
  ProtocolError,
  StorageError,
  SymphoniaError,
  TimeoutError,
} from './core/errors.ts';
export type { Logger } from './core/logger.ts';
export type { Plugin, SymphoniaOptions } from './core/options.ts';
export { type TokenSource, type TokenSourceOptions, type TokensLike, tokenSource } from './core/token-source.ts';
export type { CachePolicy, CacheWatch, Call, CallOptions, Meta, PagedCall, Result } from './core/types.ts';
export { API_VERSION, SDK_VERSION } from './core/version.ts';
export type { QuoteInput, QuoteResult } from './quote/quoter.ts';
export { createSymphonia, type Draft, type Symphonia } from './symphonia.ts';
