import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuoted, parseRecord } from './parse-record.ts';

/** All that is trimmed, separates or is told apart by its bytes; no line break, at which records end. */
const odd =
  " \t\v\f,;|\\'=\u0000\u0085\u00A0\u1680\u180E\u2000\u200A\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF\uFFFDäß€😀a1";
const character = fc.oneof(fc.constantFrom(...odd), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
const record = fc
  .array(character, { maxLength: 40 })
  .map((characters) => characters.join('').replaceAll(/["\r\n]/g, ''));

describe('a record without a quote', () => {
  it.each([',', ';', '\t'])('has the values that the parser finds, apart by %j', (delimiter) => {
    fc.assert(
      fc.property(record, (text) => {
        expect(parseRecord(text, delimiter)).toEqual(parseQuoted(text, delimiter));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['', ' ', ',', ' , ', '\uFEFFa,b', 'a\u00A0,\u3000b ', 'a\u0085,b'])('does so too when it is %j', (text) => {
    expect(parseRecord(text, ',')).toEqual(parseQuoted(text, ','));
  });
});
