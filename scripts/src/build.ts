/**
 * `npm run build -- --dev | --production`: bundles the SDK and the pages; in production smaller, and with server and
 * commands compiled to `dist`. Says what it made and how large it is. Building twice gives the same files.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Built, builtFiles, kilobytes, sizeOf } from './build/built-files.ts';
import { buildServer } from './build/server.ts';
import { buildWeb } from './build/web.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Files worth a line of their own; the rest is in the sum. */
const NAMED = 8;

const [mode, ...more] = process.argv.slice(2);
if ((mode !== '--dev' && mode !== '--production') || more.length > 0) {
  console.error('Say what to build: npm run build -- --dev, or npm run build -- --production.');
  process.exit(64);
}
const production = mode === '--production';

try {
  await timed('sdk/dist', buildSdk);
  await timed('web/dist', () => buildWeb(ROOT, { minify: production }));
  if (production) await timed('dist', () => buildServer(ROOT));
} catch (error) {
  // The compiler and the bundler have said where; a stack of ours would only hide it.
  console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function buildSdk(): Promise<Built[]> {
  execFileSync(process.execPath, ['build.ts'], { cwd: join(ROOT, 'sdk'), stdio: ['ignore', 'ignore', 'inherit'] });
  return builtFiles(join(ROOT, 'sdk/dist'));
}

async function timed(target: string, make: () => Promise<Built[] | undefined>): Promise<void> {
  const began = performance.now();
  const built = await make();
  if (!built) return console.log(`${target}: skipped, because it has no sources`);
  console.log(`${target}: ${sizeOf(built)} in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  for (const { path, bytes, gzipped } of built.slice(0, NAMED)) {
    console.log(`  ${path.padEnd(48)} ${kilobytes(bytes).padStart(10)} ${kilobytes(gzipped).padStart(10)} gzipped`);
  }
}
