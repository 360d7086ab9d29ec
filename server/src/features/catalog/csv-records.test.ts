import { describe, expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The records of a file that comes in pieces of so many bytes. */
async function recordsOf(text: string, { delimiter = ',', piece = 4_096 } = {}): Promise<CsvRecord[]> {
  async function* inPieces() {
    const all = bytes(text);
    for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
  }
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(inPieces(), delimiter)) records.push(record);
  return records;
}
/** Line by line: the values, or the code of what is wrong. */
const read = async (text: string, options?: { delimiter?: string; piece?: number }) =>
  (await recordsOf(text, options)).map((record) => [
    record.line,
    'values' in record ? record.values : record.mistake.code,
  ]);

describe('the records of a CSV file', () => {
  it.each([
    ['line feeds', '\n'],
    ['carriage returns and line feeds', '\r\n'],
    ['carriage returns', '\r'],
  ])('end with %s, and the last may go without', async (_name, end) => {
    expect(await read(['a,b', 'c,d', 'e,f'].join(end))).toEqual([
      [1, ['a', 'b']],
      [2, ['c', 'd']],
      [3, ['e', 'f']],
    ]);
    expect(await read(['a,b', 'c,d', ''].join(end))).toHaveLength(2);
  });

  it('hold delimiters, quotes and line breaks within quotes, and the next record knows its line', async () => {
    expect(await read('"a,1","say ""hi"""\r\n"two\r\nlines","three\n\nlines"\r\nlast,one\r\n')).toEqual([
      [1, ['a,1', 'say "hi"']],
      [2, ['two\r\nlines', 'three\n\nlines']],
      [6, ['last', 'one']],
    ]);
  });

  it('come out the same, wherever the file is cut on its way', async () => {
    const text = '\uFEFFa,"ä,€"\r\n\r\n"q""\r\n😀",x\r\nbad"one,y\r\n"z",""\r\n';
    const whole = await recordsOf(text);
    expect(whole).toHaveLength(4);
    for (let piece = 1; piece < 12; piece += 1) expect(await recordsOf(text, { piece })).toEqual(whole);
  });

  it('have no byte order mark, no spaces around values, and are not there without a value', async () => {
    expect(await read('\uFEFFa , " b "\n\n   \n,,,\nc,d')).toEqual([
      [1, ['a', ' b ']],
      [5, ['c', 'd']],
    ]);
  });

  it('are told apart by the delimiter of their file', async () => {
    expect(await read('a;b,c', { delimiter: ';' })).toEqual([[1, ['a', 'b,c']]]);
    expect(await read('a\tb c', { delimiter: '\t' })).toEqual([[1, ['a', 'b c']]]);
  });
});

describe('a record that cannot be read', () => {
  it.each([
    ['a quote within a value', 'ab"c,d'],
    ['something behind the closing quote', '"ab"c,d'],
    ['a quote that is never closed', '"ab,d'],
  ])('because of %s costs its line and no other', async (_what, bad) => {
    const good = [
      [1, ['a', 'b']],
      [3, ['c', 'd']],
      [4, ['e "q"', 'f']],
    ];
    const lines = await read(`a,b\n${bad}\nc,d\n"e ""q""",f\n`);
    expect(lines).toEqual([...good.slice(0, 1), [2, 'quotes'], ...good.slice(1)]);
  });

  it('takes no line with it that stands between it and the next bad one', async () => {
    expect(await read('a"b,c\nd,e\nf"g,h\n"i""",j\n')).toEqual([
      [1, 'quotes'],
      [2, ['d', 'e']],
      [3, 'quotes'],
      [4, ['i"', 'j']],
    ]);
  });

  it('is refused as the last one too, when its quote is not closed', async () => {
    expect(await read('a,b\n"c,d')).toEqual([
      [1, ['a', 'b']],
      [2, 'quotes'],
    ]);
  });

  it('because it is too long is passed over without being held', async () => {
    const long = 'x'.repeat(3 * limits.size.importRecordLength);
    for (const piece of [1_000, 100_000])
      expect(await read(`a,b\n${long},y\nc,d\n${long}`, { piece })).toEqual([
        [1, ['a', 'b']],
        [2, 'maxLength'],
        [3, ['c', 'd']],
        [4, 'maxLength'],
      ]);
  });

  it('because its quote opens more than a record may have costs its first line', async () => {
    const line = `${'y'.repeat(100)},z\n`;
    const records = await read(`"x,1\n${line.repeat(300)}`, { piece: 1_000 });
    expect([records[0], records.length, records.at(-1)]).toEqual([[1, 'quotes'], 301, [301, ['y'.repeat(100), 'z']]]);
  });
});
