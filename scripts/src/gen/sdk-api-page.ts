import type { Operation, Schema } from './contract.ts';
import { entrySections } from './sdk-api-entries.ts';
import { placeOf } from './sdk-resources.ts';

/**
 * One page with every method of the SDK: first the operations behind the groups of `sym`, from the contract, then what
 * each entry of the package offers, from its sources.
 */
export function apiPage(operations: readonly Operation[], schemas: Readonly<Record<string, Schema>>): string {
  const common = commonCodes(operations);
  const groups = new Map<string, Operation[]>();
  for (const op of operations) {
    const group = placeOf(op).split('.')[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), op]);
  }
  const sections = [...groups].map(
    ([group, ops]) =>
      `### ${group}\n\n| call | operation | | throws | works offline |\n| --- | --- | --- | --- | --- |\n${ops.map((op) => row(op, common)).join('')}`,
  );
  return `# Every method of @symphonia/sdk

Generated from openapi.yaml and the SDK's sources by \`npm run gen\`; do not edit. What each error means and what to do stands in the
[README](./README.md#errors).

## Operations

Options come last, query parameters among them: \`signal\`, \`timeoutMs\`, \`maxRetries\`, \`cache\`, \`ifMatch\`, \`idempotencyKey\`, \`headers\`. Each call may also throw
\`ConnectionError\`, \`TimeoutError\`, \`AbortedError\`, \`ProtocolError\`, \`AuthRequired\`, and these codes: ${listed(common)}.

${sections.join('\n')}
${entrySections(schemas)}`;
}

function row(op: Operation, common: readonly string[]): string {
  const path = op.parameters.filter((p) => p.in === 'path').map((p) => p.name);
  const form = op.bodyTypes.includes('multipart/form-data');
  // What may be said in the query of bare bytes is a field of the form.
  const query = form ? [] : op.parameters.filter((p) => p.in === 'query').map((p) => p.name);
  const args = [
    ...path,
    ...(op.bodyTypes.length > 0 ? [form ? '{ kind, file }' : op.bodyTypes.includes('text/csv') ? 'csv' : 'body'] : []),
    query.length > 0 ? `{ ${query.join(', ')} }` : 'options',
  ];
  const queued = op.raw['x-queue'] === true;
  const own = OWN[placeOf(op)];
  const live = `sym.${placeOf(op)}(${own?.args ?? args.join(', ')})`;
  const paged = op.raw['x-page'] === 'cursor' ? ' (iterable)' : '';
  const offline =
    own?.offline ?? (queued ? 'yes: stored, sent later' : readable(op) ? 'yes: the copy of the device' : 'no');
  const throws = listed([...codesOf(op).filter((one) => !common.includes(one)), ...(own?.throws ?? [])]);
  const told = `${op.method} \`${op.contractPath}\` | ${String(op.raw.summary)}${paged} | ${throws}`;
  const first = `| \`${queued ? queuedCall(placeOf(op)) : live}\` | ${told} | ${offline} |\n`;
  return placeOf(op) === 'documents.upload' ? `${first}| \`${live}\` | ${told} | no |\n` : first;
}

/** Operations to which the SDK adds something of its own. */
const OWN: Readonly<Record<string, { args?: string; offline: string; throws?: readonly string[] }>> = {
  'auth.logout': { args: '{ pending }', offline: 'yes: over on this device at once', throws: ['pending_orders'] },
  'pricing.quote': { offline: 'yes, provisional, with `offlineQuote()` and `readCache()`' },
};

function readable(op: Operation): boolean {
  const cache = op.raw['x-cache'];
  return op.method === 'GET' && cache !== undefined && cache !== 'never';
}

function queuedCall(place: string): string {
  if (place === 'orders.create') return 'sym.orders.submit(sym.orders.draft(), order)';
  if (place === 'documents.upload') return 'sym.orders.attach(orderId, file, { kind })';
  return place === 'orders.amend' ? 'sym.orders.amend(orderId, patch)' : 'sym.orders.transition(orderId, to)';
}

/** Codes with which every operation may answer that asks who somebody is. */
function commonCodes(operations: readonly Operation[]): string[] {
  const [first, ...others] = operations.filter((op) => !op.public).map(codesOf);
  return (first ?? []).filter((code) => others.every((codes) => codes.includes(code)));
}

const codesOf = (op: Operation): readonly string[] => (op.raw['x-problems'] ?? []) as string[]; // required by the lint
const listed = (codes: readonly string[]) => codes.map((code) => `\`${code}\``).join(', ');
