import { type Contract, type Operation, operationsOf, type Schema } from './contract.ts';

/** The operations as data: what `http/server` registers, `http/run` enforces and the tests walk over. */
export function generateOperations(contract: Contract): string {
  const rows = operationsOf(contract).map((op) => `  ${op.id}: ${JSON.stringify(rowOf(contract, op))},`);
  const codes = (contract.components.schemas.ProblemCode as { enum: string[] }).enum;
  return `// Generated from openapi.yaml by \`npm run gen\`; do not edit.
import type { OperationRow } from './operation.ts';

/** The newest version of the contract. */
export const API_VERSION = ${JSON.stringify(contract.info.version)};

export const OPERATIONS = {
${rows.join('\n')}
} as const satisfies Record<string, OperationRow>;

export type OperationId = keyof typeof OPERATIONS;

export const PROBLEM_CODES = ${JSON.stringify(codes)} as const;
`;
}

function rowOf(contract: Contract, op: Operation): Record<string, unknown> {
  const statuses = Object.keys((op.raw.responses as object | undefined) ?? {}).map(Number);
  const queryTypes = op.parameters
    .filter((p) => p.in === 'query' && ['integer', 'boolean', 'array'].includes(String(p.schema.type)))
    .map((p) => [p.name, p.schema.type]);
  const defaults = op.parameters
    .filter((p) => p.in === 'query' && 'default' in p.schema)
    .map((p) => [p.name, p.schema.default]);
  return {
    method: op.method,
    path: op.path,
    public: op.public,
    device: op.device,
    foreign: op.raw['x-foreign'] ?? false,
    roles: op.raw['x-roles'] ?? [],
    cost: op.raw['x-cost'],
    idempotent: op.raw['x-idempotent'],
    replay: op.raw['x-replay'] ?? 'request',
    bodyLimit: op.raw['x-body-limit'] ?? 'standard',
    bodyTypes: op.bodyTypes,
    bulk: op.raw['x-bulk'] ?? false,
    slow: op.raw['x-deadline'] === 'slow',
    fields: fieldsOf(contract, op),
    ifMatch: op.parameters.some((p) => p.name === 'If-Match'),
    filters: op.raw['x-filters'] ?? null,
    queryTypes: Object.fromEntries([...queryTypes, ...versionTypes(op)]),
    queryDefaults: Object.fromEntries(defaults),
    statuses,
    problems: op.raw['x-problems'],
  };
}

/** The members of a row that `fields` may name; null where rows are always whole. */
function fieldsOf(contract: Contract, op: Operation): string[] | null {
  if (!op.parameters.some((p) => p.name === 'fields')) return null;
  const page = deref(contract, at(op.raw, 'responses', '200', 'content', 'application/json', 'schema'));
  const row = deref(contract, at(page, 'properties', 'data', 'items'));
  return Object.keys(at(row, 'properties'));
}

const at = (value: unknown, ...path: string[]): Schema =>
  path.reduce((inner, name) => inner[name] as Schema, value as Schema); // a missing member fails the generation

function deref(contract: Contract, schema: Schema): Schema {
  const name = String(schema.$ref ?? '').replace('#/components/schemas/', '');
  return contract.components.schemas[name] ?? schema;
}

/** Query parameters whose schema is a reference to an integer. */
const versionTypes = (op: Operation) =>
  op.parameters
    .filter((p) => p.in === 'query' && p.schema.$ref === '#/components/schemas/Version')
    .map((p) => [p.name, 'integer']);
