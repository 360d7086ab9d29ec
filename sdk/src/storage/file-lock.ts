import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, utimesSync, writeSync } from 'node:fs';
import { codeOf } from './file-folder.ts';
import { removed } from './file-write.ts';
import { isGone, type ProcessName, thisProcess } from './node-process.ts';

/** A lock that is a file: whoever creates it has it. */
export interface FileLock {
  /** `taken over` = its last holder died with it. Never waits. */
  tryTake(): 'free' | 'taken over' | 'busy';
  /** Whether it is still ours; says so to the others. */
  beat(): boolean;
  release(): void;
}

interface Holder extends ProcessName {
  readonly token: string;
}

/**
 * A lock between processes, `O_EXCL` with pid and heartbeat (its time of change). A holder is dead when its process is,
 * or when the file has stayed the same for `staleMs` by our own watch, so that no two clocks are compared. Of two that
 * find it dead one takes it over: the file is deleted under a second lock, after another look. A holder that only stood
 * still loses it too; what it then writes must be fenced otherwise.
 */
export function fileLock(path: string, staleMs: number): FileLock {
  const token = randomUUID();
  let seen = { text: '', since: 0 };

  const create = (): boolean => {
    let file: number;
    try {
      file = openSync(path, 'wx', 0o600);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
    try {
      writeSync(file, JSON.stringify({ ...thisProcess(), token } satisfies Holder));
    } catch {
      // a full disk: the lock is ours all the same, only that its death takes a while to be seen
    } finally {
      closeSync(file);
    }
    return true;
  };

  const isDead = (): boolean => {
    const text = stateOf(path);
    if (text === undefined) return false; // released meanwhile
    if (holderIsGone(path)) return true;
    const now = performance.now();
    if (text !== seen.text) seen = { text, since: now };
    return now - seen.since > staleMs;
  };

  const bury = (): boolean => {
    const guard = `${path}.takeover`;
    try {
      closeSync(openSync(guard, 'wx', 0o600));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > staleMs) removed(guard);
      return false;
    }
    try {
      return isDead() && removed(path);
    } finally {
      removed(guard);
    }
  };

  const isOurs = () => holderOf(path)?.token === token;

  return {
    tryTake() {
      if (create()) return 'free';
      return isDead() && bury() && create() ? 'taken over' : 'busy';
    },
    beat() {
      if (!isOurs()) return false;
      utimesSync(path, new Date(), new Date());
      return true;
    },
    release() {
      // An empty one was written on a full disk: it is ours unless it was taken over, and then its name is fenced.
      if (isOurs() || holderOf(path) === undefined) removed(path);
    },
  };
}

/** What tells one moment of the lock from another; `undefined` when it is free. */
function stateOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.ino}.${stat.mtimeNs}`;
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder; // written by `create`
  } catch {
    return undefined; // gone, or its holder is just writing it
  }
}

const NAMELESS_MS = 10_000;

/**
 * Whether the holder's process has ended, as far as that can be seen from here. A lock without a name was made on a full
 * disk, or its maker died making it: it has no heartbeat and counts for ten seconds, also for processes that live shorter.
 */
function holderIsGone(path: string): boolean {
  const holder = holderOf(path);
  const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return false;
  return holder ? isGone(holder, changed) : Math.abs(Date.now() - changed) > NAMELESS_MS;
}
