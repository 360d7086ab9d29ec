/** From when until when something says it prices; `validTo` is exclusive. */
export interface Claim {
  readonly validFrom: Date;
  readonly validTo?: Date;
  /** When it came to be: nobody could have been quoted by it before. */
  readonly issuedAt: Date;
}

/** The claim of a version of a grid. */
export interface Validity extends Claim {
  readonly version: number;
}

/** A stretch of time in Unix milliseconds, its end exclusive and `Infinity` while none is known. */
interface Period {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/**
 * When a version is the one that prices: as long as it is valid and nothing above it is. `later` are the higher versions
 * of its grid and, for a client, its contract on another grid; each of them takes over from its `validFrom`, but not
 * before it was issued, because nobody could have been quoted by it then. What ends gives way to what it took over from.
 */
export function periodsInForce(version: Validity, later: readonly Claim[]): Period[] {
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

const endOf = ({ validTo }: Claim): number => validTo?.getTime() ?? Number.POSITIVE_INFINITY;

/** What is left of a period when another is taken out: none, one or two pieces. */
function without(period: Period, cut: Period): Period[] {
  if (cut.to <= cut.from) return [period];
  const pieces = [
    { from: period.from, to: Math.min(period.to, cut.from) },
    { from: Math.max(period.from, cut.to), to: period.to },
  ];
  return pieces.filter(({ from, to }) => from < to);
}
