import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BuildInfo } from './build-info.ts';
import { productionManifest } from './production-manifest.ts';

/** What a release carries besides its packages, its manifest and build.json. Folders are copied whole. */
const REQUIRED = ['dist', 'web/dist', 'openapi.yaml', 'Procfile', '.ebextensions', '.platform', 'scripts/start.sh'];
const OPTIONAL = ['docs/errors'];

/** Never carried, wherever it stands: secrets, tests, what a compiler or a system left behind. */
const NEVER = /^\.env|\.(test|fixtures)\.|\.tsbuildinfo$|\.map$|^\.DS_Store$/;

/** Installs the production packages into `folder`, which holds package.json and package-lock.json. */
export type Install = (folder: string) => void;

/**
 * Fills the empty `folder` with everything the release consists of, taken from the built tree in `root`.
 *
 * Throws before copying anything when the tree lacks a part, naming all that are missing. A folder left half-filled by a
 * failure is the caller's to remove.
 */
export async function stageRelease(root: string, folder: string, info: BuildInfo, install: Install): Promise<void> {
  const missing = REQUIRED.filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) throw new Error(`The release lacks ${missing.join(', ')}: run the build first.`);

  for (const path of [...REQUIRED, ...OPTIONAL.filter((optional) => existsSync(join(root, optional)))]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path), {
      recursive: true,
      filter: (source) => !NEVER.test(basename(source)),
    });
  }

  const read = async (name: string) => JSON.parse(await readFile(join(root, name), 'utf8'));
  const write = (name: string, content: object) =>
    writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  const { manifest, lock } = productionManifest(await read('package.json'), await read('package-lock.json'));
  await write('package.json', manifest);
  await write('package-lock.json', lock);
  await write('build.json', info);
  install(folder);
}

/**
 * Installs by npm from the lock. Install scripts stay off and the platform is named, so that the same packages come
 * wherever the release is made: Elastic Beanstalk runs it on 64-bit x86 Linux.
 */
export const installWithNpm: Install = (folder) => {
  const flags = [
    '--omit=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--os=linux',
    '--cpu=x64',
    '--libc=glibc',
  ];
  execFileSync('npm', ['ci', ...flags, '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
};
