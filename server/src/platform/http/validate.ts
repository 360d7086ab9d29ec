import { closest } from 'fastest-levenshtein';
import type { FieldError } from '../errors/app-error.ts';
import { InvalidRequest } from './errors.ts';

/** One finding of a compiled validator. */
export interface ValidatorError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Record<string, unknown>;
  readonly schemaPath: string;
  readonly message?: string;
  /** The schema that the keyword stands in. */
  readonly parentSchema?: { readonly properties?: Readonly<Record<string, unknown>> };
}

/** A validator compiled from the contract. It leaves its findings on itself until its next call. */
export interface Validator {
  (data: unknown): boolean;
  errors?: readonly ValidatorError[] | null;
}

/** A sentence helps with the first mistakes; nobody reads the hundredth. */
const MOST_ERRORS = 20;

/** Throws `invalid_request` with a sentence per mistake, each with its place; `root` is where `data` came from. */
export function assertValid(validator: Validator, data: unknown, root: string): void {
  const errors = findings(validator, data, root);
  if (errors.length > 0) throw InvalidRequest({ errors }, { errors });
}

/** The mistakes of `data`, at most twenty; empty when there are none. */
export function findings(validator: Validator, data: unknown, root = ''): FieldError[] {
  if (validator(data)) return [];
  const found = (validator.errors ?? []).filter((e) => !isWrapper(e));
  const list = found.length > 0 ? found : (validator.errors ?? []);
  // Cut first: a hostile body makes a hundred thousand findings, and each sentence costs.
  const unique = new Map(
    list
      .slice(0, MOST_ERRORS)
      .map((e) => [`${e.instancePath}|${e.keyword}|${JSON.stringify(e.params)}`, toFieldError(e, data, root)]),
  );
  return [...unique.values()];
}

/** `oneOf` and `if` only say that something inside them failed, which their inner findings say better. */
const isWrapper = (e: ValidatorError) => ['oneOf', 'anyOf', 'if', 'propertyNames'].includes(e.keyword);

function toFieldError(e: ValidatorError, data: unknown, root: string): FieldError {
  const pointer = root + e.instancePath;
  const p = e.params;
  switch (e.keyword) {
    case 'additionalProperties': {
      const name = String(p.additionalProperty);
      return {
        pointer: `${pointer}/${escapePointer(name)}`,
        code: 'unknown_field',
        message: unknownField(name, e, data),
      };
    }
    case 'required':
      return { pointer: `${pointer}/${String(p.missingProperty)}`, code: 'required', message: 'is required.' };
    case 'type':
      return { pointer, code: 'type', message: `must be ${article(p.type)}, not ${kindOf(at(data, e.instancePath))}.` };
    case 'enum':
      return { pointer, code: 'enum', message: `must be one of ${(p.allowedValues as unknown[]).join(', ')}.` };
    case 'const':
      return { pointer, code: 'const', message: `must be ${JSON.stringify(p.allowedValue)}.` };
    case 'format':
      return { pointer, code: 'format', message: formatMessage(String(p.format)) };
    case 'pattern':
      if (String(p.pattern).includes('T[0-9]')) return { pointer, code: 'format', message: formatMessage('date-time') };
      return { pointer, code: 'pattern', message: `must match ${String(p.pattern)}.` };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { pointer, code: e.keyword, message: `must have at least ${String(p.limit)} ${unit(e.keyword)}.` };
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return { pointer, code: e.keyword, message: `must have at most ${String(p.limit)} ${unit(e.keyword)}.` };
    case 'minimum':
    case 'maximum':
      return { pointer, code: e.keyword, message: `must be ${String(p.comparison)} ${String(p.limit)}.` };
    default:
      return { pointer, code: e.keyword, message: `${e.message ?? 'is not valid'}.` };
  }
}

function unknownField(name: string, e: ValidatorError, data: unknown): string {
  const known = knownFields(e, data);
  const nearest = known.length > 0 ? closest(name, known) : undefined;
  return nearest ? `is not a known field; did you mean ${nearest}?` : 'is not a known field.';
}

function knownFields(e: ValidatorError, data: unknown): string[] {
  const listed = Object.keys(e.parentSchema?.properties ?? {});
  const present = new Set(Object.keys((at(data, e.instancePath) as object | undefined) ?? {}));
  return listed.filter((name) => !present.has(name));
}

function at(data: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      data,
    );
}

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);
const article = (type: unknown) =>
  `${/^[aeiou]/.test(String(type)) ? 'an' : 'a'} ${String(type).replaceAll(',', ' or ')}`;
const unit = (keyword: string) => ({ L: 'characters', I: 'items', P: 'fields' })[keyword[3] as 'L' | 'I' | 'P'];

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return article(typeof value);
}

function formatMessage(format: string): string {
  if (format === 'date-time') return 'must be an RFC 3339 time such as 2026-11-21T08:30:00.000Z.';
  if (format === 'email') return 'must be an e-mail address.';
  return `must be a valid ${format}.`;
}
