import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Compiles src/ to dist/ with declarations, from scratch, so that nothing of an older build is ever packed, and lays the
 * project's changelog beside it. No maps: the JavaScript is the source without its types, with all comments.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
rmSync(`${here}dist`, { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', `${here}tsconfig.build.json`], { stdio: 'inherit' });
copyFileSync(`${here}../CHANGELOG.md`, `${here}CHANGELOG.md`);
