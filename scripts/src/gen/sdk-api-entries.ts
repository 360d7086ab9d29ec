import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Schema } from './contract.ts';
import { NOTES, type Note } from './sdk-api-notes.ts';
import { SchemaTables } from './sdk-api-schemas.ts';

const SDK = fileURLToPath(new URL('../../../sdk/', import.meta.url));
/** Made from the contract, each with a place of its own on the page. */
const GENERATED = /\/generated\/(resources|types)\.ts$/;
const TAGS: ReadonlySet<string> = new Set(['deprecated', 'internal']);

interface Entry {
  /** `@symphonia/sdk/outbox` */
  readonly name: string;
  readonly source: string;
}

/**
 * What each entry of the package offers, from its sources: a section an entry. What is only another name for a schema of
 * the contract shows that schema's members. Throws when a door has no note.
 */
export function entrySections(schemas: Readonly<Record<string, Schema>>): string {
  const entries = entriesOf();
  const program = ts.createProgram(
    entries.map(({ source }) => source),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    },
  );
  const page = new EntryPage(program.getTypeChecker(), new SchemaTables(schemas));
  const sections = entries.map((entry) => page.section(entry, program.getSourceFile(entry.source)));
  page.assertNotesUsed();
  return sections.join('\n');
}

function entriesOf(): Entry[] {
  const { exports } = JSON.parse(readFileSync(`${SDK}package.json`, 'utf8')) as {
    exports: Record<string, { default?: string }>;
  };
  return Object.entries(exports).flatMap(([path, { default: built }]) => {
    if (built === undefined) return [];
    const source = SDK + built.replace(/^\.\/dist\/(.*)js$/, 'src/$1ts');
    if (!existsSync(source)) throw new Error(`sdk/package.json names ${path}, but there is no ${source}.`);
    return [{ name: `@symphonia/sdk${path.slice(1)}`, source }];
  });
}

/** Renders exports; remembers what was shown, so that a thing stands once, where it is at home. */
class EntryPage {
  readonly #checker: ts.TypeChecker;
  readonly #schemas: SchemaTables;
  readonly #shown = new Map<ts.Symbol, string>();
  readonly #noted = new Set<string>();

  constructor(checker: ts.TypeChecker, schemas: SchemaTables) {
    this.#checker = checker;
    this.#schemas = schemas;
  }

  section({ name, source }: Entry, file: ts.SourceFile | undefined): string {
    const module = file && this.#checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${source} exports nothing.`);
    if (GENERATED.test(source))
      return `## \`${name}\`\n\nTypes of the contract: \`components['schemas']\`, \`paths\`, \`operations\`. Nothing of it runs.\n`;
    const doors: string[] = [];
    const types: string[] = [];
    const elsewhere: string[] = [];
    for (const exported of this.#checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(exported) : exported;
      const home = this.#shown.get(symbol);
      if (home !== undefined) elsewhere.push(`\`${exported.name}\``);
      else this.#one(symbol, doors, types);
      this.#shown.set(symbol, home ?? name);
    }
    return [
      `## \`${name}\`\n`,
      ...(doors.length > 0 ? [table(['function', 'does', 'throws', 'works offline'], doors)] : []),
      ...types,
      ...(elsewhere.length > 0 ? [`Also here, described above: ${elsewhere.join(', ')}.\n`] : []),
    ].join('\n');
  }

  /** A note that no door asked for belongs to one that is gone. */
  assertNotesUsed(): void {
    const unused = Object.keys(NOTES).filter((key) => !this.#noted.has(key));
    if (unused.length > 0)
      throw new Error(`sdk-api-notes.ts speaks of what the SDK does not have: ${unused.join(', ')}.`);
  }

  #one(symbol: ts.Symbol, doors: string[], types: string[]): void {
    const [declaration] = symbol.declarations ?? [];
    if (!declaration) return;
    const says = this.#sentence(symbol);
    if (ts.isFunctionDeclaration(declaration)) {
      const { throws = '', offline = '' } = this.#note(symbol.name);
      doors.push(`| ${code(`${symbol.name}${signature(declaration)}`)} | ${says} | ${throws} | ${offline} |`);
    } else if (ts.isVariableDeclaration(declaration)) {
      doors.push(`| ${code(symbol.name)} | ${says} | – | yes |`);
    } else if (ts.isTypeAliasDeclaration(declaration) && !ts.isTypeLiteralNode(declaration.type)) {
      types.push(`**\`${symbol.name}\`** ${says} ${code(bare(declaration.type.getText()))}\n`);
      types.push(...this.#contract(declaration.type.getText()));
    } else types.push(this.#members(symbol, says));
  }

  /** The members of `Sent<components['schemas']['NewOrder']>` and such, and of the objects in them. */
  #contract(type: string): string[] {
    const [, name] = /^(?:\w+<)?components\['schemas'\]\['(\w+)'\]>?$/.exec(type) ?? [];
    if (name === undefined) return [];
    const shown = (of: string) => {
      const rows = this.#schemas.rows(of).map(([member, says]) => `| ${code(member)} | ${cell(says)} |`);
      return rows.length === 0 ? [] : [table(['member', 'is'], rows)];
    };
    const inner = [...this.#schemas.needed(name)].flatMap((of) => {
      const says = cell(this.#schemas.about(of));
      return [
        `#### \`${of}\`\n\n${says ? `${says} ` : ''}As a type: \`components['schemas']['${of}']\`.\n`,
        ...shown(of),
      ];
    });
    return [...shown(name), ...inner];
  }

  /** An interface, or a class of errors: what it has, also by inheritance. */
  #members(symbol: ts.Symbol, says: string): string {
    const properties = this.#checker.getPropertiesOfType(this.#checker.getDeclaredTypeOfSymbol(symbol));
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    const rows = properties.flatMap((member) => {
      const [at] = member.declarations ?? [];
      const from = at?.getSourceFile().fileName ?? '';
      if (member.getJsDocTags().some(({ name }) => name === 'internal')) return [];
      // Of classes only what they add; of everything only what is ours and not of the contract.
      if (!at || !from.startsWith(SDK) || GENERATED.test(from) || member.name.startsWith('__')) return [];
      if (isClass && at.parent !== symbol.declarations?.[0]) return [];
      return [this.#member(symbol.name, member, at)];
    });
    if (rows.length === 0) return `**\`${symbol.name}\`** ${says}\n`;
    return `### \`${symbol.name}\`\n\n${says ? `${says}\n\n` : ''}${table(['member', 'does, is', 'throws', 'works offline'], rows)}`;
  }

  #member(owner: string, member: ts.Symbol, at: ts.Declaration): string {
    const says = this.#sentence(member);
    const optional = member.flags & ts.SymbolFlags.Optional ? '?' : '';
    if (ts.isMethodSignature(at)) {
      const { throws = '', offline = '' } = this.#note(`${owner}.${member.name}`);
      return `| ${code(`${member.name}${optional}${signature(at)}`)} | ${says} | ${throws} | ${offline} |`;
    }
    const type = ts.isPropertySignature(at) || ts.isPropertyDeclaration(at) ? at.type : undefined;
    const calls = type && (ts.isFunctionTypeNode(type) || `${owner}.${member.name}` in NOTES);
    const { throws = '', offline = '' } = calls ? this.#note(`${owner}.${member.name}`) : {};
    const shown = `${member.name}${optional}${type ? `: ${bare(type.getText())}` : ''}`;
    return `| ${code(shown)} | ${says} | ${throws} | ${offline} |`;
  }

  /** Of a function always, of a method when its interface has notes at all. */
  #note(key: string): Partial<Note> {
    const [owner = '', member] = key.split('.');
    const name = [key, `${owner}.*`].find((one) => one in NOTES);
    if (name === undefined) {
      if (member !== undefined && !Object.keys(NOTES).some((one) => one.startsWith(`${owner}.`))) return {};
      throw new Error(
        `scripts/src/gen/sdk-api-notes.ts does not say what ${key} throws and whether it works offline: add a line.`,
      );
    }
    this.#noted.add(name);
    return NOTES[name] ?? {};
  }

  /** The first sentence of what stands above it. */
  #sentence(symbol: ts.Symbol): string {
    const lost = symbol.getJsDocTags(this.#checker).find(({ name }) => !TAGS.has(name));
    if (lost)
      throw new Error(
        `The comment on ${symbol.name} is cut at @${lost.name}: an @ begins a tag; put it into backticks.`,
      );
    const [text = ''] = ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)).split('\n\n');
    const [first = ''] = /^.*?\.(?= [A-Z`(]|$)|^.*$/.exec(flat(text)) ?? [];
    return cell(first.replace(/:$/, '.'));
  }
}

/** What stands between the parentheses, and what comes out. */
function signature(node: ts.SignatureDeclaration): string {
  const generics = node.typeParameters ? `<${node.typeParameters.map((one) => one.name.text).join(', ')}>` : '';
  const result = node.type ? `: ${node.type.getText()}` : '';
  return bare(`${generics}(${node.parameters.map((one) => one.getText()).join(', ')})${result}`);
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
/** Source without its comments; never for words, in which `https://` stands. */
const bare = (text: string) => flat(text.replaceAll(/\/\*\*.*?\*\/|\/\/.*$/gms, ''));
const cell = (text: string) => text.replaceAll('|', '\\|');
const code = (text: string) => `\`${cell(text)}\``;

/** Without the last two columns when they say nothing. */
function table(head: readonly string[], rows: readonly string[]): string {
  const EMPTY = / \| {2}\| {2}\|$/;
  if (head.length > 2 && rows.every((row) => EMPTY.test(row)))
    return table(
      head.slice(0, 2),
      rows.map((row) => row.replace(EMPTY, ' |')),
    );
  return `| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${rows.join('\n')}\n`;
}
