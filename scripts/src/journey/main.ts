/**
 * `npm run journey`: the main job on real input, through the SDK and against the running system. Says step by step what
 * happens, ends with a table of promises, and with exit code 1 when one was not kept.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, USAGE } from './arguments.ts';
import { createChecks, summary } from './checks.ts';
import { journey } from './journey.ts';
import { createPrint } from './print.ts';
import { isSymphoniaError } from './sdk.ts';
import { findSystem } from './system.ts';
import { JourneyEnds } from './waiting.ts';

/** Where the command demo keeps the password: below the folder it is called in, which npm makes the project's. */
const DEMO_FILE = join('.data', 'demo.json');

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const checks = createChecks();
const closing: (() => unknown)[] = [];
const folder = mkdtempSync(join(tmpdir(), 'symphonia-journey-'));
const atEnd = (close: () => unknown) => void closing.push(close);
atEnd(() => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(130));

try {
  const asked = readArguments(args);
  const print = createPrint(
    (line) => process.stdout.write(`${line}\n`),
    () => performance.now(),
  );
  const system = await findSystem(asked, process.env, folder, atEnd);
  await journey({ asked, system, folder, demoFile: DEMO_FILE, print, checks, atEnd });
} catch (error) {
  process.stderr.write(`journey: ${sentenceOf(error)}\n`);
  if (checks.all.length > 0) checks.that('the journey came to its end', 'yes', 'no, see above', false);
}
const { table, ok } = summary(checks.all);
if (checks.all.length > 0) process.stdout.write(`\n${table}\n`);
await end(ok ? 0 : 1);

/** Closes what was opened, last first; what cannot be closed must not keep the rest open. */
async function end(code: number): Promise<void> {
  for (let close = closing.pop(); close; close = closing.pop()) {
    await Promise.resolve()
      .then(close)
      .catch((error: unknown) => process.stderr.write(`journey: on the way out: ${String(error)}\n`));
  }
  process.exit(code);
}

function sentenceOf(error: unknown): string {
  if (error instanceof JourneyEnds) return error.message;
  if (isSymphoniaError(error))
    return `${error.message} (${error.code}${error.requestId ? `, request ${error.requestId}` : ''})`;
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return `${error.message}\n${USAGE}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
