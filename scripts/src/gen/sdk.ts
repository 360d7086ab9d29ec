import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { type Contract, operationsOf } from './contract.ts';
import { apiPage } from './sdk-api-page.ts';
import { operationLines, resourceTypes } from './sdk-resources.ts';
import { ruleOf } from './sdk-rule.ts';
import { flatSchema } from './sdk-schema.ts';

const OUT = 'sdk/src/generated/';
const NOTE = '// Generated from openapi.yaml by `npm run gen`; do not edit.\n';

/**
 * Everything of the SDK that is made from the contract: types, the table of operations with their typed doors, the
 * list of problem codes, the order's schema for the validator, and the page of all methods. Throws, naming the
 * operation or keyword, when the contract says something the SDK has no place for.
 */
export async function generateSdk(contract: object): Promise<Map<string, string>> {
  const api = contract as Contract; // parsed openapi.yaml, linted by the caller
  const schemas = api.components.schemas;
  const operations = operationsOf(api).filter((op) => op.raw['x-resource'] !== false);
  const amendable = Object.keys((schemas.OrderPatch?.properties ?? {}) as object);
  return new Map([
    [`${OUT}types.ts`, NOTE + (await types(api))],
    [`${OUT}operations.ts`, NOTE + operationLines(operations)],
    [`${OUT}resources.ts`, NOTE + resourceTypes(operations)],
    [
      `${OUT}codes.ts`,
      `${NOTE}${constant('PROBLEM_CODES', 'Every code with which the server may answer a queued request.', queuedCodes(api))}`,
    ],
    [
      `${OUT}amendable.ts`,
      `${NOTE}${constant('AMENDABLE', 'Members of an order that an amendment may change.', amendable)}`,
    ],
    [`${OUT}new-order.ts`, NOTE + newOrder(api)],
    ['sdk/api.md', apiPage(operations, schemas)],
  ]);
}

async function types(contract: Contract): Promise<string> {
  // A copy: the library resolves references in place.
  const ast = await openapiTS(structuredClone(contract) as unknown as Parameters<typeof openapiTS>[0], {
    enumValues: true,
    readWriteMarkers: true,
    immutable: true,
    rootTypes: true,
    defaultNonNullable: false,
    // A file is a file, not its text.
    transform: ({ format }) => (format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined),
  });
  // The library's helper for enum arrays does not know the read-only lists that its own `immutable` makes.
  return astToString(ast).replace(
    'T[K] extends unknown[] | undefined | null ? Extract<T[K], unknown[]>[number]',
    'T[K] extends readonly unknown[] | undefined | null ? Extract<T[K], readonly unknown[]>[number]',
  );
}

/** One name a line: a new code is one line of difference. */
function constant(name: string, about: string, values: readonly string[]): string {
  return `\n/** ${about} */\nexport const ${name}: readonly string[] = [\n${values.map((v) => `  '${v}',\n`).join('')}];\n`;
}

function newOrder(contract: Contract): string {
  const rule = ruleOf(flatSchema(contract, { $ref: '#/components/schemas/NewOrder' }));
  return `import type { Rule } from '../outbox/validate.ts';

/** What \`orders.submit()\` takes, as data for the walker. */
export const newOrderSchema: Rule = ${JSON.stringify(rule, null, 2)};
`;
}

/** Of what the queue sends, and of the order it reads to learn a version; other codes can only be somebody else's. */
function queuedCodes(contract: Contract): string[] {
  const asked = operationsOf(contract).filter((op) => op.raw['x-queue'] === true || op.id === 'getOrder');
  const codes = new Set(asked.flatMap((op) => op.raw['x-problems'] as string[])); // required by the lint
  return listOf(contract.components.schemas.ProblemCode?.enum, 'ProblemCode').filter((code) => codes.has(code));
}

function listOf(value: unknown, name: string): string[] {
  if (!Array.isArray(value)) throw new Error(`openapi.yaml has no list ${name}.`);
  return value.map(String);
}
