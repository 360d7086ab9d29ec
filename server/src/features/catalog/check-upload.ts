import { limits } from '../../platform/config/limits.ts';
import { MalformedUpload } from '../../platform/http/errors.ts';
import { createLineCount, type LineCount } from './line-count.ts';
import { type Layout, readLayout } from './product-columns.ts';
import { createTurns } from './turns.ts';

/** What was seen of a file while it passed. */
export interface Passed {
  readonly layout: Layout;
  /** Of the file in all. */
  readonly lines: number;
}

/**
 * Lets a file pass and looks at it meanwhile: its bytes throw `malformed_upload` at the first that is not UTF-8, as soon
 * as the first line does not name the columns of products, and at the first line beyond those that a file may have in all.
 */
export function checkUpload(source: AsyncIterable<Uint8Array>): {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Once all of it has passed. */
  passed(): Passed;
} {
  let seen: Passed | undefined;
  return {
    bytes: passing(source, (passed) => {
      seen = passed;
    }),
    passed() {
      if (!seen) throw new Error('The file has not passed yet.');
      return seen;
    },
  };
}

async function* passing(source: AsyncIterable<Uint8Array>, done: (passed: Passed) => void): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const count = createLineCount();
  const turns = createTurns();
  let head = '';
  let layout: Layout | undefined;
  for await (const chunk of source) {
    if (turns.due()) await turns.give();
    const text = decoded(decoder, chunk, count);
    count.take(text);
    if (!layout) {
      head += text;
      if (head.length > limits.size.importRecordLength || /[\r\n]/.test(head)) layout = layoutOf(head);
    }
    if (count.lines() > limits.size.importFileLines) throw MalformedUpload({ reason: TOO_MANY_LINES });
    yield chunk;
  }
  decoded(decoder, undefined, count);
  done({ layout: layout ?? layoutOf(head), lines: count.lines() });
}

const said = (lines: number) => lines.toLocaleString('en');
const TOO_MANY_LINES = `it has more than ${said(limits.size.importFileLines)} lines, of which ${said(limits.size.importLines)} may be lines of data; send it in parts`;

/** The text of a piece; a character that its end cuts in two comes with the next one. */
function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined, count: LineCount): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    const text = new TextDecoder().decode(chunk);
    // A piece without a bad byte was refused for one at the end of the piece before.
    count.take(text.slice(0, Math.max(0, text.indexOf('\uFFFD'))));
    throw MalformedUpload({
      reason: `line ${count.next()} is not UTF-8; spreadsheets can save a file as “CSV UTF-8”`,
    });
  }
}

function layoutOf(head: string): Layout {
  const [line = ''] = head.split(/[\r\n]/, 1);
  if (line.trim() === '') throw MalformedUpload({ reason: 'its first line is empty, where the columns are named' });
  const layout = readLayout(line.slice(0, limits.size.importRecordLength));
  if (!('errors' in layout)) return layout;
  const reason = layout.errors.map(({ message }) => message.replace(/[.?]$/, '')).join('; ');
  throw MalformedUpload({ reason: reason.slice(0, 500) }, { errors: layout.errors.slice(0, 20) });
}
