import type { PositionPoint } from './shapes.ts';
import type { Report } from './trace.ts';

/** What a drive needs of the world. */
export interface DriveDeps {
  /** Sends one report; a rejection means that the points are not known to be stored. */
  readonly send: (points: PositionPoint[]) => Promise<unknown>;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly now: () => number;
}

const MOST_POINTS = 1_000; // of one report, by the contract
const LAST_TRIES = 5;
const PAUSE_MS = 1_000;

/**
 * Sends the reports at their time, as a driver's phone does: what was not answered is kept and sent again with the next
 * report, in the order of the drive, so a server that restarts on the way loses nothing. Ends when all is sent; rejects
 * with the last error when the end of the drive could not be delivered in five tries. Points may arrive twice; the server knows them by their time.
 */
export async function drive(reports: readonly Report[], { send, sleep, now }: DriveDeps): Promise<void> {
  const startedAt = now();
  const backlog: PositionPoint[] = [];
  for (const { afterMs, points } of reports) {
    await sleep(Math.max(0, startedAt + afterMs - now()));
    backlog.push(...points);
    await flush(backlog, send).catch(() => undefined); // kept in the backlog, goes with the next report
  }
  for (let tries = 1; backlog.length > 0; tries += 1) {
    try {
      await flush(backlog, send);
    } catch (error) {
      if (tries === LAST_TRIES) throw error;
      await sleep(PAUSE_MS * tries);
    }
  }
}

async function flush(backlog: PositionPoint[], send: DriveDeps['send']): Promise<void> {
  while (backlog.length > 0) {
    const part = backlog.slice(0, MOST_POINTS);
    await send(part);
    backlog.splice(0, part.length); // only what was answered
  }
}
