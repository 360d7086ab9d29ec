import type { Operation } from './contract.ts';
import { placeOf } from './sdk-resources.ts';

/** One page with every method of the SDK and the operation behind it. */
export function apiPage(operations: readonly Operation[]): string {
  const groups = new Map<string, Operation[]>();
  for (const op of operations) {
    const group = placeOf(op).split('.')[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), op]);
  }
  const sections = [...groups].map(
    ([group, ops]) => `## ${group}\n\n| call | operation | |\n| --- | --- | --- |\n${ops.map(row).join('')}`,
  );
  return `# Every method of @symphonia/sdk\n\nGenerated from openapi.yaml by \`npm run gen\`; do not edit. Options come last, query parameters among them.\n\n${sections.join('\n')}`;
}

function row(op: Operation): string {
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
  const call = queued ? queuedCall(placeOf(op)) : `sym.${placeOf(op)}(${args.join(', ')})`;
  const notes = [queued ? 'queued, works offline' : '', op.raw['x-page'] === 'cursor' ? 'iterable' : '', readable(op)]
    .filter(Boolean)
    .join('; ');
  return `| \`${call}\` | ${op.method} \`${op.contractPath}\` | ${String(op.raw.summary)}${notes ? ` (${notes})` : ''} |\n`;
}

function readable(op: Operation): string {
  const cache = op.raw['x-cache'];
  return op.method === 'GET' && cache !== undefined && cache !== 'never' ? 'readable offline' : '';
}

function queuedCall(place: string): string {
  if (place === 'orders.create') return 'sym.orders.submit(sym.orders.draft(), order)';
  if (place === 'documents.upload') return 'sym.orders.attach(orderId, file, { kind })';
  return place === 'orders.amend' ? 'sym.orders.amend(orderId, patch)' : 'sym.orders.transition(orderId, to)';
}
