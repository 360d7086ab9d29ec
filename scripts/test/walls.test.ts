import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The tools' `#!/usr/bin/env node` must find the Node that runs us. */
const NODE_FIRST = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
const tree = mkdtempSync(join(tmpdir(), 'symphonia-walls-'));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** The house in small, with every import that is allowed and none that is not. */
const HOUSE: Readonly<Record<string, string>> = {
  'server/src/main.ts': "import './app.ts';",
  'server/src/app.ts':
    "import './app/side.ts'; import './features/operations/index.ts'; import './features/tracking/index.ts';",
  'server/src/app/side.ts': "import '../platform/log.ts'; import '../features/auth/index.ts';",
  'server/src/platform/log.ts': "import 'node:fs';",
  'server/src/platform/http/server.ts': "import 'express'; import 'redis'; import '../log.ts';",
  'server/src/platform/db/mongo.ts': "import 'mongodb';",
  'server/src/platform/queue/queue.ts': "import 'bull'; import 'ioredis';",
  'server/src/platform/realtime/gateway.ts': "import 'ws';",
  'server/src/features/tenants/index.ts': "import './tenants.repo.ts';",
  'server/src/features/tenants/tenants.repo.ts': "import 'mongodb';",
  'server/src/features/auth/index.ts': "import '../tenants/index.ts'; import './auth.routes.ts';",
  'server/src/features/auth/auth.routes.ts': "import './login.ts';",
  'server/src/features/auth/login.ts': "import type { Anything } from './index.ts'; import './auth.model.ts';",
  'server/src/features/auth/auth.model.ts': "import type { Db } from 'mongodb'; import './auth.errors.ts';",
  'server/src/features/auth/auth.errors.ts': "import '../../platform/log.ts';",
  'server/src/features/auth/auth.integration.test.ts':
    "import 'mongodb'; import 'express'; import 'supertest'; import '../orders/orders.model.ts';",
  'server/src/features/clients/index.ts': "import '../auth/index.ts';",
  'server/src/features/catalog/index.ts': "import '../tenants/index.ts';",
  'server/src/features/orders/index.ts': "import '../clients/index.ts'; import './orders.model.ts';",
  'server/src/features/orders/orders.model.ts': "import type { Db } from 'mongodb';",
  'server/src/features/tracking/index.ts': "import '../orders/index.ts';",
  'server/src/features/operations/index.ts': "import '../tracking/index.ts';",
  'sdk/src/index.ts': "import './core.ts';",
  'sdk/src/core.ts': 'export const x = 1;',
  'sdk/src/storage/sqlite-outbox.ts': "import 'node:fs'; import '../core.ts';",
  'web/src/app.ts': "import '../../sdk/src/index.ts';",
  'scripts/src/cli.ts':
    "import '../../server/src/app.ts'; import 'mongodb'; import '../../server/src/features/auth/index.ts'; import './gen/main.ts';",
  'scripts/src/gen/main.ts': "import 'esbuild';",
};

/** One violation for each wall: what it says, where it is planted, the import, and the rules that must fire. `RING` imports back. */
const PLANTS: readonly (readonly [wall: string, file: string, importing: string, rules: readonly string[]])[] = [
  [
    '1: the platform knows no feature',
    'server/src/platform/planted.ts',
    '../features/auth/index.ts',
    ['1-platform-knows-no-feature'],
  ],
  [
    '1: the platform knows no composition root',
    'server/src/platform/planted.ts',
    '../app/side.ts',
    ['1-platform-knows-no-feature'],
  ],
  [
    '2: a feature is entered by its door',
    'server/src/features/orders/planted.ts',
    '../auth/login.ts',
    ['2-feature-by-its-door'],
  ],
  ['2: even for a type', 'server/src/features/orders/planted.ts', 'type:../auth/login.ts', ['2-feature-by-its-door']],
  [
    '2: the composition root enters by the door',
    'server/src/app/planted.ts',
    '../features/auth/login.ts',
    ['2-app-by-the-door'],
  ],
  [
    '3: the ground imports no first floor',
    'server/src/features/auth/planted.ts',
    '../catalog/index.ts',
    ['3-floors-auth'],
  ],
  [
    '3: neighbours do not import each other',
    'server/src/features/catalog/planted.ts',
    '../clients/index.ts',
    ['3-floors-catalog'],
  ],
  [
    '3: orders import no third floor',
    'server/src/features/orders/planted.ts',
    '../tracking/index.ts',
    ['3-floors-orders'],
  ],
  [
    '3: the third floor imports no roof',
    'server/src/features/webhooks/planted.ts',
    '../operations/index.ts',
    ['3-floors-webhooks'],
  ],
  ['3: tenants import nobody', 'server/src/features/tenants/planted.ts', '../auth/index.ts', ['3-floors-tenants']],
  [
    '3: no feature imports the composition root',
    'server/src/features/orders/planted.ts',
    '../../app/side.ts',
    ['3-nobody-above-the-roof'],
  ],
  [
    '4: a model imports no platform',
    'server/src/features/orders/planted.model.ts',
    '../../platform/log.ts',
    ['4-model-is-pure'],
  ],
  ['4: a model imports no use case', 'server/src/features/auth/planted.model.ts', './login.ts', ['4-model-is-pure']],
  ['4: a model imports no package', 'server/src/features/auth/planted.model.ts', 'uuid', ['4-model-is-pure']],
  [
    '5: routes import no repository',
    'server/src/features/tenants/planted.routes.ts',
    './tenants.repo.ts',
    ['5-routes-have-no-repo'],
  ],
  [
    '5: sockets import no repository',
    'server/src/features/tenants/planted.socket.ts',
    './tenants.repo.ts',
    ['5-routes-have-no-repo'],
  ],
  ['6: mongodb in a use case', 'server/src/features/auth/planted.ts', 'mongodb', ['6-home-of-mongodb']],
  ['6: express in a feature', 'server/src/features/auth/planted.ts', 'express', ['6-home-of-express']],
  ['6: express in the composition root', 'server/src/app/planted.ts', 'express', ['6-home-of-express']],
  ['6: ws outside of realtime', 'server/src/platform/http/planted.ts', 'ws', ['6-home-of-ws']],
  ['6: bull outside of the queue', 'server/src/app/planted.ts', 'bull', ['6-home-of-bull']],
  ['6: ioredis outside of the queue', 'server/src/platform/cache/planted.ts', 'ioredis', ['6-home-of-bull']],
  ['6: redis in a feature', 'server/src/features/auth/planted.ts', 'redis', ['6-home-of-redis']],
  ['7: the SDK imports no server', 'sdk/src/planted.ts', '../../server/src/platform/log.ts', ['7-sdk-stands-alone']],
  ['7: the SDK imports no package', 'sdk/src/planted.ts', 'uuid', ['7-sdk-has-no-dependency']],
  ['7: the SDK needs no Node', 'sdk/src/planted.ts', 'node:fs', ['7-sdk-runs-in-browsers']],
  [
    '7: the server imports no SDK',
    'server/src/features/auth/planted.ts',
    '../../../../sdk/src/index.ts',
    ['7-server-without-sdk'],
  ],
  [
    '7: the pages import the SDK only',
    'web/src/planted.ts',
    '../../server/src/platform/log.ts',
    ['7-web-has-only-the-sdk'],
  ],
  ['7: the pages import no package', 'web/src/planted.ts', 'uuid', ['7-web-has-only-the-sdk']],
  [
    '8: scripts enter by the doors',
    'scripts/src/commands/planted.ts',
    '../../../server/src/features/auth/login.ts',
    ['8-scripts-by-the-door'],
  ],
  [
    '8: the server imports no script',
    'server/src/platform/planted.ts',
    '../../../scripts/src/gen/main.ts',
    ['8-nobody-imports-scripts'],
  ],
  [
    '8: the SDK imports no script',
    'sdk/src/planted.ts',
    '../../scripts/src/gen/main.ts',
    ['7-sdk-stands-alone', '8-nobody-imports-scripts'],
  ],
  ['9: no cycles', 'server/src/features/auth/planted.ts', './RING', ['9-no-cycles']],
  ['9: no orphans', 'server/src/features/auth/planted.ts', '', ['9-no-orphans']],
  [
    '9: production imports no test',
    'server/src/features/auth/planted.ts',
    './auth.integration.test.ts',
    ['9-no-test-in-production'],
  ],
  [
    '9: the server runs without what only development installs',
    'server/src/platform/planted.ts',
    'supertest',
    ['9-installed-in-production'],
  ],
  ['9: a command runs without it too', 'scripts/src/commands/planted.ts', 'esbuild', ['9-installed-in-production']],
  ['9: what is imported is there', 'server/src/platform/planted.ts', './not-there.ts', ['9-resolvable']],
];

/** A folder and a suffix become a file name of the plant's own: `server/src/app/planted-4.ts`. */
const fileOf = (index: number): string => PLANTS[index]?.[1].replace('planted', `planted-${index}`) ?? '';

const violations = cruise();

describe('the walls', () => {
  it('let every import pass that the house allows', () => {
    expect([...violations].filter(([file]) => file in HOUSE)).toEqual([]);
  });

  it.each(PLANTS.map((plant, index) => [plant[0], fileOf(index), plant[3]] as const))('%s', (_wall, file, rules) => {
    expect(violations.get(file)).toEqual(rules);
  });

  it('are each proven by a planted violation', () => {
    const proven = PLANTS.flatMap(([, , , rules]) => rules);
    const unproven = ruleNames().filter((name) => !proven.includes(name));
    // The floors are one rule written out for every feature; five of them stand for all.
    expect(unproven.filter((name) => !name.startsWith('3-floors-'))).toEqual([]);
  });
});

/** Runs the walls over the house with all plants and gives the names of the rules that fire, by file, sorted. */
function cruise(): Map<string, string[]> {
  for (const [path, content] of Object.entries(HOUSE)) write(path, content);
  for (const [index, [, , importing]] of PLANTS.entries()) {
    const file = fileOf(index);
    write(file, lineOf(importing.replace('./RING', './ring.ts')));
    if (importing === './RING') write(join(dirname(file), 'ring.ts'), lineOf(`./${basename(file)}`));
  }
  for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json', 'tsconfig.base.json'])
    cpSync(join(ROOT, name), join(tree, name));
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));

  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'server/src',
    'sdk/src',
    'scripts/src',
    'web/src',
  ];
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/depcruise'), args, {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64e6,
    env: NODE_FIRST,
  });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no report: ${stderr}${stdout.slice(0, 500)}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  const found = new Map<string, string[]>();
  for (const { from, rule } of summary.violations)
    found.set(from, [...new Set([...(found.get(from) ?? []), rule.name])].sort());
  return found;
}

function lineOf(importing: string): string {
  if (importing === '') return 'export const alone = 1;';
  return importing.startsWith('type:')
    ? `import type { Anything } from '${importing.slice(5)}';`
    : `import '${importing}';`;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), `${content}\n`);
}

function ruleNames(): string[] {
  const names = "JSON.stringify(require('./.dependency-cruiser.cjs').forbidden.map((rule) => rule.name))";
  return JSON.parse(spawnSync(process.execPath, ['-p', names], { cwd: tree, encoding: 'utf8' }).stdout) as string[];
}
