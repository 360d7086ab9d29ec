import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doors, packed, ROOT, specifier, unpacked } from './support/packed.ts';

interface Manifest {
  readonly [field: string]: unknown;
  readonly sideEffects: boolean;
  readonly exports: Record<string, Record<string, string>>;
}

const folder = mkdtempSync(join(tmpdir(), 'symphonia-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let tarball = '';
let at = '';
let files: string[] = [];
let manifest: Manifest;
beforeAll(() => {
  tarball = packed();
  at = unpacked(folder);
  files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as Manifest;
}, 300_000); // a compiler on a busy machine

function run(tool: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', tool), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Bundled as a page would; `ignoreAnnotations` also takes what the package only claims to be without effect. */
async function bundle(contents: string, ignoreAnnotations = false): Promise<string> {
  const result = await build({
    stdin: { contents, resolveDir: folder, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*'],
    ignoreAnnotations,
    write: false,
    logLevel: 'silent',
  });
  return (result.outputFiles[0]?.text ?? '').trim();
}

const kB = (text: string) => gzipSync(text, { level: 9 }).length / 1000;

describe('the package that teams install', { timeout: 120_000 }, () => {
  it('is without a finding for publint', () => {
    const { status, said } = run('publint/src/cli.js', 'run', tarball, '--strict');
    expect(said).toContain('All good!');
    expect(status).toBe(0);
  });

  it('has types that every resolver of ES modules finds, at every door', () => {
    const { status, said } = run('@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only', '--no-emoji');
    expect(status, said).toBe(0);
    for (const door of doors()) expect(said).toContain(`"${specifier(door)}"`);
  });

  it('opens each door with types first, by files that are inside', () => {
    for (const [door, conditions] of Object.entries(manifest.exports)) {
      if (door.endsWith('.json')) continue;
      expect(Object.keys(conditions), door).toEqual(['types', 'default']);
      for (const path of Object.values(conditions)) expect(files).toContain(`package/${path.slice(2)}`);
    }
  });

  it('says whose it is, and depends on nothing', () => {
    expect(manifest).toMatchObject({ type: 'module', sideEffects: false, license: 'UNLICENSED' });
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bin'])
      expect(manifest).not.toHaveProperty(kind);
  });

  it('holds code, declarations and the pages to read, and nothing of the workshop', () => {
    expect(files).toEqual(expect.arrayContaining(['README.md', 'api.md', 'CHANGELOG.md'].map((f) => `package/${f}`)));
    const others = files.filter((file) => !/^package\/dist\/.+\.(js|d\.ts)$/.test(file));
    expect(others.sort()).toEqual(['CHANGELOG.md', 'README.md', 'api.md', 'package.json'].map((f) => `package/${f}`));
    // Maps would lead to sources that are not there; the JavaScript keeps its comments instead.
    const code = files.filter((file) => file.endsWith('.js')).map((file) => join(at, file.slice('package/'.length)));
    for (const file of code) expect(readFileSync(file, 'utf8')).not.toContain('sourceMappingURL');
    expect(statSync(tarball).size).toBeLessThan(250_000);
  });
});

it('is not built when a door leads to a file that is not there: the build says which', { timeout: 60_000 }, () => {
  const at = join(folder, 'half', 'sdk');
  mkdirSync(join(at, 'src'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'half', 'node_modules'));
  writeFileSync(join(folder, 'half', 'CHANGELOG.md'), '');
  cpSync(join(ROOT, 'sdk/build.ts'), join(at, 'build.ts'));
  const write = (name: string, content: object) => writeFileSync(join(at, name), JSON.stringify(content));
  writeFileSync(join(at, 'src/index.ts'), 'export const here = 1;');
  const compilerOptions = { module: 'nodenext', target: 'es2022', types: [], rootDir: 'src', outDir: 'dist' };
  write('tsconfig.build.json', { compilerOptions, files: ['src/index.ts'] });
  const built = (exports: object) => {
    write('package.json', { type: 'module', exports });
    return spawnSync(process.execPath, ['--no-warnings', join(at, 'build.ts')], { encoding: 'utf8' });
  };

  const half = built({ '.': { default: './dist/index.js' }, './gone': { default: './dist/gone.js' } });
  expect(half.stderr).toBe(
    'package.json exports ./dist/gone.js, which the build did not make: is its source missing or renamed?\n',
  );
  expect(half.status).toBe(1);
  expect(built({ '.': { default: './dist/index.js' }, './package.json': './package.json' }).status).toBe(0);
});

describe('opening a door', () => {
  const GLOBALS = [
    ...['fetch', 'WebSocket', 'indexedDB', 'localStorage', 'navigator', 'BroadcastChannel', 'crypto', 'document'],
    ...['setTimeout', 'setInterval', 'queueMicrotask', 'window', 'self', 'addEventListener'],
  ];

  it('does nothing: no door touches the network, a store, a timer or the page', () => {
    const code = `const names = ${JSON.stringify(GLOBALS)};
      const doors = ${JSON.stringify(doors().map(specifier))};
      const was = console.log;
      let touched;
      for (const name of names) Object.defineProperty(globalThis, name, { configurable: true, get() { touched ??= name + new Error().stack; } });
      for (const door of doors) { touched = undefined; await import(door); if (touched?.includes('@symphonia')) was(door + ' touches ' + touched); }
      was('opened ' + doors.length);`;
    const said = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(said.trim()).toBe(`opened ${doors().length}`);
  });

  it.each(doors())('%s unused is an empty bundle, by what it does and not only by what it says', async (door) => {
    expect(await bundle(`import '${specifier(door)}';`)).toBe('');
    if (door === './testing') return; // its table of faults is made by calls; pages do not bundle it
    // Taken at no word: Node's own modules and numbers may stay, a call or a new object may not.
    const left = (await bundle(`import '${specifier(door)}';`, true)).replaceAll(
      /import\{[^}]*\}from"node:[^"]+";/g,
      '',
    );
    expect(left).not.toMatch(/\(|\bnew\b/);
  });

  it('works by require() as well, which Node answers with the same module', () => {
    const code = `const all = ${JSON.stringify(doors().map(specifier))}.map((door) => require(door));
      console.log(typeof all[0].createSymphonia, require('@symphonia/sdk') === all[0]);`;
    const said = execFileSync(process.execPath, ['--no-warnings', '--input-type=commonjs', '-e', code], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(said.trim()).toBe('function true');
  });
});

describe('a page gets only what it names', () => {
  const CORE = "export { createSymphonia, tokenSource, isSymphoniaError } from '@symphonia/sdk';";

  it('the core has no word of outbox, cache or tracking, beyond the names of their options', async () => {
    const text = await bundle(CORE);
    const words =
      /sym-(outbox|cache)|indexedDB|localStorage|BroadcastChannel|\blanes?\b|lease|attention|stalled|epoch|swr|tracking\.v1/gi;
    expect([...text.matchAll(words)].map(([word]) => word)).toEqual([]);
    expect(existsSync(join(at, 'dist/storage/idb.js'))).toBe(true); // the words are looked for in what they come from
    expect(readFileSync(join(at, 'dist/storage/idb-outbox.js'), 'utf8')).toMatch(/sym-outbox/);
  });

  it('all resources come with the core: they are rows of one table, so there is nothing to shake off', async () => {
    const core = kB(await bundle(CORE));
    const types = kB(await bundle("export * from '@symphonia/sdk/types';"));
    const one = kB(await bundle("export { orderStatusValues } from '@symphonia/sdk/types';"));
    console.log(
      `core ${core.toFixed(2)} kB, all lists of values ${types.toFixed(2)} kB, one of them ${one.toFixed(2)} kB`,
    );
    expect(one).toBeLessThan(types / 3); // lists of values do shake
    expect(one).toBeLessThan(0.3);
  });
});
