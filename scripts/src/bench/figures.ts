import { loadavg } from 'node:os';

/** Durations of many calls, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export const median = (samples: readonly number[]): number => spreadOf(samples).p50;

/** Three digits that count; more would be noise. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en-GB');
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** How busy the machine is: processes that wait for a core, over the last minute. */
export const load = (): string => loadavg()[0]?.toFixed(1) ?? '';

/** A table of Markdown; the first column is text, or the first few, the others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, n) => (n < texts ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
