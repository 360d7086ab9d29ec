import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doors, ROOT, specifier, unpacked } from './packed.ts';

/** Doors that stand on what only browsers have, and those that stand on Node. */
const BROWSER_ONLY = ['./outbox-idb', './sw'];
const NODE_ONLY = ['./outbox-node', './cache-node'];

export const PLACES = ['browser', 'node'] as const;
export type Place = (typeof PLACES)[number];

/** A program's folder with the packed SDK, our types of Node, a file that takes every door, and the consumer's program. */
export function programFolder(folder: string): string {
  unpacked(folder);
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  cpSync(join(ROOT, 'sdk/test/types/consumer.ts'), join(folder, 'consumer.ts'));
  for (const place of PLACES) {
    const closed = place === 'node' ? BROWSER_ONLY : NODE_ONLY;
    const open = doors().filter((door) => !closed.includes(door));
    const lines = open.map(
      (door, i) => `import * as door${i} from '${specifier(door)}';\nexport const d${i} = door${i};\n`,
    );
    writeFileSync(join(folder, `${place}.ts`), lines.join(''));
  }
  return folder;
}

/** Everything the compiler has to say about that program; empty when it has nothing. Declarations are checked as well. */
export function checkTypes(tsc: string, folder: string, place: Place, exact: boolean): string {
  const inBrowser = place === 'browser';
  const config = `tsconfig.${place}.${exact}.json`;
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: exact,
    skipLibCheck: false,
    target: 'es2022',
    module: inBrowser ? 'esnext' : 'node16',
    moduleResolution: inBrowser ? 'bundler' : 'node16',
    lib: inBrowser ? ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'] : ['ES2022'],
    types: inBrowser ? [] : ['node'],
  };
  writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, files: [`${place}.ts`, 'consumer.ts'] }));
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', config], { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}
