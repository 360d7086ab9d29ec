export type { AccessToken, AuthProvider } from '../core/auth.ts';
export { AuthRequired } from '../core/errors.ts';
export { type TokenSource, type TokenSourceOptions, tokenSource } from '../core/token-source.ts';
export { askWindows, lendToken } from './lend.ts';
export type { WorkerScope } from './scope.ts';
export { SYNC_TAG, type SymphoniaWorker, symphoniaWorker, type WorkerOptions } from './worker.ts';
