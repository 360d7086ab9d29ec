import { closest } from 'fastest-levenshtein';
import { InvalidRequest } from './errors.ts';
import type { OperationRow, Reply } from './operation.ts';

/** A sentence helps with the first mistakes; nobody reads the hundredth. */
const MOST_ERRORS = 20;

/**
 * The members of a row that a caller asked for, each once and in the row's own order, so that two ways to ask for the
 * same are one question to the cache; `id` is always among them. Undefined = whole rows. Throws `invalid_request`.
 */
export function readFields(op: OperationRow, query: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  if (op.fields === null || typeof query.fields !== 'string') return undefined;
  const known = op.fields;
  const asked = new Set(query.fields.split(','));
  const errors = [...asked]
    .filter((name) => !known.includes(name))
    .slice(0, MOST_ERRORS)
    .map((name) => ({
      pointer: '/query/fields',
      code: 'unknown_field',
      message: `${name} is not a member of a row; did you mean ${closest(name, [...known])}?`,
    }));
  if (errors.length > 0) throw InvalidRequest({ errors }, { errors });
  return known.filter((name) => name === 'id' || asked.has(name));
}

/** A page with these members of its rows only. */
export function selected(reply: Reply, fields: readonly string[] | undefined): Reply {
  if (fields === undefined || reply.status !== 200) return reply;
  const page = reply.body as { readonly data: readonly Readonly<Record<string, unknown>>[] }; // operations with fields answer pages
  const data = page.data.map((row) =>
    Object.fromEntries(fields.filter((name) => name in row).map((name) => [name, row[name]])),
  );
  return { ...reply, body: { ...page, data } };
}
