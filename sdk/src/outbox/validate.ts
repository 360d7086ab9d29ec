import type { FieldError } from '../core/errors.ts';

/**
 * A schema as the generator writes it: short, because every page downloads it. `*` is no limit.
 * - text: `string min max pattern`, where the pattern may be the name of a format, or `enum one two …`
 * - number: `integer min max`, `number min max`
 * - list: `array min max` and the rule of its items, or one for each place of a list of fixed length
 * - map: `object min max`, the rule of its names and that of its values
 * - object: a rule for each field, `?` marks one that may be absent; others are refused
 */
export type Rule = string | readonly Rule[] | { readonly [field: string]: Rule };

/** Everything that is wrong with `value`, with the server's verdict: both come from one schema. Needs no `eval`. */
export function check(rule: Rule, value: unknown, pointer = ''): FieldError[] {
  const errors: FieldError[] = [];
  const [head, ...rules] = [rule].flat() as Rule[]; // a list is its head and its rules, all else a head alone
  const [kind, ...limits] = typeof head === 'string' ? head.split(' ') : ['object'];
  const fail = (code: string, message: string, at = pointer) => void errors.push({ pointer: at, code, message });
  const size = (what: string, n: number) => {
    if (n < Number(limits[0])) fail(`min${what}`, `must be at least ${limits[0]}`);
    if (n > Number(limits[1])) fail(`max${what}`, `must be at most ${limits[1]}`);
  };
  const below = (name: string | number) => `${pointer}/${String(name).replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const inner = (name: string | number, of: Rule = '', part: unknown = name) =>
    void errors.push(...check(of, part, below(name)));

  if (kind === 'enum') {
    const isText = typeof value === 'string';
    if (!isText || !limits.includes(value)) fail(isText ? kind : 'type', `must be one of ${limits.join(', ')}`);
  } else if (!isA(kind, value)) {
    fail('type', `must be ${kind}`);
  } else if (typeof value === 'string') {
    const pattern = limits.slice(2).join(' ');
    const format = FORMATS[pattern];
    size('Length', [...value].length); // code points, as JSON Schema counts
    if (!(format ?? ((text) => new RegExp(pattern, 'u').test(text)))(value))
      fail(format ? 'format' : 'pattern', `must match ${pattern}`);
  } else if (typeof value === 'number') {
    size('imum', value);
  } else if (Array.isArray(value)) {
    size('Items', value.length);
    for (const [i, item] of value.entries()) inner(i, rules[i % rules.length], item);
  } else {
    const object = value as Record<string, unknown>; // every other kind is refused above
    const names = new Set(Object.keys(object).filter((name) => object[name] !== undefined)); // as JSON leaves out
    size('Properties', names.size);
    if (typeof head === 'string')
      for (const name of names) {
        inner(name, rules[0]);
        inner(name, rules[1], object[name]);
      }
    else {
      for (const [field, of] of Object.entries(head ?? {})) {
        const name = field.replace('?', '');
        if (names.delete(name)) inner(name, of, object[name]);
        else if (name === field) fail('required', 'is missing', below(name));
      }
      for (const name of names) fail('additionalProperties', 'is not a field', below(name));
    }
  }
  return errors;
}

function isA(kind: string | undefined, value: unknown): boolean {
  if (kind === 'integer') return Number.isInteger(value);
  if (kind === 'number') return Number.isFinite(value);
  if (kind === 'string') return typeof value === kind;
  return typeof value === 'object' && value !== null && Array.isArray(value) === (kind === 'array');
}

const FORMATS: Record<string, (text: string) => boolean> = {
  // The same expression as ajv-formats, which judges on the server.
  email: (text) =>
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(
      text,
    ),
  /** The contract's `Instant`: RFC 3339, from 1970 to 2999, of a day that exists; seconds end at 59. */
  'date-time': (text) =>
    /^(19[7-9]|2\d\d)\d-\d\d-\d\dT([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(
      text,
    ) &&
    // A day too many is another day, or none.
    text.startsWith(new Date(text.slice(0, 10)).toJSON()?.slice(0, 10)),
};
