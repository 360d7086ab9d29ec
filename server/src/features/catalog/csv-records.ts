import { limits } from '../../platform/config/limits.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';
import { parseRecord } from './parse-record.ts';
import { createTurns, type Turns } from './turns.ts';

/** A record of a CSV file: its values, or why it could not be read. */
export type CsvRecord = {
  /** The line it begins in; the first is 1. */
  readonly line: number;
} & ({ readonly values: readonly string[] } | { readonly mistake: FieldError });

/**
 * Reads a CSV file in UTF-8 as it comes, record by record, and holds no more of it than one record may have. Records
 * without a value are left out. Whatever the file holds, the event loop is let go between records: `turns` says when.
 *
 * A parser that reads on would be lost behind the first quote too many. So a record whose quotes do not match costs its
 * first line only, and reading goes on in the next one.
 */
export async function* csvRecords(
  source: AsyncIterable<Uint8Array>,
  delimiter: string,
  turns: Turns = createTurns(),
): AsyncGenerator<CsvRecord> {
  const records = recordsOf(delimiter);
  const decoder = new TextDecoder();
  for await (const chunk of source) yield* inTurns(records(decoder.decode(chunk, { stream: true }), false), turns);
  yield* inTurns(records(decoder.decode(), true), turns);
}

async function* inTurns(records: Iterable<CsvRecord | undefined>, turns: Turns): AsyncGenerator<CsvRecord> {
  for (const record of records) {
    if (turns.due()) await turns.give();
    if (record) yield record;
  }
}

/**
 * Takes the text of a file in pieces, the last one marked, and gives the records that are whole by then; `undefined` for
 * each that is left out, so that whoever takes them is never away for long.
 */
function recordsOf(delimiter: string): (more: string, last: boolean) => Generator<CsvRecord | undefined> {
  let text = '';
  let line = 1;
  /** Within the rest of a line that was refused for its length. */
  let skipping = false;

  return function* take(more, last) {
    text += more;
    let at = 0;
    while (at < text.length) {
      const first = lineEnd(text, at, last);
      const whole = skipping ? undefined : recordEnd(text, at, { last, first });
      const begun = !whole && !last && text.length - at <= MOST;
      if (begun && !skipping) break;

      const values = whole && whole.at - at <= MOST ? parseRecord(text.slice(at, whole.at), delimiter) : undefined;
      if (values?.some((value) => value !== '')) yield { line, values };
      else if (!values && !skipping) yield { line, mistake: first && first.at - at <= MOST ? UNMATCHED : TOO_LONG };
      else yield undefined;

      const end = values ? whole : first;
      skipping = end === undefined;
      if (end) line += end === first ? 1 : breaksIn(text.slice(at, end.next));
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

/** A line break, or the end of the file: where it begins, and what comes behind it. */
interface End {
  readonly at: number;
  readonly next: number;
}

/** Where the line ends that `from` is in; undefined when that is still to come. */
function lineEnd(text: string, from: number, last: boolean): End | undefined {
  BREAK.lastIndex = from;
  const found = BREAK.exec(text);
  if (!found) return last ? { at: text.length, next: text.length } : undefined;
  const next = BREAK.lastIndex;
  // Whether the other half of the break follows, the next piece will show.
  if (found[0] === '\r' && next === text.length && !last) return undefined;
  return { at: found.index, next };
}

/** Where the record ends that begins at `from`: with the `first` line, unless a quote of it goes on into the next ones. */
function recordEnd(
  text: string,
  from: number,
  { last, first }: { readonly last: boolean; readonly first: End | undefined },
): End | undefined {
  let quoted = false;
  let begin = from;
  // A record that is longer is refused, wherever it ends.
  for (let end = first; end && begin - from <= MOST; end = lineEnd(text, end.next, last)) {
    if (quotesIn(text.slice(begin, end.at)) % 2 === 1) quoted = !quoted;
    if (!quoted) return end;
    if (end.next === text.length) return undefined;
    begin = end.next;
  }
  return undefined;
}

const BREAK = /\r\n|\n|\r/g;
const breaksIn = (text: string): number => text.match(BREAK)?.length ?? 0;
const quotesIn = (text: string): number => (text.includes('"') ? text.split('"').length - 1 : 0);
