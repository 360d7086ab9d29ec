/**
 * `npm run release [-- --build N]`: builds, stages and packs `release/symphonia-<version>-<build>.zip`, the one file that
 * Elastic Beanstalk, a container image and a machine of one's own start from. Twice from one commit gives the same file.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readBuildInfo } from './release/build-info.ts';
import { packRelease } from './release/pack.ts';
import { installWithNpm, stageRelease } from './release/stage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The size a release must stay below, in bytes: what a new instance downloads before it can start. */
const LARGEST = 100 * 1_000_000;

const { values } = parseArgs({ options: { build: { type: 'string' } } });
if (values.build !== undefined && !/^\d+$/.test(values.build)) {
  console.error(`--build takes a whole number, not "${values.build}".`);
  process.exit(2);
}

const info = readBuildInfo(ROOT, values.build === undefined ? undefined : Number(values.build));
execFileSync(process.execPath, [join(ROOT, 'scripts/src/build.ts'), '--production'], { cwd: ROOT, stdio: 'inherit' });

const folder = await mkdtemp(join(tmpdir(), 'symphonia-release-'));
try {
  await stageRelease(ROOT, folder, info, installWithNpm);
  const target = join(ROOT, 'release', `symphonia-${info.version}-${info.build}.zip`);
  await mkdir(join(ROOT, 'release'), { recursive: true });
  const packed = await packRelease(folder, target, new Date(info.date));

  console.log(target);
  console.log(`  version ${info.version}, build ${info.build}, commit ${info.commit}, ${info.date}`);
  console.log(`  ${(packed.bytes / 1_000_000).toFixed(1)} MB, ${packed.files} files`);
  console.log(`  sha256 ${packed.sha256}`);
  if (info.commit.endsWith('-dirty')) console.warn('  Changes are not committed: this release cannot be made again.');
  if (packed.bytes > LARGEST) {
    console.error(`  larger than ${LARGEST / 1_000_000} MB: look for what should not be inside.`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
