import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Contract } from '../gen/contract.ts';
import { type Declarations, declarationsAt, declarationsOf, fromBytes, toBytes } from './declarations.ts';

/** What a release promised: the contract, and the package's types. */
export interface Promised {
  /** `release 0.1.0`, or the commit. */
  readonly name: string;
  readonly contract: Contract;
  readonly types: Declarations;
}

const folderOf = (root: string) => join(root, 'docs', 'releases');

/** The newest release under `docs/releases`; before the first one the last commit stands in. Undefined without either. */
export function lastPromised(root: string): Promised | undefined {
  const [version] = existsSync(folderOf(root)) ? readdirSync(folderOf(root)).sort(newestFirst) : [];
  if (version === undefined) return isInGit(root) ? committed(root) : undefined;
  const folder = join(folderOf(root), version);
  return {
    name: `release ${version}`,
    contract: contractOf(readFileSync(join(folder, 'openapi.yaml'), 'utf8')),
    types: fromBytes(readFileSync(join(folder, 'types.json.gz'))),
  };
}

/** What the working tree would promise. */
export function present(root: string): Promised {
  return {
    name: 'the working tree',
    contract: contractOf(readFileSync(join(root, 'openapi.yaml'), 'utf8')),
    types: declarationsOf(join(root, 'sdk')),
  };
}

/**
 * Keeps contract and types as what the release of the SDK's present version promises; answers the folder. Throws when
 * that version is out already: a promise is not rewritten.
 */
export function freeze(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8')) as { version: string };
  const folder = join(folderOf(root), version);
  const isOpen = new RegExp(`^## .*${version.replaceAll('.', '\\.')}.*unreleased`, 'im');
  if (existsSync(folder) && !isOpen.test(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')))
    throw new Error(`${version} is released, and its promise stands. Raise the version in sdk/package.json first.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'openapi.yaml'), readFileSync(join(root, 'openapi.yaml')));
  writeFileSync(join(folder, 'types.json.gz'), toBytes(declarationsOf(join(root, 'sdk'))));
  return folder;
}

function committed(root: string): Promised {
  const contract = execFileSync('git', ['show', 'HEAD:openapi.yaml'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  return { name: 'the last commit', contract: contractOf(contract), types: declarationsAt('HEAD', root) };
}

const contractOf = (text: string) => parse(text) as Contract; // linted by the generator

const isInGit = (root: string) => existsSync(join(root, '.git'));

const newestFirst = (a: string, b: string) => b.localeCompare(a, 'en', { numeric: true });
