import type { FieldError } from '../core/errors.ts';

/** The keywords of JSON Schema that the walker knows; the generator refuses a schema with another one. */
export interface ObjectSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, ObjectSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | ObjectSchema;
  readonly propertyNames?: ObjectSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: false | ObjectSchema;
  readonly prefixItems?: readonly ObjectSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Everything that is wrong with `value`, with the server's verdict: both read the same schema. Needs no `eval`. */
export function check(schema: ObjectSchema, value: unknown, pointer = ''): FieldError[] {
  const errors: FieldError[] = [];
  const fail = (code: string, message: string, at = pointer) => void errors.push({ pointer: at, code, message });
  const within = (name: keyof ObjectSchema, ok: (limit: number) => boolean, what: string) => {
    const limit = schema[name] as number | undefined; // only called with keywords that are numbers
    if (limit !== undefined && !ok(limit)) fail(name, `must have ${what} ${limit}`);
  };
  const size = (min: keyof ObjectSchema, max: keyof ObjectSchema, n: number, what: string) => {
    within(min, (limit) => n >= limit, `a ${what} of at least`);
    within(max, (limit) => n <= limit, `a ${what} of at most`);
  };
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isA(type, value))) {
    fail('type', `must be ${types.join(' or ')}`);
    return errors;
  }
  if (schema.enum && !schema.enum.includes(value)) fail('enum', `must be one of ${schema.enum.join(', ')}`);
  if (typeof value === 'string') {
    size('minLength', 'maxLength', [...value].length, 'length'); // code points, as JSON Schema counts
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
      fail('pattern', `must match ${schema.pattern}`);
    if (schema.format && !(schema.format === 'email' ? EMAIL.test(value) : isInstant(value)))
      fail('format', `must be of the form ${schema.format}`);
  } else if (typeof value === 'number') {
    size('minimum', 'maximum', value, 'value');
  } else if (Array.isArray(value)) {
    size('minItems', 'maxItems', value.length, 'length');
    value.forEach((item, i) => {
      const rule = schema.prefixItems?.[i] ?? schema.items;
      if (rule === false) fail('items', 'is an entry too many', `${pointer}/${i}`);
      else if (rule) errors.push(...check(rule, item, `${pointer}/${i}`));
    });
  } else if (isA('object', value)) {
    const object = value as Record<string, unknown>; // the line above
    const names = Object.keys(object).filter((name) => object[name] !== undefined); // what JSON leaves out is not there
    size('minProperties', 'maxProperties', names.length, 'size');
    for (const name of schema.required ?? [])
      if (!names.includes(name)) fail('required', 'is missing', `${pointer}/${name}`);
    for (const name of names) {
      const at = `${pointer}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
      const known = schema.properties && Object.hasOwn(schema.properties, name);
      const rule = known ? schema.properties?.[name] : schema.additionalProperties;
      if (schema.propertyNames) errors.push(...check(schema.propertyNames, name, at));
      if (rule === false) fail('additionalProperties', 'is not a field of this contract', at);
      else if (rule) errors.push(...check(rule, object[name], at));
    }
  }
  return errors;
}

function isA(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return type === 'number' ? Number.isFinite(value) : typeof value === type;
}

// The same expression as ajv-formats, which judges on the server.
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** RFC 3339 with a zone, a date that exists, and a leap second only at midnight UTC. */
function isInstant(value: string): boolean {
  const m = /^(\d{4})-(\d\d)-(\d\d)[t\s](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:z|([+-])(\d\d)(?::?(\d\d))?)$/i.exec(value);
  if (!m) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = m.slice(1, 7).map(Number);
  const [zoneHour, zoneMinute] = [Number(m[8] ?? 0), Number(m[9] ?? 0)];
  if (zoneHour > 23 || zoneMinute > 59 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  if (hour <= 23 && minute <= 59 && second < 60) return true;
  const sign = m[7] === '-' ? -1 : 1;
  const utcMinute = minute - zoneMinute * sign;
  const utcHour = hour - zoneHour * sign - (utcMinute < 0 ? 1 : 0);
  return (utcHour === 23 || utcHour === -1) && (utcMinute === 59 || utcMinute === -1) && second < 61;
}

/** The calendar repeats every 400 years; `Date` alone takes the years 0 to 99 for 1900 to 1999. */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
