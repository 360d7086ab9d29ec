import { limits } from '../../platform/config/limits.ts';
import { MalformedUpload } from '../../platform/http/errors.ts';
import { type Layout, readLayout } from './product-columns.ts';

/** What was seen of a file while it passed. */
export interface Passed {
  readonly layout: Layout;
  readonly lines: number;
}

/**
 * Lets a file pass and looks at it meanwhile: its bytes throw `malformed_upload` at the first that is not UTF-8, and as
 * soon as the first line does not name the columns of products.
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
  let head = '';
  let layout: Layout | undefined;
  let breaks = 0;
  for await (const chunk of source) {
    const text = decoded(decoder, chunk, breaks);
    breaks += text.split('\n').length - 1;
    if (!layout) {
      head += text;
      if (head.length > limits.size.importRecordLength || /[\r\n]/.test(head)) layout = layoutOf(head);
    }
    yield chunk;
  }
  decoded(decoder, undefined, breaks);
  done({ layout: layout ?? layoutOf(head), lines: breaks + 1 });
}

/** The text of a piece; a character that its end cuts in two comes with the next one. */
function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined, breaks: number): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    const text = new TextDecoder().decode(chunk);
    // A piece without a bad byte was refused for one at the end of the piece before.
    const before = text.slice(0, Math.max(0, text.indexOf('\uFFFD')));
    const line = breaks + before.split('\n').length;
    throw MalformedUpload({ reason: `line ${line} is not UTF-8; spreadsheets can save a file as “CSV UTF-8”` });
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
