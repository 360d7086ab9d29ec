import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Everything of which the package is made. */
const PARTS = ['CHANGELOG.md', 'tsconfig.base.json'].concat(
  ['package.json', 'build.ts', 'tsconfig.json', 'tsconfig.build.json', 'README.md', 'api.md', 'src'].map(
    (part) => `sdk/${part}`,
  ),
);
const SHELF = join(ROOT, '.data', 'packed');
const A_DAY = 24 * 3_600_000;

/**
 * The package as npm would publish it, made of the present sources: the path of its tarball. Built in a folder of its
 * own, since somebody may be building `sdk/dist` at the same time, and kept under the hash of the sources, so that all
 * tests share one. Two who ask at once both build, and one result stays.
 */
export function packed(): string {
  made ??= make();
  return made;
}

let made: string | undefined; // somebody may save a source while tests run: one process has one package

function make(): string {
  const tarball = join(SHELF, `${hashOf(PARTS.map((part) => join(ROOT, part)))}.tgz`);
  if (existsSync(tarball)) return tarball;
  const folder = mkdtempSync(join(tmpdir(), 'symphonia-pack-'));
  try {
    mkdirSync(join(folder, 'sdk'));
    for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const { status, stdout, stderr } = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: join(folder, 'sdk'),
      encoding: 'utf8',
      env: { ...process.env, npm_config_cache: join(folder, '.npm') },
    });
    if (status !== 0) throw new Error(`The SDK cannot be packed:\n${stdout}${stderr}`);
    const made = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    tidy();
    const beside = `${tarball}.${process.pid}`; // a rename is whole or not at all, a copy is not
    copyFileSync(join(folder, made), beside);
    renameSync(beside, tarball);
    return tarball;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lays the package out as an installer would, below `folder`; answers where it lies. */
export function unpacked(folder: string): string {
  const at = join(folder, 'node_modules', '@symphonia', 'sdk');
  mkdirSync(at, { recursive: true });
  execFileSync('tar', ['-xzf', packed(), '--strip-components=1', '-C', at]);
  return at;
}

/** The doors of package.json that are code: `['.', './outbox', …]`. */
export function doors(): string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'sdk/package.json'), 'utf8')) as { exports: object };
  return Object.keys(manifest.exports).filter((door) => !door.endsWith('.json'));
}

/** What a program writes after `from` to come in by this door. */
export const specifier = (door: string) => `@symphonia/sdk${door.slice(1)}`;

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex').slice(0, 16);
}

function tidy(): void {
  mkdirSync(SHELF, { recursive: true });
  for (const name of readdirSync(SHELF))
    if (Date.now() - statSync(join(SHELF, name)).mtimeMs > A_DAY) rmSync(join(SHELF, name));
}
