import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import ts from 'typescript';

/** The public types of a release: its doors, and the text of every declaration file, by its path in `dist`. */
export interface Declarations {
  /** `{ './outbox': 'outbox/index.d.ts', … }` */
  readonly doors: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** The declarations that the package in `folder` would be published with, made in memory; `sdk/dist` is not touched. */
export function declarationsOf(folder: string): Declarations {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const doors = Object.entries(manifest.exports).flatMap(([door, to]) =>
    typeof to === 'string' ? [] : [[door, to.types.replace('./dist/', '')] as const],
  );
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, 'tsconfig.build.json'),
    { emitDeclarationOnly: true, skipLibCheck: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => fail(folder, messageText) },
  );
  if (!config) return fail(folder, 'tsconfig.build.json is not there');
  const files: Record<string, string> = {};
  ts.createProgram(config.fileNames, config.options).emit(undefined, (path, text) => {
    files[relative(join(folder, 'dist'), path)] = text;
  });
  for (const [door, path] of doors) if (!(path in files)) fail(folder, `nothing is behind the door ${door} (${path})`);
  return { doors: Object.fromEntries(doors), files };
}

/** As `declarationsOf`, of a commit. */
export function declarationsAt(commit: string, root: string): Declarations {
  const folder = mkdtempSync(join(tmpdir(), 'symphonia-compat-'));
  try {
    const archive = execFileSync('git', ['archive', commit, 'sdk', 'tsconfig.base.json'], {
      cwd: root,
      maxBuffer: 100_000_000,
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return declarationsOf(join(folder, 'sdk'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const toBytes = (declarations: Declarations): Uint8Array => gzipSync(JSON.stringify(declarations), { level: 9 });
export const fromBytes = (bytes: Uint8Array): Declarations =>
  JSON.parse(gunzipSync(bytes).toString('utf8')) as Declarations; // written by toBytes

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

function fail(folder: string, why: string | ts.DiagnosticMessageChain): never {
  throw new Error(`The declarations of ${folder} cannot be made: ${ts.flattenDiagnosticMessageText(why, ' ')}.`);
}
