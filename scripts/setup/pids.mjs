import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalGroup } from './children.mjs';
import { SetupError, say } from './print.mjs';

/**
 * Notes of what runs, one file each in `folder`. A pid alone proves nothing, since systems use them again: a process is ours only
 * if its command line still holds the words we noted.
 */
export function createPidNotes(folder) {
  const file = (name) => join(folder, `${name}.json`);
  const alive = (name) => {
    if (!existsSync(file(name))) return undefined;
    const note = JSON.parse(readFileSync(file(name), 'utf8'));
    return commandLine(note.pid).includes(note.words) ? note : undefined;
  };

  return {
    /** The living process of that name that is ours, with what was noted about it, or undefined. */
    alive,

    write(name, note) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file(name), JSON.stringify(note));
    },

    forget(name) {
      rmSync(file(name), { force: true });
    },

    /** Ends a process of an earlier run that died without tidying up. Throws when it does not go within 30 s. */
    async endLeftOver(name) {
      const note = alive(name);
      if (!note) return;
      say(`stopping ${name} (process ${note.pid}), left over from an earlier run`);
      signalGroup(note.pid, 'SIGTERM');
      for (let waited = 0; alive(name) && waited < 30_000; waited += 50) await sleep(50);
      if (alive(name))
        throw new SetupError(
          `${name} of an earlier run does not stop: end process ${note.pid} yourself and run the same command again.`,
        );
    },
  };
}

function commandLine(pid) {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}
