import { join } from 'node:path';
import ts from 'typescript';
import type { Declarations } from './declarations.ts';
import type { Finding } from './finding.ts';
import { strictDeclarations } from './strict-declarations.ts';

/** Where the two trees seem to lie; nothing is written there. */
const PLACE = join(import.meta.dirname, '.compared');

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: [],
};

/**
 * What new declarations do to a program written for the old ones: whatever it imports must still be there, and fit where
 * it stood. Asked as a program would ask, by an assignment that the compiler judges.
 */
export function compareTypes(was: Declarations, is: Declarations, options: ts.CompilerOptions = {}): Finding[] {
  const files = new Map([...filesOf(was, 'was'), ...filesOf(is, 'is')]);
  const gone = Object.keys(was.doors).filter((door) => !(door in is.doors));
  const doors = Object.keys(was.doors).filter((door) => door in is.doors);
  const look = programOf(files, doorFiles(was, is, doors), options);
  const probes = doors.map((door, index) => probeOf(look, was, is, door, index));
  for (const probe of probes) files.set(probe.path, probe.lines.map(({ code }) => code).join('\n'));
  const program = programOf(
    files,
    probes.map(({ path }) => path),
    options,
    look,
  );
  return [
    ...gone.map((door) =>
      broken(
        `@symphonia/sdk${door.slice(1)}`,
        `The entry @symphonia/sdk${door.slice(1)} is gone. Keep it, if only to re-export.`,
      ),
    ),
    ...probes.flatMap(({ findings }) => findings),
    ...probes.flatMap((probe) => verdicts(program, probe)),
  ];
}

interface Probe {
  readonly door: string;
  readonly path: string;
  /** One line of code for each question; `name` is what it asks about. */
  readonly lines: { readonly code: string; readonly name: string }[];
  readonly findings: Finding[];
}

function probeOf(program: ts.Program, was: Declarations, is: Declarations, door: string, index: number): Probe {
  const path = join(PLACE, `probe${index}.ts`);
  const module = (side: string, from: Declarations) =>
    `./${side}/${(from.doors[door] ?? '').replace(/\.d\.ts$/, '.js')}`;
  const lines = [
    { code: `import type * as was from '${module('was', was)}';`, name: '' },
    { code: `import type * as is from '${module('is', is)}';`, name: '' },
  ];
  const findings: Finding[] = [];
  const before = exportsOf(program, join(PLACE, 'was', was.doors[door] ?? ''));
  const after = exportsOf(program, join(PLACE, 'is', is.doors[door] ?? ''));
  const say = (name: string, sentence: string) => findings.push(broken(name, sentence));
  for (const [name, old] of before) {
    const now = after.get(name);
    const from = `@symphonia/sdk${door.slice(1)}`;
    if (!now) say(name, `${name} is no longer exported by ${from}. Keep exporting it, marked as deprecated.`);
    else if (old.isValue && !now.isValue) say(name, `${name} of ${from} is only a type now. Keep exporting the value.`);
    else if (old.isValue) lines.push({ name, code: valueProbe(name, lines.length) });
    else if (old.generic !== now.generic)
      say(name, `${name} of ${from} takes other type parameters. Give new ones a default.`);
    else {
      for (const member of old.members)
        if (!now.members.includes(member))
          say(name, `${name} of ${from} no longer has ${member}. Keep it beside what replaces it.`);
      if (old.generic === 'no') lines.push({ name, code: typeProbe(name, lines.length) });
    }
  }
  return { door, path, lines, findings };
}

const valueProbe = (name: string, n: number) =>
  `declare const a${n}: typeof is.${name}; export const b${n}: typeof was.${name} = a${n};`;

/** A type may be what an app gives or what it gets; the values judge which. Foreign both ways, it is another type. */
const typeProbe = (name: string, n: number) =>
  `declare const a${n}: [is.${name}] extends [was.${name}] ? 1 : [was.${name}] extends [is.${name}] ? 1 : { ${name}: 'is another type' }; export const b${n}: 1 = a${n};`;

function verdicts(program: ts.Program, probe: Probe): Finding[] {
  const file = program.getSourceFile(probe.path);
  return program.getSemanticDiagnostics(file).map(({ start = 0, messageText }) => {
    const { name } = probe.lines[file?.getLineAndCharacterOfPosition(start).line ?? 0] ?? { name: 'unknown' };
    const from = `@symphonia/sdk${probe.door.slice(1)}`;
    const chain = ts
      .flattenDiagnosticMessageText(messageText, '\n')
      .split('\n')
      .map((line) => line.trim());
    const why = chain.filter(
      (line) => !/^(Types of parameters|The types of|Type '.*' is not assignable to type '.*'\.$)/.test(line),
    );
    const detail = (why.at(-1) ?? chain.at(-1) ?? '').replaceAll(/import\("[^"]*"\)\./g, '');
    return broken(
      name,
      `${name} of ${from} does not fit programs written for the last release: ${detail} Keep the old form possible.`,
    );
  });
}

const broken = (subject: string, sentence: string): Finding => ({ level: 'break', part: 'types', subject, sentence });

interface Exported {
  readonly isValue: boolean;
  /** Whether type parameters must be given, may be, or cannot. */
  readonly generic: string;
  /** Of a type: the names of its members, so that an optional one is missed too. */
  readonly members: readonly string[];
}

function exportsOf(program: ts.Program, path: string): Map<string, Exported> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file && checker.getSymbolAtLocation(file);
  return new Map(
    (module ? checker.getExportsOfModule(module) : []).map((symbol) => {
      const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const isValue = (own.flags & ts.SymbolFlags.Value) !== 0;
      const parameters = own.declarations?.flatMap((node) =>
        ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ? [...(node.typeParameters ?? [])] : [],
      );
      const needed = parameters?.filter((parameter) => !parameter.default).length ?? 0;
      const generic = needed > 0 ? String(needed) : parameters?.length ? 'optional' : 'no';
      const type = checker.getDeclaredTypeOfSymbol(own);
      const members = isValue || type.isUnion() ? [] : type.getProperties().map(({ name }) => name);
      return [symbol.name, { isValue, generic, members }];
    }),
  );
}

/** `generated/` is made from the contract, which judges for itself whether its lists may grow. */
const filesOf = (declarations: Declarations, side: string) =>
  Object.entries(declarations.files).map(
    ([path, text]) => [join(PLACE, side, path), strictDeclarations(text, path.startsWith('generated/'))] as const,
  );

const doorFiles = (was: Declarations, is: Declarations, doors: readonly string[]) =>
  doors.flatMap((door) => [join(PLACE, 'was', was.doors[door] ?? ''), join(PLACE, 'is', is.doors[door] ?? '')]);

function programOf(
  files: ReadonlyMap<string, string>,
  roots: readonly string[],
  options: ts.CompilerOptions,
  old?: ts.Program,
): ts.Program {
  const host = ts.createCompilerHost({ ...OPTIONS, ...options });
  const readFile = (path: string) => files.get(path) ?? ts.sys.readFile(path);
  return ts.createProgram(
    roots,
    { ...OPTIONS, ...options },
    {
      ...host,
      readFile,
      fileExists: (path) => files.has(path) || ts.sys.fileExists(path),
      directoryExists: (path) => path.startsWith(PLACE) || ts.sys.directoryExists(path),
      getSourceFile(path, version) {
        const present = old?.getSourceFile(path);
        const text = present ? undefined : readFile(path);
        return present ?? (text === undefined ? undefined : ts.createSourceFile(path, text, version, true));
      },
    },
  );
}
