import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { OPERATIONS, type OperationId } from '../src/platform/http/contract.gen.ts';
import type { OperationRow } from '../src/platform/http/operation.ts';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
}
interface ResponseObject {
  readonly $ref?: string;
  readonly content?: Record<string, { schema: Schema }>;
}
interface ContractFile {
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, ResponseObject> }>>;
  readonly components: { readonly schemas: Record<string, Schema>; readonly responses: Record<string, ResponseObject> };
}

const contract = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as ContractFile;
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  schemas: [{ $id: 'contract', components: contract.components }],
});
addFormats.default(ajv);
const compiled = new Map<string, ValidateFunction>();

/** The operation a request was for, by method and path. */
export function operationOf(method: string, path: string): OperationId | undefined {
  const found = (Object.entries(OPERATIONS) as [OperationId, OperationRow][]).find(
    ([, op]) => op.method === method && new RegExp(`^${op.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return found?.[0];
}

/**
 * Throws when an answer is not what the contract says of its operation: status, content type and every field. Rows that
 * were asked for in part (`fields=`) need not have all that is required of whole ones.
 */
export function assertContract(
  method: string,
  url: string,
  status: number,
  contentType: string | undefined,
  body: unknown,
): void {
  const [path = '', search = ''] = url.split('?');
  const id = operationOf(method, path);
  if (!id) return;
  const response = responsesOf(id)[String(status)];
  if (!response)
    throw new Error(`${id} answered ${status}, which openapi.yaml does not document: ${JSON.stringify(body)}`);
  const content = resolved(response).content;
  if (!content) return;
  const type = (contentType ?? '').split(';')[0] ?? '';
  const schema = content[type]?.schema;
  if (!schema)
    throw new Error(`${id} answered ${status} as ${type}; openapi.yaml says ${Object.keys(content).join(', ')}.`);
  if (type === 'text/html' || (schema as { format?: string }).format === 'binary') return;
  const inPart = status === 200 && new URLSearchParams(search).has('fields') && rowsOf(id);
  const validate = inPart ? validatorFor(`${id} in part`, inPartOf(schema)) : validatorFor(`${id} ${status}`, schema);
  if (!validate(body))
    throw new Error(
      `${id} answered ${status} with a body that openapi.yaml does not allow: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    );
  const code = (body as { code?: string }).code;
  if (type === 'application/problem+json' && code && !(OPERATIONS[id].problems as readonly string[]).includes(code)) {
    throw new Error(`${id} refused with ${code}, which its x-problems does not list.`);
  }
}

const rowsOf = (id: OperationId) => (OPERATIONS[id] as OperationRow).fields !== null;

const named = (schema: Schema | undefined): Schema =>
  contract.components.schemas[schema?.$ref?.split('/').at(-1) ?? ''] ?? schema ?? {};

/** A page whose rows may lack members. */
function inPartOf(schema: Schema): Schema {
  const page = named(schema);
  const { required: _, ...row } = named(page.properties?.data?.items);
  return { ...page, properties: { ...page.properties, data: { ...page.properties?.data, items: row } } };
}

function responsesOf(id: OperationId): Record<string, ResponseObject> {
  for (const item of Object.values(contract.paths)) {
    for (const operation of Object.values(item)) if (operation.operationId === id) return operation.responses;
  }
  throw new Error(`openapi.yaml has no ${id}.`);
}

const resolved = (response: ResponseObject): ResponseObject =>
  response.$ref ? (contract.components.responses[response.$ref.split('/').at(-1) ?? ''] ?? {}) : response;

function validatorFor(key: string, schema: object): ValidateFunction {
  const known =
    compiled.get(key) ??
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')) as object);
  compiled.set(key, known);
  return known;
}
