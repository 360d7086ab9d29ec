import { type Timer, within } from '../core/clock.ts';
import type { Core, Failure } from '../core/core.ts';
import type { Plugin } from '../core/options.ts';
import { type ClientLogEntry, entryOf } from './entry.ts';

export type { ClientLogEntry } from './entry.ts';

/** How much is told. */
export interface ClientLogsOptions {
  /** Of a hundred errors, how many are told, as a fraction: 0.1 = ten. 1 by default. */
  readonly sample?: number;
}

/** What runs behind `createSymphonia`. */
export interface ClientLogs {
  /** Sends what waits and stops. */
  close(): void;
}

const RING = 200; // entries; the oldest go first
const BATCH = 50; // entries
const BATCH_BYTES = 32_000;
const EVERY_MS = 30_000;
const PATIENCE_MS = 10_000;

/**
 * Tells the server which calls fail in the field: `createSymphonia({ clientLogs: clientLogs({ sample: 0.1 }) })`. Of an
 * error goes its code, status, request id, operation, path template, duration and the SDK's version; never a message, a
 * body, a value of a path or query, or a token. At most 50 at once or every 30 s, from memory only: what cannot be sent
 * is dropped and nobody hears of it, and no call ever waits for it.
 */
export function clientLogs({ sample = 1 }: ClientLogsOptions = {}): Plugin<ClientLogs> {
  return (core) => createClientLogs(core, sample);
}

function createClientLogs(core: Core, sample: number): ClientLogs {
  let ring: ClientLogEntry[] = [];
  let timer: Timer;
  let sending = false;
  /** The last batch did not arrive: a server in trouble hears from us by the clock only. */
  let failed = false;
  let asking = false;

  const onError = (error: Failure) => {
    // Asking for a token may fail, too; telling that would never end.
    if ((asking && error.operation.startsWith('auth.')) || error.code === 'aborted' || core.random() >= sample) return;
    ring.push(entryOf(core.clock.now(), error));
    ring = ring.slice(-RING);
    if (ring.length >= BATCH && !sending && !failed) void flush();
    else later();
  };
  const later = () => {
    if (timer !== undefined) return;
    timer = core.clock.setTimeout(() => void flush(), EVERY_MS);
    (timer as { unref?: () => void } | null)?.unref?.(); // Node: telling of errors must not keep the process alive
  };

  /** Takes a batch out of memory and sends it once. Never rejects. */
  const flush = async (): Promise<void> => {
    core.clock.clearTimeout(timer);
    timer = undefined;
    const entries = take();
    if (entries.length === 0) return;
    sending = true;
    const abort = new AbortController();
    try {
      failed = !(await within(core.clock, PATIENCE_MS, send(entries, abort.signal), () => abort.signal));
    } catch {
      failed = true;
      abort.abort(); // dropped
    }
    sending = false;
    if (!failed && ring.length >= BATCH) void flush();
    else if (ring.length > 0) later();
  };
  const take = (): ClientLogEntry[] => {
    let bytes = 20; // what stands around them
    let count = 0;
    for (const entry of ring.slice(0, BATCH)) {
      bytes += JSON.stringify(entry).length + 1; // the allow-list leaves one byte a character
      if (bytes > BATCH_BYTES) break;
      count++;
    }
    return ring.splice(0, count);
  };
  const send = async (entries: readonly ClientLogEntry[], signal: AbortSignal): Promise<boolean> => {
    asking = true;
    const token = await core.token(false, signal).catch(() => undefined);
    asking = false;
    const { ok } = await core.fetch(`${core.baseUrl}/client-logs`, {
      method: 'POST',
      headers: { ...core.headers({ token, attempt: 1 }), 'Content-Type': 'application/json' },
      body: JSON.stringify({ entries }),
      keepalive: true, // the page may be on its way out
      credentials: 'omit',
      redirect: 'error',
      signal,
    });
    return ok;
  };

  const onPage = typeof document === 'object' && typeof addEventListener === 'function';
  const leave = () => void flush();
  core.onError.add(onError);
  if (onPage) addEventListener('pagehide', leave);
  return {
    close() {
      core.onError.delete(onError);
      if (onPage) removeEventListener('pagehide', leave);
      void flush();
    },
  };
}
