import type { Schema } from './contract.ts';

/** The contract's `Instant`, which the walker knows by the name of its format; its pattern ends all the limits. */
const INSTANT = {
  type: 'string',
  format: 'date-time',
  pattern:
    '^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$',
  maxLength: 35,
};

/**
 * A flat schema in the short notation of sdk/src/outbox/validate.ts. A schema that the notation cannot say is an error,
 * since saying less would let the device accept what the server refuses.
 */
export function ruleOf(schema: unknown): unknown {
  if (isInstant(schema as Schema)) return 'string * * date-time';
  const left: Schema = { ...(schema as Schema) }; // flat, and neither true nor false here
  const take = (keyword: string): unknown => {
    const value = left[keyword];
    delete left[keyword];
    return value;
  };
  const rule = said(take, String(take('type')), left);
  if (rule === undefined || Object.keys(left).length > 0)
    throw new Error(`The SDK's validator has no notation for ${JSON.stringify(schema)}: teach ruleOf first.`);
  return rule;
}

function said(take: (keyword: string) => unknown, type: string, left: Schema): unknown {
  const head = (what: string) => [type, take(`min${what}`) ?? '*', take(`max${what}`) ?? '*'].join(' ');
  if (left.enum) return ['enum', ...words(take('enum'))].join(' ');
  if (type === 'integer' || type === 'number') return head('imum');
  if (type === 'string') return [head('Length'), expression(take('format'), take('pattern'))].join(' ').trim();
  if (type === 'array') {
    const places = take('prefixItems') as readonly unknown[] | undefined;
    if (!places) return [head('Items'), ruleOf(take('items'))];
    const fixed = left.minItems === places.length && left.maxItems === places.length && take('items') === false;
    if (fixed) return [head('Items'), ...places.map(ruleOf)];
  }
  if (type === 'object' && left.properties && take('additionalProperties') === false) {
    const required = (take('required') ?? []) as readonly string[];
    const fields = Object.entries(take('properties') as Schema);
    return Object.fromEntries(
      fields.map(([name, field]) => [required.includes(name) ? name : `${name}?`, ruleOf(field)]),
    );
  }
  if (type === 'object' && left.propertyNames && left.additionalProperties) {
    const names = { type: 'string', ...(take('propertyNames') as Schema) };
    return [head('Properties'), ruleOf(names), ruleOf(take('additionalProperties'))];
  }
  return undefined; // what is left makes the caller refuse
}

function isInstant(schema: Schema): boolean {
  return JSON.stringify(Object.entries(schema).sort()) === JSON.stringify(Object.entries(INSTANT).sort());
}

/** A pattern, or the name of a format; both at once only `Instant` has. */
function expression(format: unknown, pattern: unknown): string {
  if (format !== undefined && (pattern !== undefined || format !== 'email'))
    throw new Error(`The SDK's validator has no notation for ${String(format)} with ${String(pattern)}.`);
  return String(format ?? pattern ?? '');
}

function words(values: unknown): string[] {
  const texts = (values as readonly unknown[]).map(String);
  if (texts.some((text) => /\s/.test(text))) throw new Error(`The SDK's validator cannot list ${texts.join()}.`);
  return texts;
}
