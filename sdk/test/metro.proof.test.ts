import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { unpacked } from './support/packed.ts';
import { FULL } from './support/proof.ts';

const folder = mkdtempSync(join(tmpdir(), 'symphonia-metro-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The bundler and Babel preset of React Native, and the oldest engine that can be had by itself: Hermes 0.12 of 2022. */
const TOOLS = [
  'metro@0.87.1',
  '@react-native/metro-babel-transformer@0.88.1',
  '@react-native/babel-preset@0.88.1',
  'hermes-engine-cli@0.12.0',
];
const ENGINE = `hermes-engine-cli/${process.platform === 'darwin' ? 'osx' : 'linux64'}-bin/hermes`;

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

it.runIf(FULL)('an app bundled by Metro places an order and reads products in Hermes', { timeout: 900_000 }, () => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...TOOLS);
  unpacked(folder);
  cpSync(fileURLToPath(new URL('metro/', import.meta.url)), folder, { recursive: true });

  const metro = join(folder, 'node_modules/metro/src/cli.js');
  for (const minify of ['false', 'true']) {
    const out = join(folder, `bundle-${minify}.js`);
    run(process.execPath, metro, 'build', 'app.js', '--out', out, '--platform', 'android', '--minify', minify);
    console.log(`minify ${minify}: ${statSync(out).size} bytes`);
    const said = run(join(folder, 'node_modules', ENGINE), out);
    expect(JSON.parse(said)).toEqual({
      durability: 'disk',
      status: 'placed',
      names: ['Pallet'],
      again: 'cache',
      asked: ['POST /transport-orders', 'GET /products?limit=5&status=active'],
      records: 1,
    });
  }
});
