/** How a command ends, for whoever started it: a person, a hook of a deployment, CI. */
export const EXIT = { ok: 0, failed: 1, drift: 2, usage: 64 } as const;

/** One thing an operator can have done. Looks first; what changes something does so only with `--apply`. */
export interface Command {
  /** Said in the list of commands. */
  readonly summary: string;
  /** Each way to call it with what it does, for `--help`. */
  readonly usage: readonly (readonly [call: string, does: string])[];
  /** Does it and returns one of `EXIT`; throws a `Refusal` for what the operator can put right. */
  run(args: readonly string[]): Promise<number>;
}

/** Why a command does not do what was asked, in one sentence that says what to do instead. */
export class Refusal extends Error {}

/** The call itself makes no sense: ends with 64. */
export class Misuse extends Refusal {}

/** Says a line of the result; nothing else may be written to stdout, because scripts read it. */
export const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** Says how a long work goes, where it disturbs no script. */
export const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
