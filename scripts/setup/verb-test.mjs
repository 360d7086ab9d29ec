import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE, ROOT } from './paths.mjs';
import { SetupError, say } from './print.mjs';
import { startThrowaway } from './throwaway.mjs';
import { runToEnd } from './verb-run.mjs';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/** `test [vitest arguments]`: all tests, or those the arguments choose, on throw-away servers. Ends with `N passed, N failed`. */
export async function test(children, stopped, args) {
  return runVitest(children, stopped, args, await startThrowaway(children));
}

/** `proof <name>`: a proof at full size, where `test` runs it at about a fiftieth. */
export async function proof(children, stopped, args) {
  if (args.filter((arg) => !arg.startsWith('-')).length === 0) {
    throw new SetupError('Say which proof: npm run proof -- <name>, a part of the name of a *.proof.test.ts file.');
  }
  const env = await startThrowaway(children);
  return runVitest(children, stopped, ['--project', 'proof', ...args], { ...env, PROOF: 'full' });
}

async function runVitest(children, stopped, args, env) {
  // The journey and the browser use the SDK as teams get it.
  say('building the SDK and the pages …');
  const built = await runToEnd(children, stopped, NODE, ['scripts/src/build.ts', '--dev'], env);
  if (built !== 0) throw new SetupError('The SDK or the pages cannot be built; the lines above say why.');
  const folder = mkdtempSync(join(tmpdir(), 'symphonia-report-'));
  children.removeAtEnd(folder);
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runToEnd(children, stopped, NODE, [VITEST, 'run', ...args, ...reporters], env);
  const found = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const { passed, failed, skipped } = totals(found, code);
  await children.stopAll(); // so that our line is the last one
  for (const line of failures(found)) process.stdout.write(`${line}\n`);
  if (skipped > 0) say(`${skipped} skipped (vitest's output says which and why)`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return code === 0 && failed > 0 ? 1 : code;
}

/** The first lines of a message say what was there instead; more of it stands above, in vitest's own output. */
const MESSAGE_LINES = 30;

/** Each failed test with the end of its message, for whoever sees only the end of a long run. */
export function failures(report) {
  return (report?.testResults ?? []).flatMap(({ name, assertionResults, status, message }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    const file =
      status === 'failed' && tests.length === 0 ? [{ fullName: '(the file)', failureMessages: [message] }] : [];
    return [...tests, ...file].map(({ fullName, failureMessages }) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken out
      const text = failureMessages.join('\n').replaceAll(/\u001b\[[0-9;]*m/g, '');
      return `FAILED ${name}: ${fullName}\n${text.split('\n').slice(0, MESSAGE_LINES).join('\n')}`;
    });
  });
}

/**
 * The totals of a report of vitest. A file that could not even be loaded, and an end with an error that no test has (an unhandled
 * rejection, a crash), count as one failed each: the last line never says that all is well when it is not.
 */
export function totals(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const broken = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + broken.length;
  return { passed, skipped, failed: failed === 0 && code !== 0 ? 1 : failed };
}
