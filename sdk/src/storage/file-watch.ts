import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import type { FileFolder } from './file-folder.ts';
import type { StoreNews } from './outbox-store.ts';

const POLL_MS = 2000;

/** Watchers of a directory. Neither they nor their timer keep the process alive. */
export interface FileWatch {
  add(fn: (what: StoreNews) => void): () => void;
  tell(what: StoreNews): void;
  close(): void;
}

/**
 * Hears of a change from the system where it tells (`fs.watch`), and by looking every two seconds where it does not, as
 * on a network's disk. `changedByOthers` answers true once for each change of another instance.
 */
export function fileWatch(folder: FileFolder, changedByOthers: () => boolean): FileWatch {
  const watchers = new Set<(what: StoreNews) => void>();
  let system: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let was = false;

  const tell = (what: StoreNews) => {
    for (const fn of [...watchers]) fn(what);
  };
  const stop = () => {
    system?.close();
    system = undefined;
  };
  const look = () => {
    if (existsSync(folder.records)) {
      was = true;
      listen();
      if (changedByOthers()) tell('changed');
    } else if (was && !existsSync(folder.database)) {
      was = false;
      stop();
      tell('lost');
    }
  };
  const listen = () => {
    if (system) return;
    try {
      system = watch(folder.root, { persistent: false }, (_, name) => {
        if ((name === null || name === basename(folder.turn)) && changedByOthers()) tell('changed');
      });
      system.on('error', stop);
    } catch {
      // too many watchers, or a file system without them: the timer does it
    }
  };

  return {
    tell,
    add(fn) {
      watchers.add(fn);
      if (!timer) {
        changedByOthers(); // what was before is no news
        look();
        timer = setInterval(look, POLL_MS);
        timer.unref();
      }
      return () => void watchers.delete(fn);
    },
    close() {
      stop();
      clearInterval(timer);
      timer = undefined;
    },
  };
}
