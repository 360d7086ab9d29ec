import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { build } from 'esbuild';
import { type Contract, type Operation, operationsOf, type Schema } from './contract.ts';

/** Bodies above 1 MB stop at the first mistake, or a hostile one would make a million messages. */
const stopsAtFirst = (op: Operation) => op.raw['x-body-limit'] === 'large';

/**
 * Validators compiled ahead of time, so that nothing is compiled at start: `<operationId>Body`, `…Query`, `…Params`
 * for operations and `frame<Name>` for WebSocket frames, as one module without imports.
 */
export async function generateValidators(contract: Contract): Promise<{ js: string; dts: string }> {
  const all = compiler(contract, true);
  const first = compiler(contract, false);
  const names = { all: [] as string[], first: [] as string[] };

  for (const op of operationsOf(contract)) {
    const query = objectOf(op, 'query');
    const params = objectOf(op, 'path');
    const target = stopsAtFirst(op) ? 'first' : 'all';
    const body = op.bodySchema && isJson(op) ? expanded(contract, op.bodySchema) : undefined;
    const each = body && eachOf(body);
    if (each) {
      names.all.push(add(all, `${op.id}Item`, each.item));
      names.first.push(add(first, `${op.id}Body`, each.envelope));
    } else if (body && op.bodySchema) {
      names[target].push(add(target === 'first' ? first : all, `${op.id}Body`, op.bodySchema));
    }
    names.all.push(add(all, `${op.id}Query`, query), add(all, `${op.id}Params`, params));
  }
  for (const name of Object.keys(contract.components.schemas).filter((n) => n.startsWith('Frame'))) {
    names.first.push(add(first, `frame${name.slice(5)}`, { $ref: `#/components/schemas/${name}` }));
  }

  const parts = await Promise.all([bundle(moduleOf(all, names.all)), bundle(moduleOf(first, names.first))]);
  const every = [...names.all, ...names.first];
  return {
    // The two halves live in functions of their own, since their helpers share names.
    js: `// Generated from openapi.yaml by \`npm run gen\`; do not edit.\n${parts.map((p, i) => wrap(p, i ? names.first : names.all)).join('\n')}`,
    dts: `// Generated from openapi.yaml by \`npm run gen\`; do not edit.\nimport type { Validator } from './validate.ts';\n${every.map((n) => `export declare const ${n}: Validator;`).join('\n')}\n`,
  };
}

/** Files and forms are judged by what they hold, while they stream in. */
const isJson = (op: Operation) => op.bodyTypes.some((type) => type.includes('json'));

function expanded(contract: Contract, schema: Schema): Schema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/components/schemas/', '') : undefined;
  return (name === undefined ? schema : contract.components.schemas[name]) ?? schema;
}

/** A body whose `items` are judged one by one (`x-each`): the envelope with items of any shape, and the item. */
function eachOf(body: Schema): { envelope: Schema; item: Schema } | undefined {
  const properties = body.properties as Record<string, Schema> | undefined;
  const items = properties?.items;
  if (items?.['x-each'] !== true) return undefined;
  const envelope = { ...body, properties: { ...properties, items: { ...items, items: { type: 'object' } } } };
  return { envelope, item: items.items as Schema };
}

function compiler(contract: Contract, allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    // Keeps the schema beside each finding, which names the known fields when one is misspelt.
    verbose: true,
    strict: false,
    coerceTypes: false,
    code: { source: true, esm: true, optimize: true },
    schemas: [{ $id: 'contract', components: { schemas: contract.components.schemas } }],
  });
  addFormats.default(ajv, ['date-time', 'email', 'uri-reference']);
  return ajv;
}

/** References inside the contract are relative to its root; the compiler knows that root as `contract`. */
function add(ajv: Ajv2020, name: string, schema: Schema): string {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/')) as Schema;
  ajv.addSchema({ ...absolute, $id: name });
  return name;
}

function objectOf(op: Operation, where: 'query' | 'path'): Schema {
  const own = op.parameters.filter((p) => p.in === where);
  return {
    type: 'object',
    additionalProperties: false,
    required: own.filter((p) => p.required).map((p) => p.name),
    properties: Object.fromEntries(own.map((p) => [p.name, p.schema])),
  };
}

function moduleOf(ajv: Ajv2020, names: readonly string[]): string {
  return standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
}

async function bundle(code: string): Promise<string> {
  const result = await build({
    stdin: { contents: code, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    format: 'iife',
    globalName: 'made',
    platform: 'node',
    target: 'node24',
    write: false,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  });
  const file = result.outputFiles[0];
  if (!file) throw new Error('esbuild gave no output for the validators.');
  return file.text;
}

const wrap = (code: string, names: readonly string[]) =>
  `export const {${names.join(',')}} = (() => { ${code}; return made; })();\n`;
