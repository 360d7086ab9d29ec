/** From when until when a version says it is valid; `validTo` is exclusive. */
export interface Validity {
  readonly version: number;
  readonly validFrom: Date;
  readonly validTo?: Date;
  readonly issuedAt: Date;
}

/** A stretch of time in Unix milliseconds, its end exclusive and `Infinity` while none is known. */
interface Period {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/**
 * When a version is the one that prices: as long as it is valid and no higher version is. `later` are the higher
 * versions of its grid; each of them takes over from its `validFrom`, but not before it was issued, because nobody
 * could have been quoted by it then. A version that ends gives way to the one below it again.
 */
export function periodsInForce(version: Validity, later: readonly Validity[]): Period[] {
  return later.reduce(
    (periods, next) => {
      const cut = { from: Math.max(next.validFrom.getTime(), next.issuedAt.getTime()), to: endOf(next) };
      return periods.flatMap((period) => without(period, cut));
    },
    [{ from: version.validFrom.getTime(), to: endOf(version) }],
  );
}

/** The last period that has begun by `atMs`; the one that a quote of that moment lives in. */
export function periodAt(periods: readonly Period[], atMs: number): Period | undefined {
  return periods
    .filter(({ from }) => from <= atMs)
    .reduce<Period | undefined>((last, period) => (last && last.from > period.from ? last : period), undefined);
}

/** The end of a period some days later, exclusive: until then its quotes hold. Undefined while it has none. */
export function endWithDays(period: Period, days: number): Date | undefined {
  return period.to === Number.POSITIVE_INFINITY ? undefined : new Date(period.to + days * DAY_MS);
}

const endOf = ({ validTo }: Validity): number => validTo?.getTime() ?? Number.POSITIVE_INFINITY;

/** What is left of a period when another is taken out: none, one or two pieces. */
function without(period: Period, cut: Period): Period[] {
  if (cut.to <= cut.from) return [period];
  const pieces = [
    { from: period.from, to: Math.min(period.to, cut.from) },
    { from: Math.max(period.from, cut.to), to: period.to },
  ];
  return pieces.filter(({ from, to }) => from < to);
}
