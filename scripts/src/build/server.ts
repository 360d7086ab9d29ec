import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type Built, builtFiles } from './built-files.ts';

/** Folders whose files besides TypeScript are read while the server or a command runs. */
const WITH_DATA = ['server/src', 'scripts/src', 'scripts/data'];
/** What the compiler writes itself, what people read, and what only tests and the development read. */
const NOT_DATA = /\.ts$|\.md$|\.cases\.json$|^scripts\/src\/(build|gen|journey|release|walls)\//;

/**
 * Compiles server and commands to JavaScript in `dist` and copies beside it what they read at run time. Throws when the
 * types are wrong, and then nothing is emitted. A run that dies leaves an incomplete `dist`; the next one empties it.
 */
export async function buildServer(root: string): Promise<Built[]> {
  const dist = join(root, 'dist');
  await rm(dist, { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  for (const path of await dataFiles(root)) {
    await mkdir(dirname(join(dist, path)), { recursive: true });
    await cp(join(root, path), join(dist, path));
  }
  return builtFiles(dist);
}

async function dataFiles(root: string): Promise<string[]> {
  const listed = await Promise.all(
    WITH_DATA.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  return listed
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !NOT_DATA.test(path));
}
