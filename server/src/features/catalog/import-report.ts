import { limits } from '../../platform/config/limits.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';
import type { ImportReport } from '../../platform/http/contract.types.gen.ts';

/** Counts what became of the lines of a file, and keeps the mistakes of the first thousand that were refused. */
export interface ImportTally {
  created(lines: number): void;
  refused(line: number, mistakes: readonly FieldError[]): void;
  /** The first line beyond what a file may have, and how many there are from it on, which nobody looked at. */
  beyond(line: number, lines: number): void;
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
    beyond(line, lines) {
      beyond = lines;
      mistakes.push({ line, pointer: '', code: 'too_many_lines', message: beyondMessage(lines) });
    },
    report: () => ({ lines: created + refused + beyond, created, refused: refused + beyond, mistakes }),
  };
}

const beyondMessage = (lines: number) =>
  `from here to its end, ${lines} line${lines === 1 ? '' : 's'}, the file was not read: it may have ${limits.size.importLines} lines of data. Send the rest in another file.`;
