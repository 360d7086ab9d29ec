import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** An example of a page: a fenced block, and the file name that stands behind its language, if one does. */
export interface Block {
  /** `README`, or the name of a page in docs/. */
  readonly page: string;
  /** The heading it stands under. */
  readonly section: string;
  readonly language: 'ts' | 'tsx';
  /** With a name it is a file of an app; without one it runs in the test of the README. */
  readonly file: string | undefined;
  readonly code: string;
}

const SDK = new URL('../../', import.meta.url);
const PACKAGE = JSON.parse(readFileSync(new URL('package.json', SDK), 'utf8')) as {
  exports: Record<string, { default?: string }>;
};

/** The package's doors by the sources behind them: `@symphonia/sdk/outbox` → a path. */
export const DOORS: ReadonlyMap<string, string> = new Map(
  Object.entries(PACKAGE.exports).flatMap(([entry, { default: built }]) =>
    built === undefined
      ? []
      : [
          [
            `@symphonia/sdk${entry.slice(1)}`,
            fileURLToPath(new URL(built.replace(/^\.\/dist(.*)js$/, './src$1ts'), SDK)),
          ] as const,
        ],
  ),
);

/** The README, and the pages in docs/, by name. */
export function pages(): Map<string, string> {
  const read = (path: string) => readFileSync(new URL(path, SDK), 'utf8');
  const docs = readdirSync(new URL('docs/', SDK)).filter((name) => name.endsWith('.md'));
  return new Map([
    ['README', read('README.md')],
    ...docs.map((name) => [name.slice(0, -3), read(`docs/${name}`)] as const),
  ]);
}

/** The examples of a page, in order. */
export function blocksOf(page: string, text: string): Block[] {
  return text.split(/^## /m).flatMap((part) =>
    [...part.matchAll(/^```(tsx?)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, code = '']) => ({
      page,
      section: part.split('\n')[0] ?? '',
      language: language === 'tsx' ? 'tsx' : 'ts',
      file,
      code,
    })),
  );
}
