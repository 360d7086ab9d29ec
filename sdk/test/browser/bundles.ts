import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const HERE = fileURLToPath(new URL('page/', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** Script of `page/<name>.ts`, on the present sources or on the SDK of a release's tarball. */
export async function bundled(name: string, tarball?: string): Promise<string> {
  const folder = tarball === undefined ? undefined : unpacked(tarball);
  try {
    const result = await build({
      entryPoints: [join(HERE, `${name}.ts`)],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      write: false,
      logLevel: 'silent',
      plugins: folder === undefined ? [] : [inPlaceOfSources(folder)],
    });
    return result.outputFiles[0]?.text ?? '';
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

/** The package of a release, as a team gets it. */
function unpacked(tarball: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sym-release-'));
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  return folder;
}

function inPlaceOfSources(folder: string): Plugin {
  return {
    name: 'release',
    setup({ onResolve }) {
      onResolve({ filter: /\/src\/.+\.ts$/ }, ({ path, resolveDir }) => ({
        path: join(folder, 'package/dist', relative(SOURCES, join(resolveDir, path)).replace(/\.ts$/, '.js')),
      }));
    },
  };
}
