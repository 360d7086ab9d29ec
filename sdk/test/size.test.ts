import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** What a browser downloads for these imports: bundled, minified, gzip −9; kB = 1000 bytes, as the budgets count. */
async function bundle(code: string): Promise<{ kB: number; text: string; inputs: string[] }> {
  const result = await build({
    stdin: { contents: code, resolveDir: src, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
    metafile: true,
  });
  const text = result.outputFiles[0]?.text ?? '';
  return { kB: gzipSync(text, { level: 9 }).length / 1000, text, inputs: Object.keys(result.metafile.inputs) };
}

const CORE = "export { createSymphonia, tokenSource, isSymphoniaError } from './index.ts';";
const OUTBOX = "export { outbox } from './outbox/index.ts'; export { idbOutbox } from './storage/idb-outbox.ts';";
const CACHE = "export { readCache } from './cache/index.ts';";
const TRACKING = "export { tracking } from './tracking/index.ts';";
const QUOTE = "export { offlineQuote } from './quote/index.ts';";

describe('what a page downloads', () => {
  // [what, imports, what it may weigh, what the design aims for]. A ratchet: the first number falls, and rises only for
  // what a page gets more: offline quotes by the client's own contract and by the version in force (+0.4, 2026-11-21).
  it.each([
    ['the core', CORE, 6.5, 6.5],
    ['core and outbox', CORE + OUTBOX, 19.9, 14.5],
    ['core and cache', CORE + CACHE, 9, 10],
    ['core and tracking', CORE + TRACKING, 11, 11],
    ['core, outbox, cache and tracking', CORE + OUTBOX + CACHE + TRACKING, 25, 21],
    ['all of these and quotes', CORE + OUTBOX + CACHE + TRACKING + QUOTE, 27.2, 22.5],
  ] as const)('%s', async (name, code, limit, aim) => {
    const { kB } = await bundle(code);
    console.log(`${name}: ${kB.toFixed(2)} kB gzip, at most ${limit}, aim ${aim}`);
    expect(kB).toBeLessThanOrEqual(limit);
  });

  it('is nothing of the outbox, the cache or tracking when only the core is imported', async () => {
    const { inputs } = await bundle(CORE);
    expect(inputs.filter((path) => /src\/(outbox|cache|tracking|storage|quote)\//.test(path))).toEqual([]);
  });

  it('is nothing at all when nothing is used: no module works at import', async () => {
    const { text } = await bundle(
      "import './index.ts'; import './outbox/index.ts'; import './cache/index.ts'; import './quote/index.ts'; import './storage/idb-outbox.ts';",
    );
    expect(text.trim()).toBe('');
  });

  it('has no import from outside the package', async () => {
    const { inputs } = await bundle(CORE + OUTBOX + CACHE + TRACKING + QUOTE);
    expect(inputs.filter((path) => path !== '<stdin>' && !path.startsWith('sdk/src/'))).toEqual([]);
  });
});
