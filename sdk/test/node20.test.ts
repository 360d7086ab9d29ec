import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { nodeOutbox } from '../src/storage/node-outbox.ts';
import { aRecord } from './support/outbox-conformance.ts';
import { packed } from './support/packed.ts';
import { install } from './support/release.ts';

const root = mkdtempSync(join(tmpdir(), 'sym-node20-'));
afterAll(() => rmSync(root, { recursive: true }));
const support = fileURLToPath(new URL('./support/', import.meta.url));

it('the packed SDK keeps and sends orders on Node 20, and what is left there a newer Node sends', async () => {
  const app = dirname(dirname(dirname(install(packed(), join(root, 'app')))));
  cpSync(fileURLToPath(new URL('./node20/', import.meta.url)), app, { recursive: true });
  const bundle = { bundle: true, format: 'esm', platform: 'node', target: 'node20' } as const;
  buildSync({ ...bundle, entryPoints: [`${support}outbox-conformance.ts`], outfile: join(app, 'rules.mjs') });
  buildSync({ ...bundle, entryPoints: [`${support}given.ts`], outfile: join(app, 'order.mjs') });
  const env = {
    ...process.env,
    SYM_OF_A_NEWER_NODE: join(root, 'newer'),
    SYM_FOR_A_NEWER_NODE: join(root, 'older'),
  };
  const newer = nodeOutbox(env.SYM_OF_A_NEWER_NODE);
  await newer.add(aRecord('a'));
  await newer.close();

  const command = ['--yes', '-p', 'node@20', 'node', '--test', '--test-reporter=tap', 'store.mjs', 'faults.mjs'];
  const { stdout } = await promisify(execFile)('npx', command, { cwd: app, env }).catch((error) => {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? error}`);
  });
  expect(stdout).toMatch(/^# fail 0$/m);
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(25);

  const store = nodeOutbox(env.SYM_FOR_A_NEWER_NODE);
  expect((await store.list({})).map(({ id }) => id)).toEqual(['left']);
  expect([...((await store.blob('left')) ?? [])]).toEqual([0, 255, 7]);
  await store.close();
}, 180_000);
