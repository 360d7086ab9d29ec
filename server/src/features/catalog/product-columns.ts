import { closest } from 'fastest-levenshtein';
import type { FieldError } from '../../platform/errors/app-error.ts';
import { findings } from '../../platform/http/validate.ts';
import { createProductBody } from '../../platform/http/validators.gen.js';
import type { NewProduct } from './catalog.model.ts';
import { parseRecord } from './parse-record.ts';

const REQUIRED = ['name', 'transportType', 'unit'];
const TEXTS = [...REQUIRED, 'description', 'proofRequired'];
const NUMBERS = ['maxWeightGrams', 'maxVolumeLitres', 'maxQuantity'];
const COLUMNS = [...TEXTS, ...NUMBERS];
/** Spreadsheets write the second where the comma stands in numbers. */
const DELIMITERS = [',', ';', '\t'];

/** How a file of products is laid out, by its first line. */
export interface Layout {
  readonly delimiter: string;
  /** Their names, from the left. */
  readonly columns: readonly string[];
}

/** Reads the first line of a file; where it does not name the columns of products, says everything that is wrong with it. */
export function readLayout(line: string): Layout | { readonly errors: readonly FieldError[] } {
  const known = (delimiter: string) => namesIn(line, delimiter).filter((name) => COLUMNS.includes(name)).length;
  const delimiter = DELIMITERS.reduce((best, one) => (known(one) > known(best) ? one : best));
  const columns = namesIn(line, delimiter);
  const at = (name: string) => `/${name.slice(0, 100)}`;
  const errors = columns.flatMap((name, index): FieldError[] => {
    if (name === '') return [{ pointer: '/', code: 'required', message: `column ${index + 1} has no name.` }];
    if (!COLUMNS.includes(name))
      return [{ pointer: at(name), code: 'unknown_column', message: unknown(name, columns) }];
    if (columns.indexOf(name) === index) return [];
    return [{ pointer: at(name), code: 'duplicate_column', message: `column ${name} is there twice.` }];
  });
  const missing = REQUIRED.filter((name) => !columns.includes(name)).map((name) => ({
    pointer: at(name),
    code: 'required',
    message: `column ${name} is missing.`,
  }));
  return errors.length + missing.length > 0 ? { errors: [...errors, ...missing] } : { delimiter, columns };
}

const namesIn = (line: string, delimiter: string): readonly string[] => parseRecord(line, delimiter) ?? [line];

function unknown(name: string, present: readonly string[]): string {
  const nearest = closest(
    name,
    COLUMNS.filter((column) => !present.includes(column)),
  );
  return `column ${JSON.stringify(name.slice(0, 100))} is not known${nearest ? `; did you mean ${nearest}?` : '.'}`;
}

/**
 * The product that a line asks for, judged as `createProduct` judges its body, or its mistakes, each with its column.
 * A value that is empty is not there.
 */
export function readProduct(
  { columns }: Pick<Layout, 'columns'>,
  values: readonly string[],
): { readonly product: NewProduct } | { readonly mistakes: readonly FieldError[] } {
  if (values.length < columns.length || values.slice(columns.length).some((value) => value !== ''))
    return { mistakes: [{ pointer: '', code: 'columns', message: countMessage(columns.length, values.length) }] };

  const row = columns.map((name, index) => [name, values[index] ?? ''] as const).filter(([, value]) => value !== '');
  const texts = row.filter(([name]) => TEXTS.includes(name));
  const limits = row.filter(([name]) => NUMBERS.includes(name)).map(([name, value]) => [name, numberOr(value)]);
  const product = {
    ...Object.fromEntries(texts),
    ...(limits.length > 0 ? { limits: Object.fromEntries(limits) } : {}),
  };
  const mistakes = findings(createProductBody, product).map((error) => inItsColumn(error, new Map(row)));
  return mistakes.length > 0 ? { mistakes } : { product: product as unknown as NewProduct }; // the validator has just said so
}

const countMessage = (columns: number, values: number) =>
  `has ${values} value${values === 1 ? '' : 's'} where the first line names ${columns} columns.`;

/** What is not a number stays text, for the validator to refuse. */
const numberOr = (text: string): number | string => (/^-?\d{1,30}$/.test(text) ? Number(text) : text);

/** A column has no depth, and everything in a file is text. */
function inItsColumn({ pointer, code, message }: FieldError, row: ReadonlyMap<string, string>): FieldError {
  const column = pointer.split('/').at(-1) ?? '';
  const words =
    code === 'type' ? `must be a whole number, not ${JSON.stringify(row.get(column)?.slice(0, 40))}.` : message;
  return { pointer: `/${column}`, code, message: words };
}
