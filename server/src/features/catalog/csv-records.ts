import { parse } from 'csv-parse/sync';
import { limits } from '../../platform/config/limits.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';

/** A record of a CSV file: its values, or why it could not be read. */
export type CsvRecord = {
  /** The line it begins in; the first is 1. */
  readonly line: number;
} & ({ readonly values: readonly string[] } | { readonly mistake: FieldError });

/** The values of one record, without the line break at its end; undefined when its quotes do not match (RFC 4180). */
export function parseRecord(record: string, delimiter: string): readonly string[] | undefined {
  try {
    const options = { delimiter, record_delimiter: ['\r\n', '\n', '\r'], trim: true, relax_column_count: true };
    return parse(record, options)[0] ?? [];
  } catch {
    return undefined;
  }
}

/**
 * Reads a CSV file in UTF-8 as it comes, record by record, and holds no more of it than one record may have. Records
 * without a value are left out.
 *
 * A parser that reads on would be lost behind the first quote too many. So a record whose quotes do not match costs its
 * first line only, and reading goes on in the next one.
 */
export async function* csvRecords(source: AsyncIterable<Uint8Array>, delimiter: string): AsyncGenerator<CsvRecord> {
  const records = recordsOf(delimiter);
  const decoder = new TextDecoder();
  for await (const chunk of source) yield* records(decoder.decode(chunk, { stream: true }), false);
  yield* records(decoder.decode(), true);
}

/** Takes the text of a file in pieces, the last one marked, and gives the records that are whole by then. */
function recordsOf(delimiter: string): (more: string, last: boolean) => Generator<CsvRecord> {
  let text = '';
  let line = 1;
  /** Within the rest of a line that was refused for its length. */
  let skipping = false;

  return function* take(more, last) {
    text += more;
    let at = 0;
    while (at < text.length) {
      const first = breakAfter(text, at, { last, quotes: false });
      const whole = skipping ? undefined : breakAfter(text, at, { last, quotes: true });
      const begun = !whole && !last && text.length - at <= MOST;
      if (begun && !skipping) break;

      const values = whole && whole.at - at <= MOST ? parseRecord(text.slice(at, whole.at), delimiter) : undefined;
      if (values?.some((value) => value !== '')) yield { line, values };
      else if (!values && !skipping) yield { line, mistake: first && first.at - at <= MOST ? UNMATCHED : TOO_LONG };

      const end = values ? whole : first;
      skipping = end === undefined;
      line += end ? breaksIn(text.slice(at, end.next)) : 0;
      at = end?.next ?? text.length;
    }
    text = text.slice(at);
  };
}

const MOST = limits.size.importRecordLength;
const UNMATCHED: FieldError = {
  pointer: '',
  code: 'quotes',
  message: `its quotes do not match within ${MOST} characters: a value with a quote in it stands in quotes, with its own quotes doubled.`,
};
const TOO_LONG: FieldError = { pointer: '', code: 'maxLength', message: `must have at most ${MOST} characters.` };

/** The first line break from `from`, and what comes behind it; with `quotes`, none of those that stand in quotes. */
function breakAfter(
  text: string,
  from: number,
  { last, quotes }: { readonly last: boolean; readonly quotes: boolean },
): { readonly at: number; readonly next: number } | undefined {
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = quotes && !quoted;
    if (quoted || (char !== '\n' && char !== '\r')) continue;
    // Whether the other half of the break follows, the next piece will show.
    if (char === '\r' && at + 1 === text.length && !last) return undefined;
    return { at, next: char === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1 };
  }
  return last && !quoted ? { at: text.length, next: text.length } : undefined;
}

const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
