import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestApp, type TestApp } from '../../../server/test/test-app.ts';
import { buildWeb } from '../../src/build/web.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What the pages use besides the SDK. */
const MAPS = ['leaflet', 'topojson-client', 'world-atlas'] as const;

/** The application with the pages, as somebody would install it. */
export interface ServedWeb {
  /** Starts a process' worth of the application that serves the built pages. */
  start(overrides?: Record<string, string>): Promise<TestApp>;
  remove(): Promise<void>;
}

/**
 * Builds the pages in a folder of its own, as a frontend team's build would: with the SDK as an installed package, found
 * by its `exports`. The package leads to the SDK's sources, so that no other build is needed or disturbed.
 */
export async function servedWeb(): Promise<ServedWeb> {
  const root = await mkdtemp(join(tmpdir(), 'symphonia-web-'));
  for (const folder of ['src', 'public']) {
    await cp(join(ROOT, 'web', folder), join(root, 'web', folder), { recursive: true });
  }
  const sdk = join(root, 'node_modules/@symphonia/sdk');
  await mkdir(sdk, { recursive: true });
  await symlink(join(ROOT, 'sdk/src'), join(sdk, 'src'));
  const manifest = await readFile(join(ROOT, 'sdk/package.json'), 'utf8');
  await writeFile(join(sdk, 'package.json'), manifest.replaceAll(/"\.\/dist\/([^"]+)\.js"/g, '"./src/$1.ts"'));
  for (const name of MAPS) await symlink(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  await buildWeb(root, { minify: true });

  return {
    async start(overrides) {
      const before = process.cwd();
      process.chdir(root); // the server serves `web/dist` of the folder it is started in
      try {
        return await startTestApp(overrides);
      } finally {
        process.chdir(before);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
