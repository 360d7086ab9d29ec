import type { FieldError } from '../../platform/errors/app-error.ts';
import type { NewGridVersion } from './pricing.model.ts';

/** A sentence helps with the first mistakes; nobody reads the hundredth. */
const MOST_MISTAKES = 20;

/**
 * What is wrong with a version beyond the types of its fields, at most twenty places; empty when it makes a grid.
 * `root` is the JSON pointer of the version in the request: `/first` when a grid is made, else nothing.
 */
export function gridMistakes(input: NewGridVersion, root: '' | '/first'): FieldError[] {
  const found = [...wrongTimes(input), ...repeatedZones(input), ...wrongBrackets(input), ...wrongCells(input)];
  return found.slice(0, MOST_MISTAKES).map((mistake) => ({ ...mistake, pointer: root + mistake.pointer }));
}

const mistake = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });

function wrongTimes({ validFrom, validTo }: NewGridVersion): FieldError[] {
  const [from, to] = [Date.parse(validFrom), validTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(validTo)];
  // RFC 3339 allows leap seconds, which no clock of ours has.
  if (Number.isNaN(from)) return [mistake('/validFrom', 'no_such_time', 'is a time no clock shows.')];
  if (Number.isNaN(to)) return [mistake('/validTo', 'no_such_time', 'is a time no clock shows.')];
  return to > from ? [] : [mistake('/validTo', 'ends_before_it_begins', 'must be after validFrom.')];
}

function repeatedZones({ zones }: NewGridVersion): FieldError[] {
  const seen = new Set<string>();
  return zones.flatMap(({ code }, i) => {
    if (seen.has(code)) return [mistake(`/zones/${i}/code`, 'duplicate', `repeats zone ${code}.`)];
    seen.add(code);
    return [];
  });
}

function wrongBrackets({ brackets }: NewGridVersion): FieldError[] {
  return brackets.flatMap(({ uptoGrams }, i) => {
    const pointer = `/brackets/${i}/uptoGrams`;
    if (uptoGrams === undefined)
      return i === brackets.length - 1
        ? []
        : [mistake(pointer, 'open_before_last', 'is missing; only the last bracket may be open.')];
    const before = brackets[i - 1]?.uptoGrams ?? 0;
    return uptoGrams > before
      ? []
      : [mistake(pointer, 'not_ascending', `must be more than the ${before} of the bracket before.`)];
  });
}

function wrongCells({ zones, brackets, cells }: NewGridVersion): FieldError[] {
  const codes = new Set(zones.map(({ code }) => code));
  const seen = new Set<string>();
  return cells.flatMap((cell, i) => {
    const found = (['from', 'to'] as const)
      .filter((end) => !codes.has(cell[end]))
      .map((end) => mistake(`/cells/${i}/${end}`, 'unknown_zone', `names zone ${cell[end]}, which is not in zones.`));
    if (cell.bracket >= brackets.length) {
      found.push(
        mistake(`/cells/${i}/bracket`, 'unknown_bracket', `must be below ${brackets.length}, the number of brackets.`),
      );
    }
    const place = JSON.stringify([cell.from, cell.to, cell.bracket]);
    if (seen.has(place))
      found.push(
        mistake(`/cells/${i}`, 'duplicate', `prices ${cell.from} to ${cell.to} in bracket ${cell.bracket} again.`),
      );
    seen.add(place);
    return found;
  });
}
