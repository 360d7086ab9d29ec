import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './print.mjs';

const KEEPER = join(dirname(fileURLToPath(import.meta.url)), 'keeper.mjs');

/** Signals a whole process group; false when nobody of it is left. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** The last lines of a log file, for the sentence that says why a server did not start. */
export function tail(file, lines = 5) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/**
 * Everything this run started, in order. Children get a process group of their own, so a Ctrl-C in the terminal reaches only
 * us and we choose the order of the stop; should we die without a goodbye, the keeper does it in our place.
 */
export function createChildren() {
  const running = [];
  const folders = [];
  let keeper;
  let closed = false;

  const tell = (line) => {
    keeper ??= startKeeper();
    keeper.stdin.write(`${line}\n`);
  };

  return {
    /** Starts a process. `log` is a file for its output; without it `stdio` is as for `spawn`. */
    start(name, command, args, { log, stdio, env, cwd, stopSignal = 'SIGTERM', stopWithinMs = 10_000 } = {}) {
      if (closed) throw new SetupError(`${name} is not started any more, because this run is being stopped.`);
      if (log) mkdirSync(dirname(log), { recursive: true });
      const output = log ? openSync(log, 'a') : undefined;
      const process_ = spawn(command, args, {
        detached: true,
        cwd,
        env,
        stdio: log ? ['ignore', output, output] : stdio,
      });
      if (output !== undefined) closeSync(output);
      const child = { name, process: process_, pid: process_.pid, log, stopSignal, stopWithinMs, failure: undefined };
      child.ended = new Promise((resolve) => {
        process_.once('error', (error) => {
          child.failure = error;
          resolve({ code: 127, signal: null });
        });
        process_.once('exit', (code, signal) => resolve({ code, signal }));
      }).then((end) => {
        child.end = end;
        if (child.pid) tell(`-${child.pid}`);
        return end;
      });
      if (child.pid) tell(`+${child.pid}`);
      running.push(child);
      return child;
    },

    /** Removes `folder` at the end of this run, however it ends. */
    removeAtEnd(folder) {
      folders.push(folder);
      tell(`rm ${folder}`);
    },

    /** From now on `start` throws: the run is ending. */
    refuseNew() {
      closed = true;
    },

    /** Stops one child: its signal, its time, then SIGKILL; whatever it left in its group goes too. */
    stop: stopChild,

    /** Stops all in reverse order and removes the temporary folders. Safe to call twice. */
    async stopAll() {
      while (running.length > 0) {
        const last = running.at(-1);
        await stopChild(last);
        if (running.at(-1) === last) running.pop(); // another call may have been waiting for the same one
      }
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
      if (!keeper) return;
      keeper.ref();
      const gone = new Promise((resolve) => keeper.once('exit', resolve));
      keeper.stdin.end('done\n');
      keeper = undefined;
      await gone;
    },

    /** Kills all at once, for the person who pressed Ctrl-C twice; temporary folders go too. */
    killAll() {
      for (const child of running) if (child.pid) signalGroup(child.pid, 'SIGKILL');
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function stopChild(child) {
  if (!child.pid) return;
  if (!child.end) {
    signalGroup(child.pid, child.stopSignal);
    const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), child.stopWithinMs);
    await child.ended;
    clearTimeout(timer);
  }
  signalGroup(child.pid, 'SIGKILL');
}

function startKeeper() {
  const keeper = spawn(process.execPath, [KEEPER], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  keeper.unref();
  keeper.stdin.unref?.();
  keeper.stdin.on('error', () => {}); // it ended before us: nothing to tell any more
  return keeper;
}
