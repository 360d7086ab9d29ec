import { hostname } from 'node:os';

/** Who holds a lock between processes. */
export interface ProcessName {
  readonly pid: number;
  readonly host: string;
}

/** This process. */
export function thisProcess(): ProcessName {
  return { pid: process.pid, host: hostname() };
}

/**
 * Whether a process of this machine has ended; false for what cannot be seen from here. `lastSignMs` is when it last gave
 * a sign: one that has our own pid and did so before we were started is gone too, as in a container that began anew.
 */
export function isGone({ pid, host }: ProcessName, lastSignMs: number): boolean {
  if (host !== hostname()) return false;
  if (pid === process.pid) return lastSignMs < Date.now() - process.uptime() * 1000 - 1000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH'; // Node's own member
  }
}
