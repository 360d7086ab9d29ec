import { AppError } from '../../../server/src/platform/errors/app-error.ts';
import { Misuse, Refusal } from './command.ts';

/** Names of driver errors that all mean that nobody answers. */
const UNREACHED = /^Mongo(ServerSelection|Network|NetworkTimeout|TopologyClosed)Error$/;

/** What went wrong in one sentence, or `undefined` when it is our own mistake and deserves its stack. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof Refusal || error instanceof AppError) return error.message;
  if (!(error instanceof Error)) return undefined;
  if (UNREACHED.test(error.name))
    return 'MongoDB does not answer at MONGODB_URI: start it (npm run up) or correct the address.';
  if (error.message.startsWith('The configuration has mistakes')) return error.message;
  if (isMisuse(error)) return `${error.message.split('. ')[0]}; --help shows what is known.`;
  return undefined;
}

/** Whether the call itself made no sense, by us or by parseArgs. */
export const isMisuse = (error: unknown): error is Error =>
  error instanceof Misuse ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
