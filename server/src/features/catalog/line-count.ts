const LF = 10;
const CR = 13;

/** Counts the lines of a text that comes in pieces, as an editor does; a break at its end begins no further line. */
export interface LineCount {
  take(text: string): void;
  /** Lines that have begun. */
  lines(): number;
  /** The line of what comes next; the first is 1. */
  next(): number;
}

export function createLineCount(): LineCount {
  let lines = 0;
  let ended = true;
  let half = false;
  return {
    take(text) {
      for (let at = 0; at < text.length; at += 1) {
        const char = text.charCodeAt(at);
        const other = half && char === LF;
        half = char === CR;
        if (other) continue;
        if (ended) lines += 1;
        ended = half || char === LF;
      }
    },
    lines: () => lines,
    next: () => (ended ? lines + 1 : lines),
  };
}
