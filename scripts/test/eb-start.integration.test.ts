import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTool } from './tool.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCRIPT = join(ROOT, 'scripts/start.sh');
const REPORT = `console.log(JSON.stringify({ env: process.env, flags: process.execArgv, main: process.argv[1], pid: process.pid }));`;

interface Started {
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly main: string;
  readonly pid: number;
}

describe('scripts/start.sh', () => {
  let tree: string;

  /** Runs the script of the unpacked tree with nothing in the environment but what is given. */
  const start = (args: readonly string[], env: Record<string, string> = {}) =>
    spawnSync(join(tree, 'scripts/start.sh'), args, {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, ...env },
    });
  /** What the application started with; the agent, where it is loaded, logs lines of its own to the same place. */
  const started = (args: readonly string[], env?: Record<string, string>) => {
    const report = start(args, env)
      .stdout.split('\n')
      .find((line) => line.startsWith('{"env"'));
    // The report is the one line that REPORT prints.
    return JSON.parse(report ?? 'null') as Started;
  };

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'start-'));
    mkdirSync(join(tree, 'dist/server/src'), { recursive: true });
    mkdirSync(join(tree, 'scripts'));
    mkdirSync(join(tree, 'node_modules'));
    cpSync(SCRIPT, join(tree, 'scripts/start.sh'));
    symlinkSync(join(ROOT, 'node_modules/newrelic'), join(tree, 'node_modules/newrelic'));
    writeFileSync(join(tree, 'package.json'), '{"type":"module"}');
    writeFileSync(join(tree, 'dist/server/src/main.js'), REPORT);
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  it('is an executable shell script with Unix line ends', () => {
    expect(statSync(SCRIPT).mode & 0o111).toBe(0o111);
    expect(readFileSync(SCRIPT, 'utf8')).toMatch(/^#!\/bin\/sh\n/);
    expect(readFileSync(SCRIPT, 'utf8')).not.toContain('\r');
    expect(spawnSync('bash', ['-n', SCRIPT]).status).toBe(0);
  });

  it.runIf(hasTool('shellcheck', 'apt-get install shellcheck'))('passes shellcheck', () => {
    expect(spawnSync('shellcheck', [SCRIPT], { encoding: 'utf8' }).stdout).toBe('');
  });

  it.each([
    { given: 'api,realtime', inEnvironment: undefined, runs: 'api,realtime' },
    { given: undefined, inEnvironment: 'worker', runs: 'worker' },
    { given: undefined, inEnvironment: undefined, runs: undefined },
    { given: 'api,realtime', inEnvironment: 'realtime', runs: 'realtime' },
    { given: 'worker', inEnvironment: 'api,worker', runs: 'worker' },
  ])('runs $runs for the argument $given under ROLES=$inEnvironment', ({ given, inEnvironment, runs }) => {
    const { env } = started(given ? [given] : [], inEnvironment ? { ROLES: inEnvironment } : {});

    expect(env.ROLES).toBe(runs);
  });

  it('waits idle, and ends when asked, where ROLES leaves a process nothing to do', async () => {
    const idle = spawn(join(tree, 'scripts/start.sh'), ['worker'], {
      env: { PATH: process.env.PATH, ROLES: 'realtime' },
    });
    const [said] = await once(idle.stderr, 'data');
    idle.kill('SIGTERM');
    const [, signal] = await once(idle, 'exit');

    expect(String(said)).toContain('leaves nothing to do');
    expect(signal).toBe('SIGTERM');
  });

  it('loads the New Relic agent only where there is a licence key', () => {
    const without = started(['api']);
    const within = started(['api'], { NEW_RELIC_LICENSE_KEY: '0'.repeat(40), NEW_RELIC_ENABLED: 'false' });

    expect(without.flags).toEqual([]);
    expect(within.flags).toEqual(['--import', 'newrelic/esm-loader.mjs', '-r', 'newrelic']);
    expect(within.env).toMatchObject({ NEW_RELIC_NO_CONFIG_FILE: 'true', NEW_RELIC_LOG: 'stdout' });
  });

  it('says what is running, from build.json, unless the environment says it', () => {
    writeFileSync(
      join(tree, 'build.json'),
      `${JSON.stringify({ version: '1.2.3', build: 45, commit: 'abc-dirty' }, null, 2)}\n`,
    );

    expect(started([]).env).toMatchObject({ VERSION: '1.2.3', BUILD: '45', COMMIT: 'abc-dirty' });
    expect(started([], { BUILD: '46' }).env).toMatchObject({ VERSION: '1.2.3', BUILD: '46', COMMIT: 'abc-dirty' });
  });

  it('gives a worker beside a web process a metrics port of its own', () => {
    expect(started(['worker']).env.METRICS_PORT).toBe('9465');
    expect(started(['worker'], { METRICS_PORT: '0' }).env.METRICS_PORT).toBe('0');
    expect(started(['api,realtime']).env.METRICS_PORT).toBeUndefined();
  });

  it('becomes the application instead of staying its parent, so that signals arrive', () => {
    const child = start(['api']);

    expect(JSON.parse(child.stdout).pid).toBe(child.pid);
    expect(JSON.parse(child.stdout).main).toBe(join(tree, 'dist/server/src/main.js'));
  });

  it('keeps compiled code inside its own folder', () => {
    expect(started([]).env.NODE_COMPILE_CACHE).toBe(join(tree, 'node_modules/.cache/compile'));
  });

  it('runs the TypeScript of a clone that was never built', () => {
    const clone = mkdtempSync(join(tmpdir(), 'clone-'));
    mkdirSync(join(clone, 'server/src'), { recursive: true });
    mkdirSync(join(clone, 'scripts'));
    cpSync(SCRIPT, join(clone, 'scripts/start.sh'));
    writeFileSync(join(clone, 'server/src/main.ts'), REPORT);

    const { stdout } = spawnSync(join(clone, 'scripts/start.sh'), {
      encoding: 'utf8',
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
    });
    rmSync(clone, { recursive: true });

    expect(JSON.parse(stdout).main).toBe(join(clone, 'server/src/main.ts'));
  });

  it('refuses another Node.js with one sentence', () => {
    const old = join(tree, 'old');
    mkdirSync(old);
    writeFileSync(join(old, 'node'), '#!/bin/sh\necho v20.1.0\n');
    chmodSync(join(old, 'node'), 0o755);

    const { status, stdout, stderr } = start(['api'], { PATH: `${old}:/usr/bin:/bin` });

    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Symphonia runs on Node\.js 24 and found v20\.1\.0; .+\n$/);
  });
});
