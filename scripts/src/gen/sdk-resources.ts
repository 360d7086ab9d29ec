import type { Operation } from './contract.ts';

/** Operations that go through the queue have hand-written doors (sdk/src/outbox/orders.ts); a new one needs one first. */
const QUEUED = new Set(['orders.create', 'orders.amend', 'orders.transition']);

/** The groups an SDK object has. An operation without a place fails generation. */
const GROUPS = new Set([
  ...['orders', 'products', 'plans', 'carriers', 'pricing', 'tracking', 'jobs', 'exports', 'webhooks', 'auth', 'flags'],
  ...['subscriptions', 'contracts', 'clients', 'documents', 'events', 'batch'],
]);

const BODY_FLAGS: Record<string, string> = {
  'application/json': 'j',
  'application/merge-patch+json': 'm',
  'application/octet-stream': 'o',
};

/** One line per operation: `METHOD path flags…`; sdk/src/core/operation.ts reads it. */
export function operationLines(operations: readonly Operation[]): string {
  const lines = operations.map(
    (op) => `  '${placeOf(op)}': '${[op.method, op.contractPath, ...flagsOf(op)].join(' ')}',\n`,
  );
  return `\n/** Every operation with a place in the SDK, as \`METHOD path flags\`. */\nexport const OPERATIONS: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`;
}

/** The typed doors: what each function takes and gives. */
export function resourceTypes(operations: readonly Operation[]): string {
  const groups = new Map<string, string[]>();
  for (const op of operations) {
    const [group = '', name = ''] = placeOf(op).split('.');
    if (QUEUED.has(placeOf(op))) continue;
    const methods = groups.get(group) ?? [];
    groups.set(group, methods);
    methods.push(
      `    /** ${String(op.raw.summary)}. \`${op.method} ${op.contractPath}\` */\n    ${name}(${parametersOf(op)}): ${resultOf(op)};\n`,
    );
  }
  const body = [...groups].map(([group, methods]) => `  readonly ${group}: {\n${methods.join('')}  };\n`).join('');
  return `import type { Answer, Body, Call, CallOptions, PagedCall, Query } from '../core/types.ts';
import type { operations } from './types.ts';

/** One function per operation, grouped; queued operations are in \`QueuedOrders\`. */
export interface Resources {
${body}}
`;
}

/** `orders.list`, as the contract's \`x-resource\` has it. */
export function placeOf(op: Operation): string {
  const place = String(op.raw['x-resource']);
  const [group, name, ...more] = place.split('.');
  if (!group || !name || more.length > 0 || !GROUPS.has(group))
    throw new Error(`${op.id} has no place in the SDK: x-resource is ${place}.`);
  if (op.raw['x-queue'] === true && !QUEUED.has(place))
    throw new Error(`${op.id} may be queued, but the SDK has no queued door for ${place}.`);
  return place;
}

/** What stands between the parentheses: path values, the body, then query and options in one. */
export function parametersOf(op: Operation): string {
  const path = op.parameters.filter((p) => p.in === 'path').map((p) => `${p.name}: string`);
  const body = op.bodyTypes.length > 0 ? [`body: Body<operations['${op.id}']>`] : [];
  const query = op.parameters.some((p) => p.in === 'query') ? `Query<operations['${op.id}']> & ` : '';
  return [...path, ...body, `options?: ${query}CallOptions`].join(', ');
}

function resultOf(op: Operation): string {
  return `${op.raw['x-page'] === 'cursor' ? 'PagedCall' : 'Call'}<Answer<operations['${op.id}']>>`;
}

function flagsOf(op: Operation): string[] {
  const idempotent = op.raw['x-idempotent'];
  const cache = op.raw['x-cache'];
  const maxAge = Number(op.raw['x-max-age'] ?? 0);
  // A merge patch is what a PATCH means; its plain JSON twin is for callers who cannot set the type.
  const type = op.bodyTypes.find((t) => t.includes('merge-patch')) ?? op.bodyTypes[0];
  if (type !== undefined && !(type in BODY_FLAGS))
    throw new Error(`${op.id} takes ${type}, which the SDK cannot send.`);
  return [
    ...(type === undefined ? [] : [`b=${BODY_FLAGS[type]}`]),
    ...(idempotent === 'key' ? ['k'] : idempotent === 'natural' && op.method === 'POST' ? ['n'] : []),
    ...(op.raw['x-page'] === 'cursor' ? ['p'] : []),
    ...(op.public ? ['o'] : []),
    ...(op.method === 'GET' && cache !== undefined && cache !== 'never' ? [`c=${String(cache)}`] : []),
    ...(maxAge > 0 ? [`a=${maxAge}`] : []),
    ...(isJson(op) ? [] : ['x']),
  ];
}

function isJson(op: Operation): boolean {
  const responses = (op.raw.responses ?? {}) as Record<string, { content?: Record<string, unknown> }>;
  const types = Object.entries(responses).flatMap(([status, r]) =>
    status.startsWith('2') ? Object.keys(r.content ?? {}) : [],
  );
  return types.every((type) => type.includes('json'));
}
