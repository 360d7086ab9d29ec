import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Folders at the top of a package that its published code does not load. Deeper ones may be code: they stay. */
const UNUSED_FOLDERS = /^(tests?|__tests__|docs?|examples?|benchmarks?|bench|coverage|\.github|\.vscode)$/i;

/** Files that Node never loads. Licences are kept whatever they are called. */
const UNUSED_FILES = /\.(map|md|markdown|ts|mts|cts|flow|tsbuildinfo)$/i;
const LICENCE = /^(licen[cs]e|notice|copying|copyright)/i;

/** Compiled binaries lie in `prebuilds/<platform>`; the release runs on one platform. */
const OUR_PREBUILDS = 'linux-x64';

/**
 * Whether a file of `node_modules` can be left out of the release. `path` is relative to the release and uses `/`.
 */
export function isDeadWeight(path: string): boolean {
  if (!path.startsWith('node_modules/')) return false;
  const inside = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).split('/');
  if (inside[0]?.startsWith('.')) return true; // .bin, .package-lock.json, .cache: for npm, not for Node
  const own = inside.slice(inside[0]?.startsWith('@') ? 2 : 1);
  const [top = '', platform = ''] = own;
  const name = own.at(-1) ?? '';

  if (own.length > 1 && UNUSED_FOLDERS.test(top)) return true;
  if (top === 'prebuilds' && own.length > 2) return platform !== OUR_PREBUILDS;
  return UNUSED_FILES.test(name) && !LICENCE.test(name);
}

/** All files below `folder` that belong into the release, relative, with `/`, sorted by code unit: the same everywhere. */
export async function releaseFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !isDeadWeight(path))
    .sort((a, b) => (a < b ? -1 : 1));
}
