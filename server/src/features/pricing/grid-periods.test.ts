import { describe, expect, it } from 'vitest';
import { endWithDays, periodAt, periodsInForce, type Validity } from './grid-periods.ts';

const day = (text: string) => new Date(`2026-${text}T00:00:00.000Z`);
const valid = (version: number, from: string, to?: string, issued = '01-01'): Validity => ({
  version,
  validFrom: day(from),
  issuedAt: day(issued),
  ...(to ? { validTo: day(to) } : {}),
});
const shown = (version: Validity, later: Validity[]) =>
  periodsInForce(version, later).map(({ from, to }) => [
    new Date(from).toISOString().slice(5, 10),
    Number.isFinite(to) ? new Date(to).toISOString().slice(5, 10) : 'open',
  ]);

describe('a version prices', () => {
  const first = valid(1, '02-01');

  it.each<[string, Validity, Validity[], string[][]]>([
    ['from its beginning on, without end, when nothing follows', first, [], [['02-01', 'open']]],
    ['until its own end', valid(1, '02-01', '03-01'), [], [['02-01', '03-01']]],
    ['until a later version begins', first, [valid(2, '05-01')], [['02-01', '05-01']]],
    [
      'until the earliest of the later versions begins',
      first,
      [valid(3, '07-01'), valid(2, '05-01')],
      [['02-01', '05-01']],
    ],
    [
      'again after a later version has ended',
      first,
      [valid(2, '05-01', '06-01')],
      [
        ['02-01', '05-01'],
        ['06-01', 'open'],
      ],
    ],
    [
      'until a later version was issued, though that begins earlier on paper',
      first,
      [valid(2, '01-01', undefined, '04-10')],
      [['02-01', '04-10']],
    ],
    ['never, when a later version is there before it begins', first, [valid(2, '01-15')], []],
    [
      'untouched by a later version that was over before it was issued',
      first,
      [valid(2, '03-01', '04-01', '04-10')],
      [['02-01', 'open']],
    ],
    [
      'untouched by a later version that ended before it began',
      first,
      [valid(2, '01-01', '01-20')],
      [['02-01', 'open']],
    ],
  ])('%s', (_rule, version, later, periods) => {
    expect(shown(version, later)).toEqual(periods);
  });
});

describe('a quote', () => {
  const periods = periodsInForce(valid(1, '02-01'), [valid(2, '05-01', '06-01'), valid(3, '08-01')]);
  const until = (at: string) => {
    const period = periodAt(periods, day(at).getTime());
    return period && endWithDays(period, 14)?.toISOString().slice(5, 10);
  };

  it('holds for the tenant’s days after its version gave way', () => {
    expect(until('03-01')).toBe('05-15');
    expect(until('05-20')).toBe('05-15');
  });

  it('lives in the stretch it was made in, not in one before', () => {
    expect(until('06-01')).toBe('08-15');
  });

  it('has no period before its version began', () => {
    expect(until('01-31')).toBeUndefined();
  });

  it('holds without end while its version has none', () => {
    const open = periodAt(periodsInForce(valid(1, '02-01'), []), day('03-01').getTime());
    expect(open).toBeDefined();
    expect(open && endWithDays(open, 14)).toBeUndefined();
  });
});
