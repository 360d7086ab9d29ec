import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { type Built, builtFiles } from './built-files.ts';
import { withBuiltNames } from './page-links.ts';

/** Served under its own name from the root: a browser looks for a service worker where it was, and its scope is its folder. */
const UNHASHED = /^sw\.ts$/;
const ENTRY = /(?<!\.test|\.d)\.ts$|\.css$/;

/**
 * Bundles the pages of `web/src` into `web/dist`: scripts and styles under names that hold their content's hash, so that
 * they may be cached for ever, and the HTML that names them. `undefined` when there are no pages.
 *
 * A run that dies leaves an incomplete `web/dist`; the next one begins by emptying it.
 */
export async function buildWeb(root: string, options: { minify: boolean }): Promise<Built[] | undefined> {
  const source = join(root, 'web/src');
  const target = join(root, 'web/dist');
  if (!existsSync(source)) return undefined;
  const names = (await readdir(source)).sort();
  const entries = names.filter((name) => ENTRY.test(name));

  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const shared = {
    bundle: true,
    format: 'esm',
    target: 'es2022',
    absWorkingDir: root,
    outdir: target,
    minify: options.minify,
    logLevel: 'warning',
  } as const;
  const result = await build({
    ...shared,
    entryPoints: entries.filter((name) => !UNHASHED.test(name)).map((name) => join(source, name)),
    entryNames: 'static/[name].[hash]',
    chunkNames: 'static/[name].[hash]',
    assetNames: 'static/[name].[hash]',
    // Data that a page fetches when it needs them: they are addresses to a script, not code.
    loader: { '.svg': 'file', '.png': 'file', '.woff2': 'file', '.json': 'file' },
    publicPath: '/',
    splitting: true,
    metafile: true,
    sourcemap: options.minify ? false : 'inline',
  });
  await build({
    ...shared,
    entryPoints: entries.filter((name) => UNHASHED.test(name)).map((name) => join(source, name)),
  });

  const outputs = new Map<string, string>();
  for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    // A part that is loaded later has an entry of its own as well, and may be called like a page's.
    const name = entryPoint?.replace('web/src/', '');
    if (name !== undefined && entries.includes(name)) outputs.set(name, output.replace('web/dist/', '/'));
  }
  for (const page of names.filter((name) => name.endsWith('.html'))) {
    const built = join(target, placeOf(page));
    await mkdir(dirname(built), { recursive: true });
    await writeFile(built, withBuiltNames(page, await readFile(join(source, page), 'utf8'), outputs));
  }
  if (existsSync(join(root, 'web/public'))) await cp(join(root, 'web/public'), target, { recursive: true });
  return builtFiles(target);
}

/** Where a page is served: `index.html` at the root, `board.html` at `/board/`. */
const placeOf = (page: string): string =>
  page === 'index.html' ? page : join(page.replace(/\.html$/, ''), 'index.html');
