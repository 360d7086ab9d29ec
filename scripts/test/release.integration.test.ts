import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBuildInfo } from '../src/release/build-info.ts';
import { packRelease } from '../src/release/pack.ts';
import { productionManifest } from '../src/release/production-manifest.ts';
import { type Install, stageRelease } from '../src/release/stage.ts';
import { hasTool } from './tool.ts';

const DATE = new Date('2026-03-29T02:30:10.000Z');

/** A built tree in small, with what must come along and what must not. */
const TREE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'tree',
    version: '1.2.3',
    dependencies: { ws: '8' },
    devDependencies: { vitest: '5' },
  }),
  'package-lock.json': JSON.stringify({
    packages: {
      '': { name: 'tree' },
      'node_modules/ws': { version: '8.23.0', optionalDependencies: { known: '1', 'for-another-platform': '1' } },
      'node_modules/known': { version: '1.0.0', optional: true },
      'node_modules/vitest': { version: '5.1.1', dev: true },
      'node_modules/@symphonia/sdk': { resolved: 'sdk', link: true },
      sdk: { version: '0.1.0' },
    },
  }),
  'dist/server/src/main.js': 'console.log("main");',
  'dist/server/src/main.js.map': '{}',
  'dist/server/src/orders.test.js': 'it()',
  'dist/.env': 'APP_SECRET=no',
  'web/dist/static/app.3f2a.js': 'export {};',
  'web/src/app.ts': 'export {};',
  'openapi.yaml': 'openapi: 3.1.0',
  Procfile: 'web: scripts/start.sh api,realtime',
  '.ebextensions/01-options.config': 'option_settings: {}',
  '.platform/nginx/nginx.conf': 'events {}',
  'scripts/start.sh': '#!/bin/sh',
  'scripts/src/cli.ts': 'export {};',
  'docs/errors/not_found.md': '# not_found',
  'docs/adr/0001.md': '# one',
  '.env': 'APP_SECRET=no',
};

const PACKAGES: Readonly<Record<string, string>> = {
  'node_modules/.bin/ws': '#!/usr/bin/env node',
  'node_modules/ws/index.js': 'module.exports = 1;',
  'node_modules/ws/LICENSE.md': 'MIT',
  'node_modules/ws/README.md': '# ws',
  'node_modules/ws/index.d.ts': 'export {};',
  'node_modules/ws/test/index.js': 'it()',
  'node_modules/ws/lib/test/needed.js': 'module.exports = 2;',
  'node_modules/@scope/native/prebuilds/linux-x64/native.node': 'ELF',
  'node_modules/@scope/native/prebuilds/darwin-arm64/native.node': 'Mach-O',
};

const INSIDE = [
  '.ebextensions/01-options.config',
  '.platform/nginx/nginx.conf',
  'Procfile',
  'build.json',
  'dist/server/src/main.js',
  'docs/errors/not_found.md',
  'node_modules/@scope/native/prebuilds/linux-x64/native.node',
  'node_modules/ws/LICENSE.md',
  'node_modules/ws/index.js',
  'node_modules/ws/lib/test/needed.js',
  'openapi.yaml',
  'package-lock.json',
  'package.json',
  'scripts/start.sh',
  'web/dist/static/app.3f2a.js',
];

describe('a release', () => {
  let folder: string;
  const info = { version: '1.2.3', build: 7, commit: 'abc', date: DATE.toISOString() };

  const writeAll = async (root: string, files: Readonly<Record<string, string>>) => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
  };
  /** Stands for npm, which needs a registry: puts packages where npm would. */
  const installed: { at?: string } = {};
  const install: Install = (at) => {
    installed.at = at;
  };
  const stageTree = async (name: string) => {
    const staged = join(folder, name);
    await mkdir(staged);
    await stageRelease(join(folder, 'tree'), staged, info, install);
    await writeAll(staged, PACKAGES);
    return staged;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-'));
    await writeAll(join(folder, 'tree'), TREE);
    await chmod(join(folder, 'tree/scripts/start.sh'), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.runIf(hasTool('unzip', 'apt-get install unzip'))(
    'carries what production runs and neither tests, secrets, sources nor development packages',
    async () => {
      const staged = await stageTree('staged');
      const { files } = await packRelease(staged, join(folder, 'out.zip'), DATE);
      execFileSync('unzip', ['-q', 'out.zip', '-d', 'unpacked'], { cwd: folder });

      const listed = execFileSync('unzip', ['-Z1', 'out.zip'], { cwd: folder, encoding: 'utf8' }).trimEnd().split('\n');
      const unpacked = (path: string) => join(folder, 'unpacked', path);
      const manifest = await readFile(unpacked('package.json'), 'utf8');

      expect(installed.at).toBe(staged);
      expect(listed).toEqual(INSIDE);
      expect(files).toBe(INSIDE.length);
      expect((await stat(unpacked('scripts/start.sh'))).mode & 0o777).toBe(0o755);
      expect((await stat(unpacked('Procfile'))).mode & 0o777).toBe(0o644);
      expect(JSON.parse(await readFile(unpacked('build.json'), 'utf8'))).toEqual(info);
      expect(manifest).toContain('"ws"');
      expect(manifest).not.toContain('vitest');
    },
  );

  it('is the same, byte for byte, whenever, wherever and under whatever umask it is packed', async () => {
    const first = await stageTree('first');
    const second = await stageTree('second');
    await utimes(join(second, 'Procfile'), 1, 1);
    await chmod(join(second, 'openapi.yaml'), 0o600);
    // Another process, because a process keeps the zone it began with.
    const pack = `import { packRelease } from ${JSON.stringify(new URL('../src/release/pack.ts', import.meta.url).href)};
      console.log((await packRelease(process.argv[1], process.argv[2], new Date(${DATE.getTime()}))).sha256);`;
    const elsewhere = (zone: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', pack, second, join(folder, 'second.zip')], {
        encoding: 'utf8',
        env: { ...process.env, TZ: zone },
      }).trim();

    const { sha256, bytes } = await packRelease(first, join(folder, 'first.zip'), DATE);

    expect((await stat(join(folder, 'first.zip'))).size).toBe(bytes);
    expect(elsewhere('Asia/Tokyo')).toBe(sha256);
    expect(elsewhere('Europe/Berlin')).toBe(sha256); // where the local hour of DATE does not exist
  });

  it('differs when a file differs', async () => {
    const first = await packRelease(await stageTree('first'), join(folder, 'first.zip'), DATE);
    const second = await stageTree('second');
    await writeFile(join(second, 'Procfile'), 'web: other');

    expect((await packRelease(second, join(folder, 'second.zip'), DATE)).sha256).not.toBe(first.sha256);
  });

  it('names everything that was not built', async () => {
    await rm(join(folder, 'tree/dist'), { recursive: true });
    await rm(join(folder, 'tree/openapi.yaml'));

    await expect(stageTree('staged')).rejects.toThrow('The release lacks dist, openapi.yaml');
  });

  it('is numbered by the commits since the last version, unless a number is given', async () => {
    const tree = join(folder, 'tree');
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    const git = (...args: string[]) =>
      execFileSync('git', [...identity, ...args], { cwd: tree, stdio: 'pipe' })
        .toString()
        .trim();
    const commit = (message: string) => git('commit', '--allow-empty', '--quiet', '-m', message);

    git('init', '--quiet');
    expect(() => readBuildInfo(tree)).toThrow('this folder has none');
    git('add', '--all');
    commit('one');
    commit('two');
    expect(readBuildInfo(tree).build).toBe(2);
    git('tag', 'v1.2.3');
    git('tag', 'a-name-that-is-no-version');
    commit('three');

    expect(readBuildInfo(tree)).toEqual({
      version: '1.2.3',
      build: 1,
      commit: git('rev-parse', 'HEAD'),
      date: new Date(git('show', '-s', '--format=%cI')).toISOString(),
    });
    expect(readBuildInfo(tree, 99).build).toBe(99);
    await writeFile(join(tree, 'Procfile'), 'changed');
    expect(readBuildInfo(tree).commit).toBe(`${git('rev-parse', 'HEAD')}-dirty`);
  });
});

describe('the lock of a release', () => {
  it('holds the production packages and names no optional package it does not hold', () => {
    const { lock } = productionManifest(
      JSON.parse(TREE['package.json'] ?? ''),
      JSON.parse(TREE['package-lock.json'] ?? ''),
    );

    expect(lock).toMatchObject({
      packages: { '': { dependencies: { ws: '8' } }, 'node_modules/ws': { optionalDependencies: { known: '1' } } },
    });
    // The assertion above has just seen `packages`.
    expect(Object.keys((lock as { packages: object }).packages)).toEqual(['', 'node_modules/ws', 'node_modules/known']);
  });
});
