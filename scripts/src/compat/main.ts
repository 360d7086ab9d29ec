/**
 * `npm run compat`: what openapi.yaml and the SDK's public types do to those who use the last release. Each finding is a
 * sentence that says what to do; a break that the changelog does not name ends with 1. `-- --freeze` keeps contract and
 * types as what the SDK's present version promises.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freeze, lastPromised, present } from './baseline.ts';
import { unnamed } from './changelog.ts';
import { compareContracts } from './contract.ts';
import { compareTypes } from './types.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

function main(args: readonly string[]): number {
  if (args.length > 1 || (args[0] !== undefined && args[0] !== '--freeze')) {
    console.error('npm run compat, or npm run compat -- --freeze when a release goes out.');
    return 64;
  }
  if (args[0] === '--freeze') {
    console.log(`Kept in ${relative(ROOT, freeze(ROOT))}; commit it with the release.`);
    return 0;
  }
  const was = lastPromised(ROOT);
  if (!was) {
    console.log('There is no release and no commit to compare with.');
    return 0;
  }
  const is = present(ROOT);
  const findings = [...compareContracts(was.contract, is.contract), ...compareTypes(was.types, is.types)];
  const open = unnamed(findings, readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'));
  for (const finding of findings.filter(({ level }) => level === 'warning')) console.log(`note: ${finding.sentence}`);
  for (const finding of findings.filter(({ level }) => level === 'break'))
    console.log(`${open.includes(finding) ? 'BREAK' : 'named'} (${finding.part}): ${finding.sentence}`);
  if (open.length === 0) {
    console.log(`Nothing breaks those who use ${was.name}${findings.length > 0 ? ', but what is listed above' : ''}.`);
    return 0;
  }
  const lines = [...new Set(open.map(({ part, subject }) => `- BREAKING (${part}) ${subject}: …`))];
  console.error(
    `${open.length} break(s) for those who use ${was.name}. Undo them, or name them under the unreleased version in CHANGELOG.md:\n${lines.join('\n')}`,
  );
  return 1;
}

process.exitCode = main(process.argv.slice(2));
