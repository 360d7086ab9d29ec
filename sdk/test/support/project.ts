import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { packed, ROOT, unpacked } from './packed.ts';

const TEMPLATES = join(ROOT, 'sdk/test/projects');

export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** A fresh project of somebody else. */
export interface Project {
  readonly folder: string;
  /** Runs a tool of the project's own: `run('vite', 'build')`; `run('node', 'main.ts')` is this Node. */
  run(tool: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  read(path: string): string;
}

/**
 * Makes a project from its template, with the packed SDK. `fromRegistry` installs everything as a team would; else its
 * tools are those that this repository has, so that nothing is downloaded.
 */
export async function givenProject(name: string, parent: string, fromRegistry: boolean): Promise<Project> {
  const folder = join(parent, name);
  cpSync(join(TEMPLATES, name), folder, { recursive: true });
  const home = { vite: 'src', next: 'app' }[name] ?? '.';
  cpSync(join(TEMPLATES, 'order.ts'), join(folder, home, 'order.ts'));
  const project: Project = {
    folder,
    run: (tool, args, env = {}) => run(tool === 'node' ? args : [binOf(folder, tool), ...args], folder, env),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
  };
  if (fromRegistry) {
    const flags = ['install', '--no-audit', '--no-fund', '--loglevel=error', packed()];
    const { code, said } = await run(flags, folder, {}, 'npm');
    if (code !== 0) throw new Error(`npm install failed in ${name}: ${said}`);
    return project;
  }
  unpacked(folder);
  const manifest = JSON.parse(project.read('package.json')) as { devDependencies: object };
  for (const dependency of [...Object.keys(manifest.devDependencies), 'undici-types']) {
    const at = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(at), { recursive: true });
    if (!existsSync(at)) symlinkSync(join(ROOT, 'node_modules', dependency), at);
  }
  return project;
}

/** A server that takes every order, as far as the SDK can tell. */
export async function givenOrderServer(): Promise<{ url: string; orders: string[]; close(): void }> {
  const orders: string[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await new Response(request as unknown as ReadableStream).text()) as { id: string };
    orders.push(body.id);
    response.writeHead(201, {
      'content-type': 'application/json',
      'idempotency-key': String(request.headers['idempotency-key']),
      'order-version': '1',
      'x-request-id': 'r1',
    });
    response.end(JSON.stringify({ ...body, version: 1, status: 'placed' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { url: `http://127.0.0.1:${port}/api/v1`, orders, close: () => server.close() };
}

function binOf(folder: string, tool: string): string {
  const home = join(folder, 'node_modules', { tsc: 'typescript' }[tool] ?? tool);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return join(home, typeof bin === 'string' ? bin : (bin[tool] ?? ''));
}

/** Asynchronous, since the server that the program calls is this process. */
function run(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  command = process.execPath,
): Promise<Ran> {
  const { NODE_ENV: _, ...rest } = process.env;
  const child = spawn(command, args, { cwd, env: { ...rest, NODE_NO_WARNINGS: '1', ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: said.trim() }));
  });
}
