import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Block, DOORS } from './doc-blocks.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What the examples take for granted: things of an app, and packages that are not installed here. */
const APP = `
import type { AccessToken, AuthProvider, Identity, Symphonia, TokensLike, TokenSource } from '@symphonia/sdk';
import type { Document, Order, OrderInput } from '@symphonia/sdk/outbox';
import type { RnFiles } from '@symphonia/sdk/outbox-rn';
import type { Tracking } from '@symphonia/sdk/tracking';
import type { JSX } from 'react';
declare global {
  const sym: Symphonia<Tracking>;
  const tokens: TokenSource; const baseUrl: string;
  const auth: AuthProvider;
  const isSymphoniaError: typeof import('@symphonia/sdk').isSymphoniaError;
  const AuthRequired: typeof import('@symphonia/sdk').AuthRequired;
  const isRejected: typeof import('@symphonia/sdk/outbox').isRejected;
  const fromBase64: typeof import('@symphonia/sdk/outbox-rn').fromBase64;
  const yourBackend: { refresh(): Promise<TokensLike> };
  const yourAuth: {
    accessToken(o: { fresh: boolean; signal: AbortSignal }): Promise<AccessToken>;
    user(): Identity | null; forget(): void; onChange(fn: () => void): () => void;
  };
  const [email, password, tenant, id, orderId, carrierId, planId, csv]: readonly [string, string, string, string, string, string, string, string];
  const transportType: OrderInput['transportType']; const lines: OrderInput['lines'];
  const pickup: OrderInput['pickup']; const delivery: OrderInput['delivery'];
  const order: OrderInput; const correctedOrder: OrderInput;
  const file: File; const files: RnFiles; const photo: { readonly base64: string };
  const version: number; const signal: AbortSignal;
  function show(...what: unknown[]): void; function render(what?: unknown): void; function save(answer: Order | Document): void;
  function notify(problem: unknown): void; function showKeepThisPageOpen(): void; function askToSignIn(): void;
  function showAge(ms: number): void; function showLight(...how: string[]): void; function showProgress(percent: number): void;
  function askWhatToDo(): Promise<'keep' | 'discard'>;
  function Orders(): JSX.Element;
  function OrderForm(props: { products: unknown; onPlace(order: OrderInput): void }): JSX.Element;
}
`;
const OTHERS = `
declare module '@opentelemetry/api' {
  export const context: { active(): unknown };
  export const propagation: { inject(context: unknown, carrier: unknown): void };
}
declare module 'react-native' {
  export const AppState: { addEventListener(type: 'change', fn: (state: 'active' | 'background' | 'inactive' | 'unknown' | 'extension') => void): { remove(): void } };
}
declare module '@react-native-async-storage/async-storage' {
  const storage: {
    getItem(key: string): Promise<string | null>; setItem(key: string, value: string): Promise<void>; removeItem(key: string): Promise<void>;
    getAllKeys(): Promise<readonly string[]>; multiGet(keys: readonly string[]): Promise<readonly [string, string | null][]>;
  };
  export default storage;
}
declare module '@react-native-community/netinfo' {
  const info: { addEventListener(fn: (state: { isConnected: boolean | null; type: string }) => void): () => void };
  export default info;
}
declare module 'expo-crypto' { export function getRandomBytes(n: number): Uint8Array }
declare module 'expo-file-system/legacy' {
  export const documentDirectory: string | null;
  export function makeDirectoryAsync(path: string, o: { intermediates: boolean }): Promise<void>;
  export function writeAsStringAsync(path: string, text: string, o: { encoding: 'base64' | 'utf8' }): Promise<void>;
  export function readAsStringAsync(path: string, o: { encoding: 'base64' | 'utf8' }): Promise<string>;
  export function getInfoAsync(path: string): Promise<{ exists: boolean }>;
  export function deleteAsync(path: string, o: { idempotent: boolean }): Promise<void>;
}
`;

/**
 * What the compiler finds in examples, as `page, section: sentence`, and in the programs of the folder examples/. Each
 * block is a module of its own; the files of a page are neighbours.
 */
export function typeErrors(blocks: readonly Block[]): string[] {
  const config = ts.readConfigFile(join(ROOT, 'examples/tsconfig.json'), (path) => ts.sys.readFile(path));
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, join(ROOT, 'examples'));
  const folder = join(ROOT, 'examples/in-docs');
  const files = new Map([
    [join(folder, 'app.ts'), APP],
    [join(folder, 'others.d.ts'), OTHERS],
    [join(folder, 'next/hooks.ts'), "export * from '../react/hooks.ts';"],
    [join(folder, 'react/symphonia.ts'), 'const here = sym;\nexport { here as sym };'],
  ]);
  const origin = new Map<string, Block>();
  for (const [i, block] of blocks.entries()) {
    const path = join(folder, block.page, block.file ?? `block-${i}.${block.language}`);
    files.set(path, `${block.code}\nexport {};\n`);
    origin.set(path, block);
  }
  const options: ts.CompilerOptions = {
    ...parsed.options,
    paths: Object.fromEntries([...DOORS].map(([door, path]) => [door, [path]])),
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.directoryExists = (path) =>
    [...files.keys()].some((file) => dirname(file) === path) || (directoryExists?.(path) ?? true);
  host.getSourceFile = (path, version) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...parsed.fileNames, ...files.keys()], options, host);
  return program.getSourceFiles().flatMap((source) => {
    if (!files.has(source.fileName) && !parsed.fileNames.includes(source.fileName)) return [];
    const block = origin.get(source.fileName);
    const where = block ? `${block.page}, ${block.section}` : source.fileName.slice(ROOT.length);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) =>
        `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')} in: ${lineAt(source.text, start)}`,
    );
  });
}

function lineAt(text: string, position: number): string {
  const begin = text.lastIndexOf('\n', position) + 1;
  return text.slice(begin, text.indexOf('\n', position)).trim();
}
