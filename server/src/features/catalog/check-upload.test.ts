import { describe, expect, it } from 'vitest';
import { MalformedUpload } from '../../platform/http/errors.ts';
import { checkUpload } from './check-upload.ts';

const HEAD = 'name,transportType,unit\n';

/** What came through and what was seen of it, or the sentence of its refusal with the number of pieces that had come by then. */
async function check(...pieces: readonly (string | readonly number[])[]) {
  async function* source() {
    for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
  }
  const checked = checkUpload(source());
  const through: Uint8Array[] = [];
  try {
    for await (const chunk of checked.bytes) through.push(chunk);
    return { text: Buffer.concat(through).toString(), ...checked.passed() };
  } catch (error) {
    if (!MalformedUpload.is(error)) throw error;
    return { refused: error.message, pieces: through.length, errors: error.extras.errors };
  }
}

describe('a file on its way in', () => {
  it('passes unchanged, and its layout and lines are known then', async () => {
    const seen = await check('\uFEFFname;tran', 'sportType;unit\r', '\nBox;ltl;pi', 'ece\r\n');
    expect(seen).toEqual({
      text: '\uFEFFname;transportType;unit\r\nBox;ltl;piece\r\n',
      layout: { delimiter: ';', columns: ['name', 'transportType', 'unit'] },
      lines: 2,
    });
  });

  it('may be its first line alone', async () => {
    expect(await check(HEAD.trim())).toMatchObject({ layout: { delimiter: ',' }, lines: 1 });
  });

  it('may cut a character in two', async () => {
    const [head, text] = [Buffer.from(HEAD), Buffer.from('Käse,ltl,kg')];
    expect(await check([...head], [...text.subarray(0, 2)], [...text.subarray(2)])).toMatchObject({ lines: 2 });
  });

  it('is refused at its first line, before anything more of it is taken', async () => {
    const seen = await check('nmae,transportType,unit\n', 'Box,ltl,piece\n', 'Box,ltl,piece\n');
    expect(seen).toEqual({
      refused: 'The upload could not be read: column "nmae" is not known; did you mean name; column name is missing.',
      pieces: 0,
      errors: [
        { pointer: '/nmae', code: 'unknown_column', message: 'column "nmae" is not known; did you mean name?' },
        { pointer: '/name', code: 'required', message: 'column name is missing.' },
      ],
    });
  });

  it.each([
    ['nothing at all', ['']],
    ['an empty first line', ['\n', HEAD]],
  ])('is refused for %s', async (_what, pieces) => {
    expect((await check(...pieces)).refused).toContain('its first line is empty');
  });

  it('is refused when its first line has no end', async () => {
    const seen = await check(...Array.from({ length: 100 }, () => 'x'.repeat(1_000)));
    expect(seen).toMatchObject({ refused: expect.stringContaining('is not known'), pieces: 16 });
  });

  it.each([
    ['in Latin-1', [HEAD, 'Box,ltl,piece\nK', [0xe4], 'se,ltl,kg\n'], 3],
    ['in UTF-16', [[0xff, 0xfe, 0x6e, 0x00]], 1],
    ['whose last character is cut off', [HEAD, 'K', [0xc3]], 2],
  ])('%s is refused with the line', async (_what, pieces, line) => {
    expect((await check(...pieces)).refused).toContain(`line ${line} is not UTF-8`);
  });
});
