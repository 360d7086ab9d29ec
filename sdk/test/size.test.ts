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
    external: ['node:*'],
  });
  const text = result.outputFiles[0]?.text ?? '';
  return { kB: gzipSync(text, { level: 9 }).length / 1000, text, inputs: Object.keys(result.metafile.inputs) };
}

const CORE = "export { createSymphonia, tokenSource, isSymphoniaError } from './index.ts';";
const OUTBOX = "export { outbox } from './outbox/index.ts'; export { idbOutbox } from './storage/idb-outbox.ts';";
const CACHE = "export { readCache } from './cache/index.ts';";
const TRACKING = "export { tracking } from './tracking/index.ts';";
const QUOTE = "export { offlineQuote } from './quote/index.ts';";
const ALL = CORE + OUTBOX + CACHE + TRACKING;
const CLIENT_LOGS = "export { clientLogs } from './client-logs/index.ts';";
const WORKER = "export { symphoniaWorker, tokenSource } from './sw/index.ts';";

describe('what a page downloads', () => {
  // [what, imports, what it may weigh, what the design aims for]. A ratchet: the first number falls, and rises only for
  // what a page gets more: what is imported into the queue is judged before it is stored (+0.3), a password that was
  // refused is not tried again and again (+0.1), fifteen operations more (+0.2 in the core), and live events that come by
  // streams and polls where no socket gets through, and go on there without a snapshot (+2.0; 2026-11-21).
  it.each([
    ['the core', CORE, 6.7, 6.5],
    ['core and outbox', CORE + OUTBOX, 20.8, 14.5],
    ['core and cache', CORE + CACHE, 9.1, 10],
    ['core and tracking', CORE + TRACKING, 12.1, 11],
    ['core, outbox, cache and tracking', CORE + OUTBOX + CACHE + TRACKING, 27.7, 21],
    ['all of these and quotes', CORE + OUTBOX + CACHE + TRACKING + QUOTE, 30.0, 22.5],
  ] as const)('%s', async (name, code, limit, aim) => {
    const { kB } = await bundle(code);
    console.log(`${name}: ${kB.toFixed(2)} kB gzip, at most ${limit}, aim ${aim}`);
    expect(kB).toBeLessThanOrEqual(limit);
  });

  it.each([
    // [what, imports, upon what, what it may add, what the design aims for]
    ['quotes', QUOTE, ALL, 2.4, 1.5],
    ['client logs', CLIENT_LOGS, CORE, 1.5, 1.5],
    ['a service worker, by itself', WORKER, '', 11.9, 12],
  ] as const)('%s add no more than their share', async (name, code, base, limit, aim) => {
    const added = (await bundle(base + code)).kB - (base ? (await bundle(base)).kB : 0);
    console.log(`${name}: ${added.toFixed(2)} kB gzip, at most ${limit}, aim ${aim}`);
    expect(added).toBeLessThanOrEqual(limit);
  });

  it('is told of what no browser downloads over a slow network: Node, React Native and the fake server', async () => {
    const core = (await bundle(CORE)).kB;
    for (const entry of [
      'storage/node-outbox',
      'storage/sqlite-cache',
      'storage/rn-outbox',
      'storage/rn-cache',
      'testing/index',
    ]) {
      const { kB } = await bundle(`${CORE}export * from './${entry}.ts';`);
      console.log(`${entry}: ${(kB - core).toFixed(2)} kB gzip on top of the core`);
    }
  });

  it('is nothing of the outbox, the cache or tracking when only the core is imported', async () => {
    const { inputs } = await bundle(CORE);
    expect(inputs.filter((path) => /src\/(outbox|cache|tracking|storage|quote)\//.test(path))).toEqual([]);
  });

  it('has no import from outside the package', async () => {
    const { inputs } = await bundle(CORE + OUTBOX + CACHE + TRACKING + QUOTE);
    expect(inputs.filter((path) => path !== '<stdin>' && !path.startsWith('sdk/src/'))).toEqual([]);
  });
});
