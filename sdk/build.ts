import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Compiles src/ to dist/ with declarations, from scratch, so that nothing of an older build is ever packed, and lays the
 * project's changelog beside it. No maps: the JavaScript is the source without its types, with all comments. Fails when
 * a door of package.json leads to a file that was not made.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
rmSync(`${here}dist`, { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', `${here}tsconfig.build.json`], { stdio: 'inherit' });
copyFileSync(`${here}../CHANGELOG.md`, `${here}CHANGELOG.md`);

const { exports } = JSON.parse(readFileSync(`${here}package.json`, 'utf8')) as {
  exports: Record<string, string | Record<string, string>>;
};
const missing = Object.values(exports)
  .flatMap((door) => (typeof door === 'string' ? [door] : Object.values(door)))
  .filter((path) => !existsSync(here + path));
if (missing.length > 0) {
  console.error(
    `package.json exports ${missing.join(', ')}, which the build did not make: is its source missing or renamed?`,
  );
  process.exitCode = 1;
}
