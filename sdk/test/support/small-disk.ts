import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder; on a disk of its own where this user may mount one, so that it can be full. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all the room there is, and gives it back; `undefined` on a disk that is everybody's. */
  readonly fill: (() => () => void) | undefined;
  remove(): void;
}

/** Mounts a tmpfs of so many MB as root or by `sudo -n`; else an ordinary folder. */
export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'sym-disk-'));
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const run = (...command: string[]) => {
    const [file = '', ...args] = [...asRoot, ...command];
    execFileSync(file, args, { stdio: 'ignore' });
  };
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path);
  } catch {
    return { path, fill: undefined, remove: () => rmSync(path, { recursive: true, force: true }) };
  }
  const filler = join(path, 'filler');
  return {
    path,
    fill() {
      const { bavail, bsize } = statfsSync(path);
      try {
        writeFileSync(filler, Buffer.alloc(bavail * bsize));
      } catch {
        // somebody took the last bytes before us
      }
      return () => rmSync(filler, { force: true });
    },
    remove() {
      run('umount', '-l', path); // also when a failed test still has a file open
      rmSync(path, { recursive: true, force: true });
    },
  };
}
