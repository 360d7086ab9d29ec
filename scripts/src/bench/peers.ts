import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A queue beside ours. */
export interface Peer {
  /** Of its program in `pages/`. */
  readonly name: 'tanstack' | 'parse' | 'workbox';
  readonly title: string;
  readonly packages: Readonly<Record<string, string>>;
  /** The module that a page loads. */
  readonly offers: string;
  /** What "stored" means there. */
  readonly durable: string;
}

export const PEERS: readonly Peer[] = [
  {
    name: 'tanstack',
    title: 'TanStack offline-transactions 1.0.53',
    packages: { '@tanstack/offline-transactions': '1.0.53', '@tanstack/db': '0.8.7' },
    offers: `export { IndexedDBAdapter, startOfflineExecutor } from '@tanstack/offline-transactions';
      export { createCollection } from '@tanstack/db';`,
    durable: 'relaxed, told before the commit',
  },
  {
    name: 'workbox',
    title: 'workbox-background-sync 7.4.1',
    packages: { 'workbox-background-sync': '7.4.1' },
    offers: `export { Queue } from 'workbox-background-sync';`,
    durable: 'relaxed, after the commit',
  },
  {
    name: 'parse',
    title: 'Parse 8.6.2, eventually queue',
    packages: { parse: '8.6.2' },
    // Its own bundle, which brings what it needs of Node.
    offers: `import 'parse/dist/parse.min.js'; export default globalThis.Parse;`,
    durable: 'relaxed, after the commit; the whole queue is one value',
  },
];

/** Installs the packages outside this project, once per machine. `undefined` when the registry does not answer. */
export function installPeers(): string | undefined {
  const packages = Object.entries(Object.assign({}, ...PEERS.map((peer) => peer.packages)) as Record<string, string>); // merged
  const wanted = packages.map(([name, version]) => `${name}@${version}`);
  const folder = join(tmpdir(), `symphonia-bench-peers-${wanted.join('+').replace(/[^\w.+-]/g, '_')}`);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  try {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--prefix', folder];
    execFileSync('npm', ['install', ...options, ...wanted], { cwd: folder, stdio: 'pipe', timeout: 120_000 });
  } catch (error) {
    console.warn(`The queues beside ours are left out, their packages could not be installed: ${String(error)}`);
    return undefined;
  }
  writeFileSync(done, '');
  return folder;
}

/** A peer as a script; Workbox for a classic worker, under the name `workbox`. */
export async function peerScript(peer: Peer, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: peer.offers, resolveDir: folder },
    bundle: true,
    minify: true,
    ...(peer.name === 'workbox' ? { format: 'iife', globalName: 'workbox' } : { format: 'esm' }),
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
