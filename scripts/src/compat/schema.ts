import type { Schema } from '../gen/contract.ts';
import type { Report } from './finding.ts';
import { type Document, flat, refName, variants } from './pointer.ts';
import { SENTENCES } from './sentences.ts';

/**
 * One comparison. Each value that `from` allows must be one that `to` allows: of what clients send the old contract is
 * `from`, of what they are shown the new one is.
 */
export interface Scene {
  readonly direction: 'sent' | 'shown';
  readonly from: Document;
  readonly to: Document;
  /** Names of schemas under comparison or done: what contains itself ends, what is used twice is said once. */
  readonly seen: Set<string>;
  readonly report: Report;
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
/** None of these is ever below 0, so 0 is no limit. */
const COUNTS = ['minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/** Reports how values of `from` fall outside of `to`. `at` is the way there, and begins anew at each named schema. */
export function compareSchemas(from: unknown, to: unknown, scene: Scene, at: string): void {
  const name = refName(to);
  const same = name !== undefined && name === refName(from);
  if (same && scene.seen.has(name)) return;
  if (same) scene.seen.add(name);
  const place = same ? name : at;
  const a = flat(scene.from, from);
  const b = flat(scene.to, to);
  if (b === true || a === false) return;
  if (a === true || b === false) {
    say(scene, 'type', place, b === false ? 'nothing' : typesIn(b), 'anything');
    return;
  }
  const ours = variants(scene.from, a);
  const theirs = variants(scene.to, b);
  const [only] = theirs;
  if (ours.length === 1 && theirs.length === 1 && only) comparePlain(a, only.schema, scene, place);
  else for (const variant of ours) compareVariant(variant, theirs, scene, place);
}

/** Some alternative must take all of it; when none does, the one of the same name says why, or that it is gone. */
function compareVariant(one: Variant, others: readonly Variant[], scene: Scene, at: string): void {
  const trials = others.map((other) => {
    const found: Parameters<Report>[] = [];
    const seen = new Set(scene.seen);
    comparePlain(one.schema, other.schema, { ...scene, seen, report: (...finding) => found.push(finding) }, at);
    return { name: other.name, found, broken: found.some(([level]) => level === 'break') };
  });
  const match = trials.find(({ broken }) => !broken) ?? trials.find(({ name }) => name === one.name);
  if (match) for (const finding of match.found) scene.report(...finding);
  else say(scene, 'variant', at, one.name);
}

type Variant = ReturnType<typeof variants>[number];

function comparePlain(a: Schema, b: Schema, scene: Scene, at: string): void {
  const before = kindsOf(a);
  const after = kindsOf(b);
  if (after && !(before ?? ['anything']).every((kind) => takes(after, kind))) {
    say(scene, 'type', at, typesIn(b), typesIn(a));
    return;
  }
  compareValues(a, b, scene, at);
  if (scene.direction === 'sent' && JSON.stringify(a.default) !== JSON.stringify(b.default))
    say(scene, 'default', at, JSON.stringify(b.default) ?? 'nothing', JSON.stringify(a.default) ?? 'nothing');
  compareMembers(a, b, scene, at);
  if (b.items !== undefined) compareSchemas(a.items ?? true, b.items, scene, `${at}[]`);
  for (const [index, item] of list(b.prefixItems).entries())
    compareSchemas(list(a.prefixItems)[index] ?? a.items ?? true, item, scene, `${at}[${index}]`);
}

function compareValues(a: Schema, b: Schema, scene: Scene, at: string): void {
  const before = valuesOf(a);
  const after = valuesOf(b);
  if (after && !before) say(scene, 'listed', at, after.join(', '));
  for (const value of before ?? []) if (after && !after.includes(value)) say(scene, 'value', at, value);
  if (before) return; // listed values speak for themselves
  if (b.format !== undefined && a.format !== b.format) say(scene, 'format', at, String(b.format));
  if (b.pattern !== undefined && a.pattern !== b.pattern) say(scene, 'pattern', at, String(b.pattern));
  for (const keyword of [...LOWER, ...UPPER]) {
    const is = b[keyword] as number | undefined;
    const was = a[keyword] as number | undefined;
    if (is === undefined || was === is || (is === 0 && COUNTS.includes(keyword))) continue;
    if (was === undefined || (LOWER.includes(keyword) ? is > was : is < was))
      say(scene, 'limit', at, `${keyword} ${is}`, was === undefined ? 'no such limit' : String(was));
  }
  if (b.uniqueItems === true && a.uniqueItems !== true) say(scene, 'limit', at, 'uniqueItems', 'no such limit');
}

function compareMembers(a: Schema, b: Schema, scene: Scene, at: string): void {
  const before = (a.properties ?? {}) as Schema;
  const after = (b.properties ?? {}) as Schema;
  for (const name of list(b.required).map(String))
    if (!list(a.required).includes(name) && (scene.direction === 'sent' || name in before))
      say(scene, 'required', at, name);
  for (const [name, schema] of Object.entries(before)) {
    const place = `${at}.${name}`;
    if (name in after) compareSchemas(schema, after[name], scene, place);
    else if (b.additionalProperties !== false) compareSchemas(schema, b.additionalProperties ?? true, scene, place);
    else if (scene.direction === 'sent') say(scene, 'member', at, name);
  }
  if (scene.direction === 'shown')
    for (const name of Object.keys(after)) if (!(name in before)) say(scene, 'member', at, name);
  if (scene.direction === 'sent' && b.additionalProperties === false && (a.additionalProperties ?? true) !== false)
    say(scene, 'closed', at, '');
  if (isSchema(a.additionalProperties) && isSchema(b.additionalProperties))
    compareSchemas(a.additionalProperties, b.additionalProperties, scene, `${at}.*`);
  if (b.propertyNames !== undefined) compareSchemas(a.propertyNames ?? true, b.propertyNames, scene, `names in ${at}`);
}

function say(scene: Scene, rule: keyof typeof SENTENCES, at: string, what: string, other = ''): void {
  const { sent, shown } = SENTENCES[rule];
  const [level, sentence] = (scene.direction === 'sent' ? sent : shown)(at, what, other);
  scene.report(level, at, sentence);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

function valuesOf(schema: Schema): string[] | undefined {
  const values = 'const' in schema ? [schema.const] : schema.enum;
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

function kindsOf(schema: Schema): string[] | undefined {
  if (schema.type !== undefined) return [schema.type].flat().map(String);
  return valuesOf(schema)?.map((value) => (value === 'null' ? 'null' : typeof JSON.parse(value)));
}

const takes = (kinds: readonly string[], kind: string) =>
  kinds.includes(kind) || (kind === 'integer' && kinds.includes('number'));

const typesIn = (schema: Schema) => kindsOf(schema)?.join(' or ') ?? 'anything';
