import type { Contract, Schema } from './contract.ts';

/** Keywords the SDK's walker applies. */
const APPLIED = new Set([
  ...[
    'type',
    'enum',
    'properties',
    'required',
    'additionalProperties',
    'propertyNames',
    'minProperties',
    'maxProperties',
    'items',
    'prefixItems',
  ],
  ...['minItems', 'maxItems', 'minLength', 'maxLength', 'pattern', 'format', 'minimum', 'maximum'],
]);
/** Keywords that say nothing about validity. */
const WORDS = new Set([
  'title',
  'description',
  'example',
  'examples',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
]);
const FORMATS = new Set(['date-time', 'email']);

/**
 * The schema without references and words, for the SDK's walker. A keyword the walker does not know is an error, since
 * skipping it would let the device accept what the server refuses.
 */
export function flatSchema(contract: Contract, schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema; // true, false
  const { $ref, allOf, ...rest } = schema as Schema & { $ref?: string; allOf?: unknown[] };
  const parts = [
    ...(typeof $ref === 'string' ? [resolve(contract, $ref)] : []),
    ...(Array.isArray(allOf) ? allOf : []),
  ];
  const merged = parts.reduce<Schema>(
    (all, part) => merge(all, flatSchema(contract, part) as Schema),
    own(contract, rest),
  );
  return merged;
}

function own(contract: Contract, schema: Schema): Schema {
  const flat: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (WORDS.has(keyword)) continue;
    if (keyword === 'const') flat.enum = [value];
    else if (!APPLIED.has(keyword))
      throw new Error(
        `The SDK's validator does not know the keyword ${keyword}; teach sdk/src/outbox/validate.ts first.`,
      );
    else if (keyword === 'format' && !FORMATS.has(String(value)))
      throw new Error(`The SDK's validator does not know the format ${String(value)}.`);
    else if (keyword === 'properties') flat.properties = mapValues(value as Schema, (v) => flatSchema(contract, v));
    else if (keyword === 'prefixItems') flat.prefixItems = (value as unknown[]).map((v) => flatSchema(contract, v));
    else if (['items', 'additionalProperties', 'propertyNames'].includes(keyword))
      flat[keyword] = flatSchema(contract, value);
    else flat[keyword] = value;
  }
  return flat;
}

/** `allOf` of one reference and some words is how the contract describes a member; two that both constrain are refused. */
function merge(a: Schema, b: Schema): Schema {
  for (const keyword of Object.keys(b))
    if (keyword in a) throw new Error(`The SDK's validator cannot merge two rules for ${keyword}.`);
  return { ...a, ...b };
}

function resolve(contract: Contract, ref: string): Schema {
  const found = contract.components.schemas[ref.replace('#/components/schemas/', '')];
  if (!found) throw new Error(`openapi.yaml names ${ref}, which it does not define.`);
  return found;
}

function mapValues(object: Schema, fn: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fn(value)]));
}
