import { describe, expect, it } from 'vitest';
import { gridMistakes } from './grid-mistakes.ts';
import { aNewVersion } from './pricing.fixtures.ts';
import type { NewGridVersion } from './pricing.model.ts';

const cell = { from: 'D64', to: 'D60', bracket: 0, flat: 4_500 };

describe('a version makes a grid when', () => {
  it('everything in it fits together', () => {
    expect(gridMistakes(aNewVersion(), '')).toEqual([]);
  });

  it('its last bracket is open', () => {
    expect(gridMistakes(aNewVersion({ brackets: [{ uptoGrams: 1 }, {}] }), '')).toEqual([]);
  });

  it('two cells of one pair of zones lie in different brackets or directions', () => {
    const cells = [cell, { ...cell, bracket: 1 }, { ...cell, from: 'D60', to: 'D64' }];
    expect(gridMistakes(aNewVersion({ cells }), '')).toEqual([]);
  });
});

describe('a version is refused, with the place, when', () => {
  const rows: [string, Partial<NewGridVersion>, string, string][] = [
    ['a cell starts in an unknown zone', { cells: [{ ...cell, from: 'D99' }] }, '/cells/0/from', 'unknown_zone'],
    ['a cell ends in an unknown zone', { cells: [cell, { ...cell, to: 'd60' }] }, '/cells/1/to', 'unknown_zone'],
    ['a cell has no bracket', { cells: [{ ...cell, bracket: 2 }] }, '/cells/0/bracket', 'unknown_bracket'],
    ['a cell is there twice', { cells: [cell, { ...cell, flat: 9 }] }, '/cells/1', 'duplicate'],
    [
      'a zone is there twice',
      { zones: [{ code: 'D64' }, { code: 'D60' }, { code: 'D64' }] },
      '/zones/2/code',
      'duplicate',
    ],
    ['brackets fall', { brackets: [{ uptoGrams: 2 }, { uptoGrams: 1 }] }, '/brackets/1/uptoGrams', 'not_ascending'],
    ['brackets repeat', { brackets: [{ uptoGrams: 2 }, { uptoGrams: 2 }] }, '/brackets/1/uptoGrams', 'not_ascending'],
    [
      'a bracket before the last is open',
      { brackets: [{}, { uptoGrams: 2 }] },
      '/brackets/0/uptoGrams',
      'open_before_last',
    ],
    ['it ends before it begins', { validTo: '2025-12-31T00:00:00.000Z' }, '/validTo', 'ends_before_it_begins'],
    [
      'it ends as it begins, written in another zone',
      { validTo: '2026-01-01T01:00:00.000+01:00' },
      '/validTo',
      'ends_before_it_begins',
    ],
    ['it begins in a leap second', { validFrom: '2026-12-31T23:59:60Z' }, '/validFrom', 'no_such_time'],
    ['it ends in a leap second', { validTo: '2026-12-31T23:59:60Z' }, '/validTo', 'no_such_time'],
  ];

  it.each(rows)('%s', (_rule, fields, pointer, code) => {
    expect(gridMistakes(aNewVersion(fields), '')).toEqual([
      { pointer, code, message: expect.stringMatching(/^\w.+\.$/) },
    ]);
  });

  it('and every place is named, in the first version of a grid under /first', () => {
    const found = gridMistakes(aNewVersion({ cells: [{ ...cell, from: 'X', to: 'Y' }] }), '/first');
    expect(found.map(({ pointer }) => pointer)).toEqual(['/first/cells/0/from', '/first/cells/0/to']);
  });

  it('but nobody reads more than twenty places', () => {
    const cells = Array.from({ length: 40 }, (_, bracket) => ({ ...cell, from: 'X', bracket: bracket % 2 }));
    expect(gridMistakes(aNewVersion({ cells }), '')).toHaveLength(20);
  });
});
