import { NODE, pathWithPinnedNode, ROOT } from './paths.mjs';
import { SetupError } from './print.mjs';
import { startThrowaway } from './throwaway.mjs';

/**
 * `run -- <command…>`: runs any command with throw-away servers and gives back its exit code. `node` is the pinned one there.
 */
export async function run(children, stopped, args) {
  const [command, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (!command) throw new SetupError('Say what to run: node scripts/setup.mjs run -- <command> [arguments].');
  const env = await startThrowaway(children);
  return runToEnd(children, stopped, command === 'node' ? NODE : command, rest, env);
}

/** Runs a command in the foreground of this run; a signal to us goes on to it, and it gets 15 s to tidy up. */
export async function runToEnd(children, stopped, command, args, env) {
  const childEnv = { ...env, PATH: pathWithPinnedNode(env.PATH) };
  const child = children.start(command, command, args, {
    stdio: 'inherit',
    env: childEnv,
    cwd: ROOT,
    stopWithinMs: 15_000,
  });
  stopped.catch((reason) => {
    child.stopSignal = reason.signal;
  });
  const { code, signal } = await child.ended;
  if (child.failure)
    throw new SetupError(`${command} could not be run (${child.failure.message}): check the name and PATH.`);
  return code ?? (signal === 'SIGINT' ? 130 : 143);
}
