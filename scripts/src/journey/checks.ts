/** One promise of the product, held against what was seen. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
}

/** Collects what was promised and what was seen; nothing is thrown, so that the journey shows all of it. */
export interface Checks {
  /** Both must read the same. */
  equal(name: string, expected: unknown, seen: unknown): void;
  /** At least so many. */
  atLeast(name: string, expected: number, seen: number): void;
  /** For what two words do not compare; the words are for the table. */
  that(name: string, expected: string, seen: string, ok: boolean): void;
  readonly all: readonly Check[];
}

export function createChecks(): Checks {
  const all: Check[] = [];
  const that: Checks['that'] = (name, expected, seen, ok) => void all.push({ name, expected, seen, ok });
  return {
    all,
    that,
    equal: (name, expected, seen) => that(name, words(expected), words(seen), words(expected) === words(seen)),
    atLeast: (name, expected, seen) => that(name, `at least ${expected}`, String(seen), seen >= expected),
  };
}

const words = (value: unknown): string => (Array.isArray(value) ? value.join(' → ') : String(value));

/** The table at the end, and whether every promise was kept. Without a single check nothing was shown. */
export function summary(all: readonly Check[]): { table: string; ok: boolean } {
  const rows = [
    ['check', 'expected', 'seen', ''],
    ...all.map(({ name, expected, seen, ok }) => [name, expected, seen, ok ? 'ok' : 'FAILED']),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const kept = all.filter(({ ok }) => ok).length;
  const ok = all.length > 0 && kept === all.length;
  return { table: [lines[0], rule, ...lines.slice(1), '', `${kept} of ${all.length} checks ok`].join('\n'), ok };
}
