/** A failure a person can act on: its message is one sentence that says what to do. Anything else is a defect and keeps its stack. */
export class SetupError extends Error {
  /** `final`: another way to the same thing would fail alike, or must not be tried. */
  constructor(message, { final = false } = {}) {
    super(message);
    this.final = final;
  }
}

/** Prints one line of progress to stderr, so that the output of what we run stays clean on stdout. */
export function say(line) {
  process.stderr.write(`symphonia: ${line}\n`);
}

/** Milliseconds as people read them: `412 ms`, `3.1 s`, `2 min 5 s`. */
export function duration(ms) {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Says what begins, runs it, says how long it took. The error passes through untouched. */
export async function step(what, run) {
  const began = performance.now();
  say(`${what} …`);
  const result = await run();
  say(`${what}: done in ${duration(performance.now() - began)}`);
  return result;
}

/** What to say when there is no room. */
export const DISK_FULL = 'The disk is full: free about 1 GB and run the same command again.';

/** The sentence for errors of the operating system that any step can meet, or undefined. */
export function sentenceFor(error) {
  const text = `${error?.code ?? ''} ${error?.message ?? error}`;
  if (/ENOSPC|No space left/i.test(text)) return DISK_FULL;
  if (/EACCES|EROFS|Permission denied/i.test(text))
    return `A folder cannot be written (${error?.path ?? text.trim()}): give your user the right to write there, or point SYMPHONIA_CACHE or TMPDIR elsewhere.`;
  return undefined;
}
