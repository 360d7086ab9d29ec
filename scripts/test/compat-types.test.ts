import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { freeze, lastPromised } from '../src/compat/baseline.ts';
import { compareTypes } from '../src/compat/types.ts';

const INDEX = `
export interface Options { readonly url: string; readonly log?: (line: string) => void; readonly store?: Store }
export interface Store { read(id: string): string; readonly kind: 'disk' | 'memory' }
export interface Order { readonly id: string; readonly note?: string }
export interface Sdk {
  get(id: string, how?: { readonly fresh?: boolean }): Order;
  list<T>(ids: readonly T[]): T[];
  on(event: 'change', fn: (order: Order) => void): void;
  on(event: 'end', fn: () => void): void;
}
export interface Page<T> { readonly rows: T[] }
export declare function make(options: Options): Sdk;
export declare class Failure { readonly code: string; private readonly why; retry(times: number): boolean }
export declare const VERSION: string;
export type Status = Generated['status'];
import type { Generated } from './generated/types.js';
export declare function statusOf(id: string): Generated['status'];
`;
const GENERATED = `export interface Generated { readonly status: 'open' | 'done' }`;
const was = {
  doors: { '.': 'index.d.ts', './more': 'more.d.ts' },
  files: { 'index.d.ts': INDEX, 'generated/types.d.ts': GENERATED, 'more.d.ts': 'export declare const more: number;' },
};

/** The findings after one change, a replacement in the released declarations. The smallest library is quick. */
function changed(change: string, into: string, file: keyof typeof was.files = 'index.d.ts') {
  expect(was.files[file]).toContain(change);
  const is = { ...was, files: { ...was.files, [file]: was.files[file].replace(change, into) } };
  return compareTypes(was, is, { lib: ['lib.es5.d.ts'] });
}

describe('the types break a program written for the last release when', () => {
  it.each([
    [
      'an export is gone',
      'export declare const VERSION: string;\n',
      '',
      'VERSION',
      'no longer exported by @symphonia/sdk',
    ],
    [
      'a value is only a type',
      'export declare const VERSION: string',
      'export type VERSION = string',
      'VERSION',
      'only a type now',
    ],
    [
      'an option must be given',
      'readonly url: string;',
      'readonly url: string; readonly key: string;',
      'make',
      "Property 'key' is missing",
    ],
    [
      'an option takes less',
      'readonly url: string;',
      "readonly url: 'https';",
      'make',
      'make of @symphonia/sdk does not fit',
    ],
    [
      'a parameter of a method takes less',
      'get(id: string',
      "get(id: 'x'",
      'make',
      'make of @symphonia/sdk does not fit',
    ],
    ['a method needs one more argument', 'get(id: string, how?:', 'get(id: string, how:', 'make', 'make of'],
    ['one of several forms of a method is gone', "  on(event: 'end', fn: () => void): void;\n", '', 'make', 'make of'],
    ['an answer has lost a member', 'Order { readonly id: string; ', 'Order { ', 'Order', 'no longer has id'],
    ['an answer has lost a member that was optional', ' readonly note?: string', '', 'Order', 'no longer has note'],
    ['an answer may lack a member', 'Order { readonly id: string', 'Order { readonly id?: string', 'make', 'make of'],
    [
      'what an app implements must do more',
      'read(id: string): string;',
      'read(id: string): string; write(id: string): void;',
      'make',
      "Property 'write' is missing",
    ],
    ['a method of a class takes less', 'retry(times: number)', 'retry(times: 1)', 'Failure', 'Failure of'],
    ['a type needs a parameter', 'interface Page<T>', 'interface Page<T, C>', 'Page', 'type parameters'],
    [
      'a type is another',
      "type Status = Generated['status']",
      'type Status = { readonly s: number }',
      'Status',
      'Status of',
    ],
  ])('%s', (_rule, change, into, subject, sentence) => {
    const found = changed(change, into);
    expect(found.map((finding) => finding.subject)).toContain(subject);
    expect(found.find((finding) => finding.subject === subject)?.sentence).toContain(sentence);
    expect(found.every(({ level, part }) => level === 'break' && part === 'types')).toBe(true);
  });

  it('an entry is gone', () => {
    const found = compareTypes(was, { ...was, doors: { '.': 'index.d.ts' } }, { lib: ['lib.es5.d.ts'] });
    expect(found.map(({ subject }) => subject)).toEqual(['@symphonia/sdk/more']);
  });
});

describe('the types are silent', () => {
  it.each([
    ['nothing changed', 'make', 'make', 'index.d.ts'],
    [
      'an export is new',
      'export declare const VERSION: string;\n',
      'export declare const NEW: 1; export declare const VERSION: string;\n',
      'index.d.ts',
    ],
    ['an option may be given', 'readonly url: string;', 'readonly url: string; readonly key?: string;', 'index.d.ts'],
    ['a method takes more', 'get(id: string', 'get(id: string | number', 'index.d.ts'],
    [
      'an answer says more',
      'Order { readonly id: string',
      'Order { readonly at: string; readonly id: string',
      'index.d.ts',
    ],
    ['a private member is another', 'private readonly why', 'private readonly because', 'index.d.ts'],
    [
      'a list of the contract has grown, which the contract judges',
      "'open' | 'done'",
      "'open' | 'done' | 'lost'",
      'generated/types.d.ts',
    ],
  ] as const)('when %s', (_change, from, into, file) => expect(changed(from, into, file)).toEqual([]));
});

describe('a release that is kept', () => {
  const root = mkdtempSync(join(tmpdir(), 'symphonia-kept-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const version = (number: string) =>
    write(
      'sdk/package.json',
      `{"version":"${number}","exports":{".":{"types":"./dist/index.d.ts"},"./package.json":"./package.json"}}`,
    );

  write('openapi.yaml', 'paths: {}\n');
  write('sdk/src/index.ts', 'export const one: number = 1;\n');
  write(
    'sdk/tsconfig.build.json',
    '{"compilerOptions":{"declaration":true,"rootDir":"src","outDir":"dist","lib":["es5"],"types":[]},"include":["src"]}',
  );

  it('is the newest one, by numbers and not by letters', () => {
    for (const number of ['0.9.0', '0.10.0']) {
      version(number);
      write('CHANGELOG.md', `## ${number} (unreleased)\n`);
      freeze(root);
    }
    const kept = lastPromised(root);
    expect(kept?.name).toBe('release 0.10.0');
    expect(kept?.contract).toEqual({ paths: {} });
    expect(kept?.types).toEqual({
      doors: { '.': 'index.d.ts' },
      files: { 'index.d.ts': 'export declare const one: number;\n' },
    });
  });

  it('is not rewritten once it is out', () => {
    write('openapi.yaml', 'paths: { /more: {} }\n');
    freeze(root); // still unreleased
    write('CHANGELOG.md', '## 0.11.0 (unreleased)\n\n## 0.10.0\n');
    expect(() => freeze(root)).toThrow('0.10.0 is released, and its promise stands. Raise the version');
    expect(readFileSync(join(root, 'docs/releases/0.10.0/openapi.yaml'), 'utf8')).toContain('/more');
  });
});
