import type { Schema } from './contract.ts';

type Schemas = Readonly<Record<string, Schema>>;

const REF = '#/components/schemas/';
/** Longer lists of values are named, not shown. */
const VALUES = 12;

/** The members of the contract's schemas for the page of methods: a table each, and once each, however many need it. */
export class SchemaTables {
  readonly #schemas: Schemas;
  readonly #shown = new Set<string>();

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /** Rows `[member, what it is]` of an object; empty for what has no members. */
  rows(name: string): [string, string][] {
    this.#shown.add(name);
    const schema = this.#named(name);
    const members = this.#members(schema);
    return Object.values(propertiesOf(schema)).map((of, i) => [members[i] ?? '', this.#words(of)]);
  }

  /** What a schema says of itself. */
  about(name: string): string {
    return flat(String(this.#named(name).description ?? ''));
  }

  /** The schemas with members that these members name, and theirs, in the order they are met; each is given out once. */
  *needed(name: string): Generator<string> {
    for (const inner of this.#names(this.#named(name).properties)) {
      if (this.#shown.has(inner) || !this.#named(inner).properties) continue;
      this.#shown.add(inner);
      yield inner;
      yield* this.needed(inner);
    }
  }

  /** `name: type`, in the contract's order. */
  #members(schema: Schema): string[] {
    const required = (schema.required ?? []) as string[];
    return Object.entries(propertiesOf(schema)).map(
      ([member, of]) => `${member}${required.includes(member) ? '' : '?'}: ${this.#type(of)}`,
    );
  }

  #named(name: string): Schema {
    const found = this.#schemas[name];
    if (!found) throw new Error(`openapi.yaml has no schema ${name}.`);
    return found;
  }

  #names(part: unknown): string[] {
    if (typeof part !== 'object' || part === null) return [];
    const { $ref } = part as { $ref?: unknown };
    return typeof $ref === 'string' ? [$ref.slice(REF.length)] : Object.values(part).flatMap((one) => this.#names(one));
  }

  /** As TypeScript writes it; an object of the contract by its name. */
  #type(schema: Schema): string {
    const { $ref, allOf, oneOf, type, items, prefixItems, properties, additionalProperties } = schema;
    if (typeof $ref === 'string') {
      const name = $ref.slice(REF.length);
      return this.#named(name).properties ? name : this.#type(this.#named(name));
    }
    const one = (of: unknown) => this.#type(of as Schema); // a schema, by the contract's lint
    if (Array.isArray(allOf)) return allOf.map(one).join(' & ');
    if (Array.isArray(oneOf)) return oneOf.map(one).join(' | ');
    if (Array.isArray(schema.enum)) return schema.enum.length > VALUES ? 'string' : schema.enum.map(quoted).join(' | ');
    if (Array.isArray(prefixItems)) return `[${prefixItems.map(one).join(', ')}]`;
    if (items) return /\W/.test(one(items)) ? `(${one(items)})[]` : `${one(items)}[]`;
    if (properties) {
      return `{ ${this.#members(schema).join('; ')} }`;
    }
    if (typeof additionalProperties === 'object') return `Record<string, ${one(additionalProperties)}>`;
    const types = [type ?? 'unknown'].flat().map((name) => (name === 'integer' ? 'number' : String(name)));
    return types.join(' | ');
  }

  /** Its description, or that of what it names; then what it may hold. */
  #words(schema: Schema): string {
    const chain = this.#chain(schema);
    const said = chain.map((one) => flat(String(one.description ?? ''))).find((text) => text !== '');
    const merged: Schema = Object.assign({}, ...chain.toReversed());
    const limits = [
      range(merged, 'minItems', 'maxItems', 'entries'),
      range(merged, 'minLength', 'maxLength', 'characters'),
      range(merged, 'minimum', 'maximum', ''),
    ].filter((text) => text !== '' && !merged.prefixItems && !merged.format);
    const [example] = Array.isArray(merged.examples) && !merged.properties ? merged.examples : [];
    if (example !== undefined) limits.push(`such as \`${JSON.stringify(example).replace(/^"|"$/g, '')}\``);
    const may = limits.join(', ');
    return [said, may && `${may[0]?.toUpperCase()}${may.slice(1)}.`].filter(Boolean).join(' ');
  }

  /** The schema, and what it is by reference, the nearest first. */
  #chain(schema: Schema): Schema[] {
    const [only] = Array.isArray(schema.allOf) && schema.allOf.length === 1 ? (schema.allOf as Schema[]) : [];
    if (only) return [schema, ...this.#chain(only)];
    if (typeof schema.$ref === 'string') return this.#chain(this.#named(schema.$ref.slice(REF.length)));
    return [schema];
  }
}

function range(schema: Schema, least: string, most: string, unit: string): string {
  const [from, to] = [schema[least], schema[most]];
  const of = unit && ` ${unit}`;
  if (from !== undefined && to !== undefined) return `${from} to ${to}${of}`;
  if (to !== undefined) return `up to ${to}${of}`;
  return from === undefined ? '' : `at least ${from}${of}`;
}

const propertiesOf = (schema: Schema) => (schema.properties ?? {}) as Record<string, Schema>; // linted
const quoted = (value: unknown) => `'${String(value)}'`;
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
