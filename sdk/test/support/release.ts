import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSymphonia, SDK_VERSION, tokenSource } from '../../src/index.ts';
import { outbox } from '../../src/outbox/index.ts';
import { idbOutbox } from '../../src/storage/idb-outbox.ts';
import { sqliteOutbox } from '../../src/storage/sqlite-outbox.ts';

/** A release of the SDK, as far as its stored queue goes: these sources, or a tarball as a team installs it. */
export interface Release {
  readonly SDK_VERSION: string;
  readonly createSymphonia: typeof createSymphonia;
  readonly tokenSource: typeof tokenSource;
  readonly outbox: typeof outbox;
  readonly idbOutbox: typeof idbOutbox;
  readonly sqliteOutbox: typeof sqliteOutbox;
}

/** What stands in `src/` now. */
export const PRESENT: Release = { SDK_VERSION, createSymphonia, tokenSource, outbox, idbOutbox, sqliteOutbox };

/** Installs a tarball into an empty folder as any team does, without a network; answers where the package lies. */
export function install(tarball: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags, '--cache', join(folder, '.npm'), tarball], { cwd: folder, stdio: 'pipe' });
  return join(folder, 'node_modules', '@symphonia', 'sdk');
}

/** The doors of an installed package. */
export async function installed(at: string): Promise<Release> {
  const door = async (file: string) => (await import(pathToFileURL(join(at, 'dist', file)).href)) as Release; // one part of it
  const [core, queue, idb, sqlite] = await Promise.all([
    door('index.js'),
    door('outbox/index.js'),
    door('storage/idb-outbox.js'),
    door('storage/sqlite-outbox.js'),
  ]);
  return {
    SDK_VERSION: core.SDK_VERSION,
    createSymphonia: core.createSymphonia,
    tokenSource: core.tokenSource,
    outbox: queue.outbox,
    idbOutbox: idb.idbOutbox,
    sqliteOutbox: sqlite.sqliteOutbox,
  };
}
