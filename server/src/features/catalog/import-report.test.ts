import { describe, expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { createTally } from './import-report.ts';

const bad = { pointer: '/name', code: 'required', message: 'is required.' };

describe('the report of an import', () => {
  it('counts each line as created or refused, and names each mistake with its line', () => {
    const tally = createTally();
    tally.created(3);
    tally.refused(5, [bad, { ...bad, pointer: '/unit' }]);
    tally.created(2);
    expect(tally.report()).toEqual({
      lines: 6,
      created: 5,
      refused: 1,
      mistakes: [
        { line: 5, ...bad },
        { line: 5, ...bad, pointer: '/unit' },
      ],
    });
  });

  it('names the mistakes of the first thousand refused lines, and counts the rest', () => {
    const tally = createTally();
    for (let line = 2; line < 2_002; line += 1) tally.refused(line, [bad]);
    const { refused, mistakes } = tally.report();
    expect([refused, mistakes.length, mistakes.at(-1)?.line]).toEqual([2_000, limits.size.reportedLines, 1_001]);
  });

  it('names the first line beyond the limit, once, and counts all of them as refused', () => {
    const tally = createTally();
    tally.created(20_000);
    tally.beyond(20_002, 3);
    expect(tally.report()).toMatchObject({
      lines: 20_003,
      created: 20_000,
      refused: 3,
      mistakes: [
        {
          line: 20_002,
          pointer: '',
          code: 'too_many_lines',
          message: expect.stringContaining('to its end, 3 lines, the file was not read'),
        },
      ],
    });
  });
});
