import type { Logger } from '../observability/log.ts';

/** How far a run has come: told as often as the job likes, written about twice a second. */
export interface Progress {
  /** 0 to 100; below what was told before it changes nothing. Resolves at once, whatever becomes of the writing. */
  to(percent: number): Promise<void>;
  /** Waits for what is being written and writes nothing further; gives the last number told. */
  stop(): Promise<number>;
}

export interface ProgressOptions {
  /** Where an earlier run has been. */
  readonly from: number;
  readonly write: (percent: number) => Promise<unknown>;
  /** The pause between two writings. */
  readonly everyMs: number;
  readonly log: Logger;
}

/** Writes the first number at once and of all others the newest, with pauses; a number that cannot be written is left out. */
export function createProgress({ from, write, everyMs, log }: ProgressOptions): Progress {
  let latest = from;
  let written = from;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function writeLatest(): Promise<void> {
    written = latest;
    writtenAt = performance.now();
    try {
      await write(written);
    } catch (error) {
      log.warn({ err: error, percent: written }, 'the progress of a job could not be written');
    }
    writing = undefined;
    next();
  }

  function next(): void {
    if (stopped || writing || timer || latest <= written) return;
    const pauseMs = writtenAt + everyMs - performance.now();
    if (pauseMs <= 0) {
      writing = writeLatest();
      return;
    }
    timer = setTimeout(() => {
      timer = undefined;
      next();
    }, pauseMs);
  }

  return {
    async to(percent) {
      latest = Math.max(latest, Math.min(100, Math.floor(percent)) || 0);
      next();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await writing;
      return latest;
    },
  };
}
