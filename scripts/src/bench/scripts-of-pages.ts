import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { installPeers, PEERS, type Peer, peerScript } from './peers.ts';

/** What the server serves, and which of the queues beside ours could be had. */
export interface Served {
  readonly files: Readonly<Record<string, string>>;
  readonly peers: readonly Peer[];
}

const page = (name: string) =>
  `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page-${name}.js"></script>`;

/** Builds all pages as a frontend team would: bundled and minified, for browsers of the last years. */
export async function buildPages(): Promise<Served> {
  const folder = installPeers();
  const peers = folder === undefined ? [] : PEERS;
  const files: Record<string, string> = {};
  for (const name of ['sdk', ...peers.map((peer) => peer.name)]) {
    files[`/${name}.html`] = page(name);
    files[`/page-${name}.js`] = await script(name);
  }
  if (folder !== undefined) for (const peer of peers) files[`/${peer.name}.js`] = await peerScript(peer, folder);
  files['/workbox-worker.js'] = await script('workbox-worker', 'iife');
  return { files, peers };
}

async function script(name: string, format: 'esm' | 'iife' = 'esm'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`pages/${name}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    format,
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
