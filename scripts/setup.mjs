// Installs what is absent, finds or fetches MongoDB and Redis, starts them, runs the verb, stops all it started.
// Plain JavaScript without dependencies: it must run on Node 20 and before the first install.
import { createChildren } from './setup/children.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { SetupError, say, sentenceFor } from './setup/print.mjs';
import { Interrupted, withChildren } from './setup/signals.mjs';

const VERBS = {
  up: async () => (await import('./setup/verb-up.mjs')).up,
  dev: async () => (await import('./setup/verb-up.mjs')).dev,
  test: async () => (await import('./setup/verb-test.mjs')).test,
  check: async () => (await import('./setup/verb-check.mjs')).check,
  proof: async () => (await import('./setup/verb-test.mjs')).proof,
  run: async () => (await import('./setup/verb-run.mjs')).run,
};

const USAGE = `node scripts/setup.mjs <verb>
  up [--verbose]       everything running from a clean clone, until Ctrl-C
  dev [--verbose]      as up, with a restart of the server at each save
  test [arguments]     all tests on throw-away servers; the arguments go to vitest
  check [--fix]        generated files, format, types, walls, dead code, unit tests; --fix repairs the format first
  proof <name>         one proof at full size
  run -- <command…>    any command with throw-away servers
`;

async function main([verb, ...args]) {
  const load = VERBS[verb];
  if (!load) {
    process.stderr.write(USAGE);
    return verb === undefined || verb === 'help' || verb === '--help' ? 0 : 64;
  }
  const children = createChildren();
  return withChildren(children, async (stopped) => {
    await ensureInstalled();
    const run = await load();
    return run(children, stopped, args);
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
  const sentence = error instanceof Interrupted || error instanceof SetupError ? error.message : sentenceFor(error);
  say(sentence ?? `this should not happen, please report it: ${error.stack}`);
}
process.stdout.write('', () => process.exit()); // a pipe may still hold the last lines
