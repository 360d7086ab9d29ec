import { readdirSync, readFileSync } from 'node:fs';

/** What a process has taken of the machine. */
export interface Usage {
  /** CPU time since its start, user and system, in milliseconds. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly openFiles: number;
}

/** Ticks a second, and bytes of a page, on every Linux that Node runs on. */
const [TICKS, PAGE] = [100, 4_096];

/** Reads /proc; zeros where there is none, or no such process. */
export function usageOf(pid: number): Usage {
  try {
    // The name in brackets may hold spaces, so fields are counted from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const [userTicks, systemTicks] = [Number(fields[11]), Number(fields[12])];
    const rssPages = Number(fields[21]);
    const openFiles = readdirSync(`/proc/${pid}/fd`).length;
    return { cpuMs: ((userTicks + systemTicks) * 1_000) / TICKS, rssBytes: rssPages * PAGE, openFiles };
  } catch {
    return { cpuMs: 0, rssBytes: 0, openFiles: 0 };
  }
}

/** The processes that `pid` started and that run. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** The share of time that all cores of the machine were busy between two looks, 0 to 1; by whomever. */
export function machineClock(): { busyMs: number; allMs: number } {
  const [, ...ticks] = (readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '').split(/\s+/).map(Number);
  const all = ticks.reduce((sum, tick) => sum + tick, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { busyMs: ((all - idle) * 1_000) / TICKS, allMs: (all * 1_000) / TICKS };
}
