import ts from 'typescript';

/**
 * A declaration file as the comparison reads it.
 *
 * - Methods become properties with a function in them. TypeScript compares parameters of methods in both directions and so
 *   overlooks one that takes less than before; of functions it does not.
 * - A generic function whose parameters are chosen by a condition (`sym.request`) becomes `unknown`: the compiler finds it
 *   foreign even to itself. What it takes is judged by the contract.
 * - Private members go: they would make two equal classes foreign to each other.
 * - With `anyText`, listed texts (`'placed' | 'review'`) become `string`: that lists of the contract grow is judged by the
 *   contract, where it is known who sends and who reads.
 */
export function strictDeclarations(text: string, anyText: boolean): string {
  const source = ts.createSourceFile('x.d.ts', text, ts.ScriptTarget.ES2022, true);
  const { transformed } = ts.transform(source, [
    (context) => (file) => {
      const visit = (node: ts.Node): ts.Node => {
        const inner = (child: ts.Node) => ts.visitEachChild(child, visit, context);
        if (ts.isInterfaceDeclaration(node)) {
          const whole = inner(node) as ts.InterfaceDeclaration; // a child visit keeps the kind
          return ts.factory.updateInterfaceDeclaration(
            whole,
            whole.modifiers,
            whole.name,
            whole.typeParameters,
            whole.heritageClauses,
            asProperties(whole.members) as ts.TypeElement[],
          );
        }
        if (ts.isTypeLiteralNode(node)) {
          const whole = inner(node) as ts.TypeLiteralNode;
          return ts.factory.updateTypeLiteralNode(
            whole,
            ts.factory.createNodeArray(asProperties(whole.members) as ts.TypeElement[]),
          );
        }
        if (ts.isClassDeclaration(node)) {
          const whole = inner(node) as ts.ClassDeclaration;
          const open = whole.members.filter((member) => !isHidden(member));
          return ts.factory.updateClassDeclaration(
            whole,
            whole.modifiers,
            whole.name,
            whole.typeParameters,
            whole.heritageClauses,
            asProperties(open) as ts.ClassElement[],
          );
        }
        if (isChosen(node)) return ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);
        if (anyText && isText(node)) return ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
        if (anyText && ts.isIndexedAccessTypeNode(node))
          return ts.factory.updateIndexedAccessTypeNode(
            node,
            ts.visitNode(node.objectType, visit) as ts.TypeNode,
            node.indexType,
          );
        // Names of members in Omit<…, 'id'> are no values.
        if (
          anyText &&
          ts.isTypeReferenceNode(node) &&
          /^(Omit|Pick|Extract|Exclude)$/.test(node.typeName.getText(source))
        )
          return node;
        return inner(node);
      };
      return ts.visitNode(file, visit) as ts.SourceFile;
    },
  ]);
  const [file] = transformed;
  return file ? ts.createPrinter({ removeComments: true }).printFile(file) : text;
}

const isText = (node: ts.Node) => ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal);

const isChosen = (node: ts.Node) =>
  ts.isFunctionTypeNode(node) &&
  node.typeParameters !== undefined &&
  node.parameters.some(({ type }) => type && ts.isConditionalTypeNode(type));

function isHidden(member: ts.ClassElement): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  const named = member.name !== undefined && ts.isPrivateIdentifier(member.name);
  return named || (flags & ts.ModifierFlags.Private) !== 0;
}

type Method = ts.MethodSignature | ts.MethodDeclaration;

/** Several methods of one name are one property that can do all of it. */
function asProperties(members: readonly ts.Node[]): ts.Node[] {
  const methods = new Map<string, Method[]>();
  for (const member of members) if (isMethod(member)) push(methods, nameOf(member), member);
  return members.flatMap((member) => {
    if (!isMethod(member)) return [member];
    const all = methods.get(nameOf(member)) ?? [];
    if (all[0] !== member) return [];
    const functions = all.map((one) =>
      ts.factory.createParenthesizedType(
        ts.factory.createFunctionTypeNode(
          one.typeParameters,
          one.parameters,
          one.type ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword),
        ),
      ),
    );
    const type = ts.factory.createIntersectionTypeNode(functions);
    return ts.isMethodSignature(member)
      ? [ts.factory.createPropertySignature(undefined, member.name, member.questionToken, type)]
      : [ts.factory.createPropertyDeclaration(member.modifiers, member.name, member.questionToken, type, undefined)];
  });
}

/** Methods with computed names (`[Symbol.asyncIterator]`) belong to the platform and stay what they are. */
const isMethod = (node: ts.Node): node is Method =>
  (ts.isMethodSignature(node) || ts.isMethodDeclaration(node)) && !ts.isComputedPropertyName(node.name);

/** Static and own methods of one name are two. */
function nameOf(member: Method): string {
  const isStatic = ts.canHaveModifiers(member)
    ? ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
    : false;
  return `${isStatic ? 'static ' : ''}${(member.name as ts.Identifier).text}`; // not computed, see isMethod
}

function push(map: Map<string, Method[]>, key: string, value: Method): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
