import type { Logger } from './observability/log.ts';

/**
 * One thing the process runs. Each `start` has its `stop`.
 *
 * `start` must not wait for a server that may be down (the process listens first and becomes ready later);
 * `stop` gets a signal that aborts when its share of the 30 s is used up, and must then cut rather than wait.
 */
export interface Part {
  readonly name: string;
  start?(): void | Promise<void>;
  /** Called at once when the process begins to drain: stop taking new work, keep serving what runs. */
  drain?(): void;
  stop?(deadline: AbortSignal): void | Promise<void>;
  /** How long `stop` may take, in milliseconds. Default 2,000. */
  readonly stopWithinMs?: number;
}

export interface Lifecycle {
  /** Starts the parts in order; when one fails, stops those already started and throws. */
  start(): Promise<void>;
  /** Drains all, waits `drainMs`, then stops in reverse order, each within its own deadline. Safe to call twice. */
  stop(): Promise<void>;
  readonly draining: boolean;
}

/** Runs `parts` as one: started in order, stopped in reverse, each stop bounded. */
export function createLifecycle(parts: readonly Part[], options: { log: Logger; drainMs: number }): Lifecycle {
  const started: Part[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async () => {
    for (const part of started) part.drain?.();
    if (options.drainMs > 0) await new Promise((resolve) => setTimeout(resolve, options.drainMs));
    for (const part of started.toReversed()) await stopOne(part, options.log);
  };

  return {
    get draining() {
      return stopping !== undefined;
    },
    async start() {
      for (const part of parts) {
        try {
          started.push(part);
          await part.start?.();
        } catch (error) {
          options.log.error({ part: part.name, err: error }, 'a part could not start');
          stopping = stopAll();
          await stopping;
          throw error;
        }
      }
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

async function stopOne(part: Part, log: Logger): Promise<void> {
  const within = part.stopWithinMs ?? 2_000;
  const deadline = new AbortController();
  const overdue = new Promise<'overdue'>((resolve) => {
    setTimeout(() => {
      deadline.abort();
      resolve('overdue');
    }, within).unref();
  });
  try {
    const outcome = await Promise.race([Promise.resolve(part.stop?.(deadline.signal)), overdue]);
    if (outcome === 'overdue') log.warn({ part: part.name, within }, 'a part did not stop in time and was left behind');
  } catch (error) {
    log.error({ part: part.name, err: error }, 'a part failed to stop');
  }
}
