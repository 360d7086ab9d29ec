import type { Schema } from '../gen/contract.ts';

/** A contract as YAML gives it; what stands behind a reference is looked up when it is needed. */
export type Document = Readonly<Record<string, unknown>>;

/** The last part of a reference: `Order` of `#/components/schemas/Order`. */
export function refName(value: unknown): string | undefined {
  const ref = (value as { $ref?: unknown } | undefined)?.$ref;
  return typeof ref === 'string' ? ref.split('/').at(-1) : undefined;
}

/** The thing itself, behind any number of references; throws when there is nothing. */
export function deref(document: Document, value: unknown): Schema {
  const ref = (value as { $ref?: unknown } | undefined)?.$ref;
  if (typeof ref !== 'string') return (value ?? {}) as Schema;
  const found = ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((inner, name) => (inner as Schema | undefined)?.[name.replaceAll('~1', '/')], document);
  if (found === undefined) throw new Error(`The contract names ${ref}, which it does not define.`);
  return deref(document, found);
}

/** A schema without references and `allOf` at its top: what each of them says stands in one object. */
export function flat(document: Document, value: unknown): Schema | boolean {
  if (typeof value === 'boolean') return value;
  const { allOf, ...own } = deref(document, value);
  if (!Array.isArray(allOf)) return own;
  return allOf.map((part) => flat(document, part)).reduce<Schema | boolean>(both, own);
}

/** Alternatives of a schema, each with what the schema says of all of them; one when it has none. */
export function variants(document: Document, schema: Schema): { name: string; schema: Schema }[] {
  const { oneOf, anyOf, ...own } = schema;
  const alternatives = oneOf ?? anyOf;
  if (!Array.isArray(alternatives)) return [{ name: nameOf(schema), schema }];
  return alternatives.flatMap((one) => {
    const whole = both(own, flat(document, one));
    if (typeof whole === 'boolean') return [];
    const inner = variants(document, whole);
    return inner.length === 1 ? [{ name: refName(one) ?? nameOf(whole), schema: whole }] : inner;
  });
}

/** How people tell an alternative from its neighbours: its title, what it must have, or its type. */
function nameOf(schema: Schema): string {
  const required = Array.isArray(schema.required) ? schema.required.join(' and ') : '';
  return String(schema.title ?? (required || JSON.stringify(schema.const ?? schema.type ?? 'anything')));
}

function both(a: Schema | boolean, b: Schema | boolean): Schema | boolean {
  if (a === false || b === false) return false;
  if (a === true || b === true) return a === true ? b : a;
  return {
    ...a,
    ...b,
    ...(a.properties || b.properties
      ? { properties: { ...(a.properties as Schema), ...(b.properties as Schema) } }
      : {}),
    ...(a.required || b.required
      ? { required: [...new Set([...((a.required as string[]) ?? []), ...((b.required as string[]) ?? [])])] }
      : {}),
  };
}
