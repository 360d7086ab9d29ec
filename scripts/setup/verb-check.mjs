import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { capture } from './capture.mjs';
import { NODE, pathWithPinnedNode, ROOT } from './paths.mjs';
import { duration, say } from './print.mjs';

const COLORS = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const tsc = (project) => [bin('tsc'), '-p', project, '--noEmit'];

/** What stands before each commit, in the order of the table. `needs` is a file without which a step has nothing to look at. */
const STEPS = [
  { name: 'generated files', command: [NODE, 'scripts/src/gen/main.ts', '--check'] },
  {
    name: 'format and lint',
    command: [bin('biome'), 'ci', `--colors=${COLORS ? 'force' : 'off'}`],
    hint: 'npm run check -- --fix repairs most of this.',
  },
  { name: 'types', command: tsc('tsconfig.json') },
  { name: 'types of the SDK', command: tsc('sdk/tsconfig.json'), needs: 'sdk/tsconfig.json' },
  { name: 'types of the pages', command: tsc('web/tsconfig.json'), needs: 'web/tsconfig.json' },
  { name: 'types of their worker', command: tsc('web/tsconfig.worker.json'), needs: 'web/tsconfig.worker.json' },
  { name: 'types of browser tests', command: tsc('scripts/test/browser/tsconfig.json') },
  {
    name: 'types of the journey',
    command: tsc('scripts/src/journey/tsconfig.json'),
    needs: 'scripts/src/journey/tsconfig.json',
  },
  { name: 'types of the benchmark', command: tsc('scripts/src/bench/tsconfig.json') },
  { name: 'compatibility', command: [NODE, 'scripts/src/compat/main.ts'], needs: 'scripts/src/compat/main.ts' },
  {
    name: 'walls',
    command: [
      bin('depcruise'),
      '--config',
      '.dependency-cruiser.cjs',
      'server/src',
      'sdk/src',
      'scripts/src',
      'web/src',
    ],
  },
  { name: 'dead code', command: [bin('knip')] },
  { name: 'unit tests', command: [NODE, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'] },
];

/**
 * `check [--fix]`: runs every step, also after a failure, as many at once as there are cores up to two; 1 when any failed.
 * `--fix` first lets Biome rewrite the files; what it cannot repair fails in its step as ever.
 */
export async function check(_children, _stopped, args) {
  const steps = STEPS.filter((step) => !step.needs || existsSync(join(ROOT, step.needs)));
  if (args.includes('--fix')) await runStep({ name: 'repairs', command: [bin('biome'), 'check', '--write'] });
  // The journey is checked against the SDK's built types.
  await runStep({ name: 'the SDK', command: [NODE, 'sdk/build.ts'] });
  const results = new Map();
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.set(step, await runStep(step));
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));

  const width = Math.max(...steps.map((step) => step.name.length));
  for (const step of steps) {
    const { code, ms, output } = results.get(step);
    const hint = step.hint ? `\n${step.hint}\n` : '';
    if (code !== 0) process.stdout.write(`\n── ${step.name} ──\n${output.trim()}\n${hint}`);
    results.get(step).row = `${code === 0 ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(width)} ${duration(ms)}\n`;
  }
  process.stdout.write(`\n${steps.map((step) => results.get(step).row).join('')}`);
  return steps.every((step) => results.get(step).code === 0) ? 0 : 1;
}

async function runStep(step) {
  const began = performance.now();
  const [command, ...args] = step.command;
  const { FORCE_COLOR, NO_COLOR, ...rest } = process.env;
  const env = { ...rest, ...(COLORS ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }), PATH: pathWithPinnedNode() };
  const { code, output } = await capture(command, args, { cwd: ROOT, env });
  say(`${step.name}: ${code === 0 ? 'ok' : 'FAILED'} in ${duration(performance.now() - began)}`);
  return { code, output, ms: performance.now() - began };
}
