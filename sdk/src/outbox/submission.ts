import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { AbortedError, isSymphoniaError, type Problem, TimeoutError } from '../core/errors.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import type { OutboxEvents } from './events.ts';
import type { OutboxRecord, RecordError, RecordState } from './record.ts';

/** The server refused, or the user took it back: the order is not on the server, its record still on the device. */
export interface OrderRejected {
  /** Always; an order has no such member. */
  readonly rejected: true;
  /** `attention`: refused, a person must look. `cancelled`: taken back. */
  readonly state: 'attention' | 'cancelled';
  /** Why its last attempt failed. */
  readonly error: RecordError | undefined;
  /** The server's refusal, as it came. */
  readonly problem: Problem | undefined;
}

/** A request that lies safely on the device. */
export interface Submission<T> {
  /** The record's id; of `submit()` also the order's, the same on the server. */
  readonly id: string;
  /** `disk`: it will arrive, whatever happens to page and network. `memory`: keep this page open. */
  readonly durability: 'disk' | 'memory';
  /** Where it stands now; `cancelled` also when this device has it no more. */
  state(): Promise<RecordState>;
  /** The server's answer, or why there is none. Aborting or timing out never cancels the request. */
  accepted(options?: { signal?: AbortSignal; timeoutMs?: number }): Promise<T | OrderRejected>;
}

/** True for an order that was refused or taken back. */
export function isRejected(answer: unknown): answer is OrderRejected {
  return typeof answer === 'object' && answer !== null && 'rejected' in answer;
}

const LOOK_AGAIN_MS = 2000; // another process may have sent it, and not every store can tell

export function submission<T>(
  deps: { core: Core; store: LayeredOutbox; events: Emitter<OutboxEvents> },
  id: string,
): Submission<T> {
  const { core, store, events } = deps;
  const read = async (): Promise<T | OrderRejected | undefined> => {
    const record = await store.get(id).catch((error) => {
      if (isSymphoniaError(error) && error.retryable) return undefined; // the storage rests; ask again
      throw error;
    });
    return record && finalAnswer<T>(record);
  };
  return {
    id,
    durability: store.durabilityOf(id),
    state: async () => (await store.get(id))?.state ?? 'cancelled',
    accepted: ({ signal, timeoutMs } = {}) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          stopListening();
          core.clock.clearTimeout(again);
          core.clock.clearTimeout(deadline);
          signal?.removeEventListener('abort', abort);
          settle();
        };
        const look = () => {
          core.clock.clearTimeout(again);
          again = core.clock.setTimeout(look, LOOK_AGAIN_MS);
          read().then(
            (answer) => answer !== undefined && end(() => resolve(answer)),
            (error) => end(() => reject(error)),
          );
        };
        const abort = () => end(() => reject(new AbortedError(signal?.reason)));
        const stopListening = events.on('change', (record) => (!record || record.id === id) && look());
        let again: unknown;
        const deadline =
          timeoutMs === undefined
            ? undefined
            : core.clock.setTimeout(() => end(() => reject(new TimeoutError('wait', timeoutMs))), timeoutMs);
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort, { once: true });
        look();
      }),
  };
}

function finalAnswer<T>(record: OutboxRecord): T | OrderRejected | undefined {
  if (record.state === 'accepted') return record.receipt?.order as T; // the server's answer as it came
  if (record.state !== 'attention' && record.state !== 'cancelled') return undefined;
  return {
    rejected: true,
    state: record.state,
    error: record.lastError,
    problem: record.lastError?.problem,
  };
}
