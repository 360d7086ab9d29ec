/**
 * A service worker's own globals, as far as they are needed here. The types of a page and of a worker exclude each
 * other, and this package is compiled with those of a page.
 */
export interface WorkerScope {
  /** Listens to `sync`, `message` and `activate`. */
  addEventListener(type: 'sync', fn: (event: SyncEvent) => void): void;
  addEventListener(type: 'message', fn: (event: MessageToWorker) => void): void;
  addEventListener(type: 'activate', fn: () => void): void;
  /** The windows of this site. */
  readonly clients: {
    matchAll(query: { type: 'window'; includeUncontrolled: true }): Promise<readonly WindowOfWorker[]>;
  };
}

/** The worker lives until what it waits for has settled; a `sync` that rejects comes again. */
export interface SyncEvent {
  readonly tag: string;
  /** The browser will not try again by itself. */
  readonly lastChance?: boolean;
  waitUntil(work: Promise<unknown>): void;
}

export interface MessageToWorker {
  readonly data: unknown;
  waitUntil(work: Promise<unknown>): void;
}

export interface WindowOfWorker {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** The worker this code runs in. */
export const workerScope = (): WorkerScope => globalThis as unknown as WorkerScope; // called in a worker only
