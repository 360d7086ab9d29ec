import { abortCaptures } from './capture.mjs';
import { say } from './print.mjs';

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** One Ctrl-C comes twice when npm runs us: from the terminal, and passed on by npm. */
const SAME_KEY_MS = 500;

/** Thrown out of whatever waits when a signal ends the run. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
    /** What a shell reports for a process ended by this signal. */
    this.exitCode = 128 + NUMBERS[signal];
  }
}

/**
 * Runs `work(stopped)`, where `stopped` rejects with Interrupted at the first Ctrl-C, SIGTERM or hang-up, and stops all children
 * after it, however it ended. A second signal kills them at once.
 */
export async function withChildren(children, work) {
  let interrupt;
  const stopped = new Promise((_resolve, reject) => {
    interrupt = reject;
  });
  stopped.catch(() => {}); // nobody may be waiting when it comes
  let first;
  const onSignal = (signal) => {
    first ??= performance.now();
    if (performance.now() - first < SAME_KEY_MS) return interrupt(new Interrupted(signal));
    say('killed');
    children.killAll();
    process.exit(128 + NUMBERS[signal]);
  };
  for (const signal of Object.keys(NUMBERS)) process.on(signal, onSignal);
  const working = work(stopped);
  try {
    return await Promise.race([working, stopped]);
  } finally {
    children.refuseNew();
    abortCaptures();
    await children.stopAll();
    const settled = working.then(
      () => {},
      () => {},
    );
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 3_000).unref())]);
    await children.stopAll(); // what was just being started when the signal came
    for (const signal of Object.keys(NUMBERS)) process.off(signal, onSignal);
  }
}
