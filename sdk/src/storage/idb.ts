import { type Clock, systemClock, within } from '../core/clock.ts';
import { StorageError } from '../core/errors.ts';

/** A database that may be closed, deleted or hung under us at any time, and comes back by itself. */
export interface IdbHandle {
  /** Runs `work` in one transaction; resolves with its value after the commit. `work` may only await `ask`. */
  run<T>(mode: IDBTransactionMode, stores: readonly string[], work: (tx: IDBTransaction) => Promise<T>): Promise<T>;
  close(): void;
}

export interface IdbOptions {
  readonly name: string;
  /** `undefined` opens whatever version is there. */
  readonly version?: number;
  /** Runs once, when the database is made. */
  create(db: IDBDatabase): void;
  /** The connection went away by itself: the database was deleted, or the platform cut it. */
  lost?(): void;
  readonly clock?: Clock | undefined;
  readonly factory?: IDBFactory | undefined;
}

/** Below the 5 s that callers wait, so that a hanging handle is thrown away before they give up. */
const OPERATION_MS = 4000;
const REOPEN = new Set(['InvalidStateError', 'UnknownError', 'TransactionInactiveError']);

/** Opens on first use. A lost connection is opened again and the operation repeated once. */
export function idbHandle(options: IdbOptions): IdbHandle {
  const clock = options.clock ?? systemClock();
  let opening: Promise<IDBDatabase> | undefined;

  const drop = () => {
    opening = undefined;
  };

  const open = (): Promise<IDBDatabase> => {
    opening ??= new Promise((resolve, reject) => {
      const factory = options.factory ?? globalThis.indexedDB;
      if (!factory) throw new StorageError('unavailable', 'No IndexedDB here.');
      const request = factory.open(options.name, options.version);
      request.onupgradeneeded = () => options.create(request.result);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const db = request.result;
        db.onclose = db.onversionchange = () => {
          drop();
          db.close(); // or whoever deletes it would wait
          options.lost?.();
        };
        resolve(db);
      };
    });
    opening.catch(drop);
    return opening;
  };

  const attempt = async <T>(
    mode: IDBTransactionMode,
    stores: readonly string[],
    work: (tx: IDBTransaction) => Promise<T>,
  ): Promise<T> => {
    const db = await open();
    // Durability is relaxed unless asked for; a resolved promise must mean bytes on the disk.
    const tx = db.transaction([...stores], mode, mode === 'readwrite' ? { durability: 'strict' } : {});
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
    });
    done.catch(() => {}); // awaited below, unless the work fails first
    try {
      const value = await work(tx);
      await done;
      return value;
    } catch (error) {
      abort(tx);
      throw error;
    }
  };

  return {
    async run(mode, stores, work) {
      const trying = attempt(mode, stores, work).catch((error: unknown) => {
        if (!REOPEN.has(nameOf(error))) throw error;
        drop();
        return attempt(mode, stores, work);
      });
      const late = () => {
        drop(); // the handle may hang for ever: the next operation opens its own
        return new StorageError('blocked', `No answer within ${OPERATION_MS} ms.`);
      };
      try {
        return await within(clock, OPERATION_MS, trying, late);
      } catch (error) {
        throw storageError(error);
      }
    },
    close: () => {
      opening?.then((db) => db.close(), drop);
      drop();
    },
  };
}

/** The request's result; the only thing that may be awaited inside a transaction. */
export function ask<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function abort(tx: IDBTransaction): void {
  try {
    tx.abort();
  } catch {
    // it has ended by itself
  }
}

function nameOf(error: unknown): string {
  return (error as { name?: string } | null)?.name ?? '';
}

const KINDS: Readonly<Record<string, StorageError['kind']>> = {
  QuotaExceededError: 'quota',
  DataError: 'corrupt',
  DataCloneError: 'corrupt',
};

function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const kind = KINDS[nameOf(error)] ?? 'unavailable';
  return new StorageError(kind, `IndexedDB failed: ${String(error)}`, error);
}
