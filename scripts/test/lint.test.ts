import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const tree = mkdtempSync(join(tmpdir(), 'symphonia-lint-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** A tree with our rules and nothing but planted violations, one for each ban, and the same where it is allowed. */
const PLANTED: Readonly<Record<string, string>> = {
  'server/src/default.ts': 'export default 1;\n',
  'server/src/enum.ts': 'export enum Status {\n  Placed,\n}\n',
  'server/src/any.ts': 'export const x = (value: any) => value;\n',
  'server/src/env.ts': 'export const port = process.env.PORT;\n',
  'server/src/console.ts': "console.log('hello');\n",
  'server/src/non-null.ts': 'export const first = (list: string[]) => list[0]!.length;\n',
  'server/src/import-type.ts':
    "import { Order } from './order.ts';\n\nexport const show = (order: Order) => order.id;\n",
  'server/src/order.ts':
    'export interface Order {\n  readonly id: string;\n}\n\nexport async function place(): Promise<void> {}\n',
  'server/src/floating.ts': "import { place } from './order.ts';\n\nexport function start(): void {\n  place();\n}\n",
  'server/src/long.ts': `${'export const a = () => 1;\n'.replace('a', 'start')}${Array.from({ length: 300 }, (_, i) => `export const line${i} = ${i};\n`).join('')}`,
  'server/src/only.test.ts': "import { it } from 'vitest';\n\nit.only('is alone', () => {});\n",
  'server/src/skip.test.ts': "import { it } from 'vitest';\n\nit.skip('is left out', () => {});\n",
  'server/src/platform/config/env.ts': 'export const port = process.env.PORT;\n',
  'scripts/src/setup.ts': "console.log(process.env.PORT ?? 'none');\n",
  'server/src/orders.fixtures.ts': 'export const url = process.env.MONGODB_URI;\n',
  'vitest.config.ts': 'export default {};\n',
  'server/src/contract.gen.ts': 'export default 1\n',
};

const findings = lint();

describe('each ban of the lint is enforced', () => {
  it.each([
    ['a default export', 'server/src/default.ts', 'lint/style/noDefaultExport'],
    ['an enum', 'server/src/enum.ts', 'lint/style/noEnum'],
    ['any', 'server/src/any.ts', 'lint/suspicious/noExplicitAny'],
    ['process.env beside the config', 'server/src/env.ts', 'lint/style/noProcessEnv'],
    ['console in the server', 'server/src/console.ts', 'lint/suspicious/noConsole'],
    ['a denied undefined', 'server/src/non-null.ts', 'lint/style/noNonNullAssertion'],
    ['a type imported as a value', 'server/src/import-type.ts', 'lint/style/useImportType'],
    ['a promise nobody waits for', 'server/src/floating.ts', 'lint/nursery/noFloatingPromises'],
    ['a file of more than 300 lines', 'server/src/long.ts', 'lint/style/noExcessiveLinesPerFile'],
    ['a test that runs alone', 'server/src/only.test.ts', 'lint/suspicious/noFocusedTests'],
    ['a test that is left out', 'server/src/skip.test.ts', 'lint/suspicious/noSkippedTests'],
  ])('%s is refused', (_what, file, rule) => {
    expect(findings.get(file)).toEqual([rule]);
  });

  it('is not enforced where its reason does not hold', () => {
    expect([...findings.keys()].filter((file) => ALLOWED.includes(file))).toEqual([]);
  });
});

const ALLOWED = [
  'server/src/platform/config/env.ts',
  'scripts/src/setup.ts',
  'server/src/orders.fixtures.ts',
  'vitest.config.ts',
  'server/src/contract.gen.ts',
  'server/src/order.ts',
];

/** The errors of Biome by file. */
function lint(): Map<string, string[]> {
  for (const [path, content] of Object.entries(PLANTED)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
  }
  cpSync(join(ROOT, 'biome.jsonc'), join(tree, 'biome.jsonc'));
  cpSync(join(ROOT, '.gitignore'), join(tree, '.gitignore'));
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  const { stdout, stderr } = spawnSync(
    join(ROOT, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--max-diagnostics=none'],
    { cwd: tree, encoding: 'utf8' },
  );
  if (!stdout) throw new Error(`Biome said nothing but: ${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  const found = new Map<string, string[]>();
  for (const { severity, category, location } of diagnostics) {
    const path = typeof location.path === 'string' ? location.path : location.path.file;
    if (severity === 'error') found.set(path, [...(found.get(path) ?? []), category]);
  }
  return found;
}

interface Diagnostic {
  readonly severity: string;
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}
