import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { readContract } from './contract.ts';
import { lintContract } from './lint.ts';
import { generateOperations } from './operations.ts';
import { generateSdk } from './sdk.ts';
import { generateValidators } from './validators.ts';

const root = new URL('../../../', import.meta.url);
const QUOTE = 'server/src/features/pricing/quote.ts';

/** Writes everything that is made from openapi.yaml; with `--check` compares instead and exits 1 on drift. */
async function main(): Promise<number> {
  const contract = await readContract(root);
  const findings = await lintContract(root, contract);
  if (findings.length > 0) {
    console.error(`openapi.yaml has ${findings.length} finding(s):\n  ${findings.join('\n  ')}`);
    return 1;
  }
  const files = await generate(contract);
  if (!process.argv.includes('--check')) {
    for (const [path, content] of files) await write(path, content);
    console.log(`Wrote ${files.size} files from openapi.yaml.`);
    return 0;
  }
  const stale: string[] = [];
  for (const [path, content] of files) if ((await read(path)) !== content) stale.push(path);
  if (stale.length > 0)
    console.error(`Not what openapi.yaml says: ${stale.join(', ')}. Run \`npm run gen\` and commit.`);
  else console.log(`${files.size} generated files are what openapi.yaml says.`);
  return stale.length > 0 ? 1 : 0;
}

async function generate(contract: Awaited<ReturnType<typeof readContract>>): Promise<Map<string, string>> {
  const http = 'server/src/platform/http/';
  const validators = await generateValidators(contract);
  const types = astToString(
    await openapiTS(new URL('openapi.yaml', root), {
      immutable: true,
      defaultNonNullable: false,
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
    }),
  );
  return new Map([
    [`${http}contract.types.gen.ts`, `// Generated from openapi.yaml by \`npm run gen\`; do not edit.\n${types}`],
    [`${http}contract.gen.ts`, generateOperations(contract)],
    [`${http}validators.gen.js`, validators.js],
    [`${http}validators.gen.d.ts`, validators.dts],
    ...(await generateSdk(contract)),
    ['sdk/src/generated/quote.ts', await quoteCopy()],
  ]);
}

/** The price function is one file in the server; the SDK gets a copy, since it may import nothing of the server. */
async function quoteCopy(): Promise<string> {
  return `// Copied from ${QUOTE} by \`npm run gen\`; do not edit.\n${await read(QUOTE)}`;
}

async function read(path: string): Promise<string | undefined> {
  const url = new URL(path, root);
  return existsSync(url) ? readFile(url, 'utf8') : undefined;
}

async function write(path: string, content: string): Promise<void> {
  const url = new URL(path, root);
  await mkdir(new URL('.', url), { recursive: true });
  await writeFile(url, content);
}

process.exitCode = await main();
