import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTypes, PLACES, programFolder } from './support/check-types.ts';
import { givenOrderServer, givenProject, type Project } from './support/project.ts';

/**
 * The package in projects of other people. `npm test` lends them this repository's tools; `npm run proof -- projects`
 * installs everything from the registry, adds Next and the oldest and newest compiler, and takes some minutes.
 */
const FULL = process.env.PROOF === 'full';
const COMPILERS = ['5.4', '5.9', '7'];

const parent = mkdtempSync(join(tmpdir(), 'symphonia-projects-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

let server: Awaited<ReturnType<typeof givenOrderServer>>;
beforeAll(async () => {
  server = await givenOrderServer();
});
afterAll(() => server.close());

const given = (name: string) => givenProject(name, parent, FULL);
const GOOD = { code: 0, said: '' };

/** Every script that a build left behind, in one text. */
function built(project: Project, folder: string): string {
  const names = readdirSync(join(project.folder, folder), { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith('.js'))
    .map((name) => project.read(join(folder, name)))
    .join('\n');
}

describe('a fresh project takes the package', { timeout: 600_000 }, () => {
  it('Node, TypeScript as it is: an order is submitted, stored and accepted', async () => {
    const node = await given('node');
    expect(await node.run('tsc', [])).toEqual(GOOD);
    const before = server.orders.length;
    expect(await node.run('node', ['main.ts'], { BASE_URL: server.url })).toEqual({ code: 0, said: 'disk placed' });
    expect(server.orders).toHaveLength(before + 1);
    expect(readdirSync(join(node.folder, 'orders')).length).toBeGreaterThan(0);

    const { order } = await import('./projects/order.ts');
    const env = { BASE_URL: server.url, ORDER: JSON.stringify(order) };
    expect(await node.run('node', ['main.cjs'], env)).toEqual({ code: 0, said: 'placed' });
  });

  it('Vite: the built page has outbox and cache, and nothing it did not name', async () => {
    const vite = await given('vite');
    expect(await vite.run('tsc', [])).toEqual(GOOD);
    expect(await vite.run('vite', ['build', '--logLevel', 'error'])).toEqual(GOOD);
    const text = built(vite, 'dist');
    for (const word of ['sym-outbox', 'sym-cache', 'Idempotency-Key']) expect(text).toContain(word);
    expect(text).not.toContain('symphonia.tracking.v1');
  });

  it('esbuild: the bundle runs', async () => {
    const board = await given('esbuild');
    expect(await board.run('tsc', [])).toEqual(GOOD);
    execFileSync(join(board.folder, 'node_modules/esbuild/bin/esbuild'), bundling('main.ts', 'out.mjs'), {
      cwd: board.folder,
    });
    expect(await board.run('node', ['out.mjs'])).toEqual({
      code: 0,
      said: expect.stringMatching(/^\d+\.\d+\.\d+ function$/),
    });
  });

  it('a service worker: checked by the types of workers, and one classic script without imports', async () => {
    const worker = await given('service-worker');
    expect(await worker.run('tsc', [])).toEqual(GOOD);
    const bin = join(worker.folder, 'node_modules/esbuild/bin/esbuild');
    execFileSync(bin, bundling('sw.ts', 'sw.js', 'iife'), { cwd: worker.folder });
    const text = worker.read('sw.js');
    expect(text).toContain('sym-outbox');
    expect(text).not.toMatch(/\b(import|require)\s*\(/);
  });

  it.runIf(FULL)('Next: a page with a client component, and a route that submits an order', async () => {
    const next = await given('next');
    const env = { NEXT_TELEMETRY_DISABLED: '1', BASE_URL: server.url };
    const { code, said } = await next.run('next', ['build'], env);
    expect(code, said).toBe(0);
    expect(built(next, '.next/static')).toContain('sym-outbox');
    const before = server.orders.length;
    // Its server is asked by a program beside it, which ends both.
    const ask = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-p', '0'], { stdio: 'pipe' });
      child.stdout.on('data', async (text) => {
        const [url] = /http:\\/\\/localhost:\\d+/.exec(text) ?? [];
        if (!url) return;
        const page = await (await fetch(url)).text();
        console.log(page.includes('<button'), JSON.stringify(await (await fetch(url + '/order')).json()));
        child.kill();
      });`;
    expect((await next.run('node', ['-e', ask], env)).said).toBe('true {"status":"placed"}');
    expect(server.orders).toHaveLength(before + 1);
  });
});

describe.runIf(FULL)('the published types', { timeout: 600_000 }, () => {
  const folder = join(parent, 'types');
  beforeAll(() => {
    mkdirSync(folder);
    programFolder(folder);
  });

  it.each(COMPILERS)(
    'are right by TypeScript %s: browser and Node, with exact optional members and without',
    (version) => {
      const home = join(parent, `typescript-${version}`);
      mkdirSync(home);
      writeFileSync(join(home, 'package.json'), '{"private":true}');
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `typescript@${version}`], {
        cwd: home,
      });
      const tsc = join(home, 'node_modules/typescript/bin/tsc');
      for (const place of PLACES)
        for (const exact of [true, false])
          expect(checkTypes(tsc, folder, place, exact), `${version} ${place} ${exact ? 'exact' : ''}`).toBe('');
    },
  );
});

function bundling(from: string, to: string, format = 'esm'): string[] {
  return [
    from,
    '--bundle',
    '--minify',
    `--format=${format}`,
    '--target=es2022',
    `--outfile=${to}`,
    '--log-level=error',
  ];
}
