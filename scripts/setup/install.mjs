import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './capture.mjs';
import { NODE, ROOT } from './paths.mjs';
import { DISK_FULL, SetupError, step } from './print.mjs';

/**
 * Installs the packages when they are absent or not those of package-lock.json, and checks that the pinned Node is there.
 * SYMPHONIA_INSTALL=never leaves node_modules as they are.
 */
export async function ensureInstalled(root = ROOT) {
  if (process.env.SYMPHONIA_INSTALL !== 'never') {
    const why = whyInstall(root);
    if (why) await step(`installing packages by npm, because ${why}`, () => install(root));
  }
  await checkNode(root);
}

/** The reason for an install, or undefined. Times are asked first; a lockfile that was only touched changes nothing. */
export function whyInstall(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const wanted = join(root, 'package-lock.json');
  if (!existsSync(installed)) return 'node_modules is absent';
  if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return undefined;
  return samePackages(read(installed), read(wanted)) ? undefined : 'package-lock.json is newer than node_modules';
}

function samePackages(installed, wanted) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '' || entry.link || entry.optional || entry.devOptional || !path.includes('node_modules/'))
      return true;
    return installed.packages[path]?.version === entry.version;
  });
}

async function install(root) {
  const first = await npm(root, 'ci');
  if (first.code === 0) return;
  if (!lacksPlatformsOnly(first.output)) throw new SetupError(sentence('ci', first));

  // npm ci refuses a lockfile without an entry for every platform's binaries, and not every registry has them all; npm install
  // takes the same versions from the same lockfile. It must not write a line of it.
  const lockfile = join(root, 'package-lock.json');
  const before = readFileSync(lockfile);
  const second = await npm(root, 'install', '--no-save');
  const unchanged = before.equals(readFileSync(lockfile));
  if (!unchanged) writeFileSync(lockfile, before);
  if (second.code !== 0) throw new SetupError(sentence('install', second));
  if (!unchanged) throw new SetupError('package-lock.json is not complete: run npm install and commit the lockfile.');
}

function npm(root, ...args) {
  return capture('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
}

/** Whether npm ci misses nothing but entries without a version, which are binaries for other platforms. */
export function lacksPlatformsOnly(output) {
  const complaints = output.split('\n').filter((line) => /\b(Missing|Invalid): /.test(line));
  return complaints.length > 0 && complaints.every((line) => /Missing: \S+@ from lock file/.test(line));
}

function sentence(verb, { code, output }) {
  if (code === 127) return 'npm is not on PATH: install Node 20 or newer with its npm.';
  const line = output.split('\n').find((each) => /npm (error|ERR!)/.test(each)) ?? output.trim().split('\n').at(-1);
  if (/ENOSPC/.test(output)) return DISK_FULL;
  if (/E(NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT|CONNRESET)/.test(output)) {
    return `npm ${verb} could not reach the package registry (${line}): check the network and npm's settings, then run the same command again.`;
  }
  if (/EUSAGE/.test(output))
    return 'package.json and package-lock.json do not fit together: run npm install and commit the lockfile.';
  return `npm ${verb} failed (${line}): run npm ${verb} to see all of it.`;
}

async function checkNode(root) {
  const major = Number(read(join(root, 'package.json')).devDependencies.node.match(/\d+/)[0]);
  const { code, output } = await capture(NODE, ['--version']);
  if (code !== 0) {
    throw new SetupError(
      'The pinned Node is not in node_modules (installed with --ignore-scripts?): run npm rebuild node.',
    );
  }
  const found = Number(output.match(/v(\d+)/)?.[1]);
  if (found !== major)
    throw new SetupError(`node_modules holds Node ${found}, and this project needs Node ${major}: run npm ci.`);
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
