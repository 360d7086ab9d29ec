import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A file as it is served. */
export interface Served {
  readonly type: string;
  readonly content: string;
}

/** A page of this folder by the paths it is served under. `alias` names other files for packages. */
export async function bundle(name: string, alias: Record<string, string> = {}): Promise<Map<string, Served>> {
  const here = (path: string) => fileURLToPath(new URL(`${name}/${path}`, import.meta.url));
  const entry = [here('main.ts'), here('main.tsx')].find((path) => existsSync(path));
  if (!entry) throw new Error(`There is no example ${name}.`);
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' }, // React asks
    alias,
    write: false,
  });
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', content: await readFile(here('index.html'), 'utf8') }],
    ['/main.js', { type: 'text/javascript; charset=utf-8', content: outputFiles[0]?.text ?? '' }],
  ]);
}
