import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface ProofPage {
  /** `npm run proof -- <name>`, and the page's name. */
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** Paragraphs and tables. */
  readonly parts: readonly string[];
}

/** Writes the page of a proof under docs/proofs, in place of the last one. */
export function writeProof({ name, title, seconds, parts }: ProofPage): void {
  const file = fileURLToPath(new URL(`../../docs/proofs/${name}.md`, import.meta.url));
  const date = new Date().toISOString().slice(0, 10);
  const run = `\`npm run proof -- ${name}\`, ${date}, ${Math.round(seconds)} s in all, ${cpus().length} cores, ${loadavg()[1]?.toFixed(1)} processes wanting one on average.`;
  writeFileSync(file, `${[`# ${title}`, run, ...parts].join('\n\n')}\n`);
}

/** A Markdown table; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** `1.2 s` */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** `4401 × 3, silence × 1`, or `none`. */
export const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} × ${times}`)
    .join(', ') || 'none';
