import { limits } from '../../platform/config/limits.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';
import type { ImportReport } from '../../platform/http/contract.types.gen.ts';

/** Counts what became of the lines of a file, and keeps the mistakes of the first thousand that were refused. */
export interface ImportTally {
  created(lines: number): void;
  refused(line: number, mistakes: readonly FieldError[]): void;
  /** A line beyond what a file may have; only the first of them is named. */
  beyond(line: number): void;
  report(): ImportReport;
}

export function createTally(): ImportTally {
  let created = 0;
  let refused = 0;
  let beyond = 0;
  const mistakes: ImportReport['mistakes'][number][] = [];

  return {
    created(lines) {
      created += lines;
    },
    refused(line, found) {
      refused += 1;
      if (refused <= limits.size.reportedLines) mistakes.push(...found.map((mistake) => ({ line, ...mistake })));
    },
    beyond(line) {
      beyond += 1;
      if (beyond === 1) mistakes.push({ line, ...BEYOND });
    },
    report: () => ({ lines: created + refused + beyond, created, refused: refused + beyond, mistakes }),
  };
}

const BEYOND: FieldError = {
  pointer: '',
  code: 'too_many_lines',
  message: `this line and those behind it were not imported: a file may have ${limits.size.importLines} lines. Send them in another file.`,
};
