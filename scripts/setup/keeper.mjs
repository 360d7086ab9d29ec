// Outlives the set-up process: when that one dies without a goodbye (kill -9, closed terminal), its pipe to us ends,
// and we stop what it started and remove its temporary folders. Lines: `+pid`, `-pid`, `rm <folder>`, `done`.
import { readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const groups = new Set();
const folders = new Set();
let done = false;

const signal = (pid, name) => {
  try {
    process.kill(-pid, name);
    return true;
  } catch {
    return false; // already gone
  }
};

/** Whether the group still works; an ended leader that nobody has collected yet (some containers are slow at it) is gone. */
const alive = (pid) => {
  if (!signal(pid, 0)) return false;
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');
  } catch {
    return signal(pid, 0); // no /proc on this system
  }
};

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) groups.add(Number(line.slice(1)));
  else if (line.startsWith('-')) groups.delete(Number(line.slice(1)));
  else if (line.startsWith('rm ')) folders.add(line.slice(3));
  else if (line === 'done') done = true;
}

if (!done) {
  // Last started, first stopped: the server lets go of the databases before they go.
  for (const pid of [...groups].reverse()) {
    signal(pid, 'SIGTERM');
    for (let waited = 0; waited < 30_000 && alive(pid); waited += 100) await sleep(100);
    signal(pid, 'SIGKILL');
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
