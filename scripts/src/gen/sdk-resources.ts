import type { Operation } from './contract.ts';

/**
 * Operations that go through the queue have hand-written doors (sdk/src/outbox/orders.ts); a new one needs one first. A
 * file may also be uploaded at once, past the queue.
 */
const QUEUED = new Set(['orders.create', 'orders.amend', 'orders.transition', 'documents.upload']);
const ALSO_LIVE = new Set(['documents.upload']);

/** The groups an SDK object has. An operation without a place fails generation. */
const GROUPS = new Set([
  ...['orders', 'products', 'plans', 'carriers', 'pricing', 'tracking', 'jobs', 'exports', 'webhooks', 'auth', 'flags'],
  ...['subscriptions', 'contracts', 'clients', 'documents', 'events', 'batch', 'tenant'],
]);

const VERBS: Record<string, string> = { GET: 'G', POST: 'P', PATCH: 'M', DELETE: 'D' };
const CACHES: Record<string, string> = { public: 'w', tenant: 't', user: 'u' };

/** What a body is when the operation's line says nothing: JSON, and a merge patch where the method is PATCH. */
const BODY_FLAGS: Record<string, string> = {
  'application/json': '',
  'application/merge-patch+json': '',
  'multipart/form-data': 'f',
  'text/csv': 'v',
};

/**
 * One line per group and first part of the path, `group /base name:flags/rest …`, because every byte of it is in every
 * page; sdk/src/core/operation.ts reads it and says what the flags are.
 */
export function operationLines(operations: readonly Operation[]): string {
  const lines = new Map<string, string[]>();
  for (const op of operations) {
    const [group, name] = placeOf(op).split('.');
    const [, base = '', rest = ''] = /^(\/[^/]+)(.*)$/.exec(starred(op.contractPath)) ?? [];
    const entries = lines.get(`${group} ${base}`) ?? [];
    lines.set(`${group} ${base}`, entries);
    entries.push(`${name}:${flagsOf(op)}${rest}`);
  }
  const rows = [...lines].map(([head, entries]) => `  '${[head, ...entries].join(' ')}',\n`);
  return `\n/** Every operation with a place in the SDK: \`group /base name:flags/rest …\`. */\nexport const OPERATIONS: readonly string[] = [\n${rows.join('')}];\n`;
}

/** A path whose ids are called after the list they are in has stars for them: `/vehicles/{vehicleId}` is `/vehicles/*`. */
function starred(path: string): string {
  return path.replace(/(\w+)s\/\{\1Id\}/g, '$1s/*');
}

/** The typed doors: what each function takes and gives. */
export function resourceTypes(operations: readonly Operation[]): string {
  const groups = new Map<string, string[]>();
  for (const op of operations) {
    const [group = '', name = ''] = placeOf(op).split('.');
    if (QUEUED.has(placeOf(op)) && !ALSO_LIVE.has(placeOf(op))) continue;
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
  const type = op.bodyTypes[0] === 'text/csv' ? 'string | Blob' : `Body<operations['${op.id}']>`;
  const body = op.bodyTypes.length > 0 ? [`body: ${type}`] : [];
  const asked = op.parameters.filter((p) => p.in === 'query');
  const query = asked.length > 0 ? `Query<operations['${op.id}']> & ` : '';
  const mark = asked.some((p) => p.required) ? '' : '?';
  const cached = flagsOf(op).match(/^G.*[wtu]/) ? `CallOptions<Answer<operations['${op.id}']>>` : 'CallOptions';
  return [...path, ...body, `options${mark}: ${query}${cached}`].join(', ');
}

function resultOf(op: Operation): string {
  return `${op.raw['x-page'] === 'cursor' ? 'PagedCall' : 'Call'}<Answer<operations['${op.id}']>>`;
}

/** The method's letter, and what differs from what the method means. */
function flagsOf(op: Operation): string {
  const idempotent = op.raw['x-idempotent'];
  const cache = op.raw['x-cache'];
  const maxAge = Number(op.raw['x-max-age'] ?? 0);
  const verb = VERBS[op.method];
  // A merge patch is what a PATCH means; its plain JSON twin is for callers who cannot set the type.
  const type = op.bodyTypes.find((t) => t.includes('merge-patch')) ?? op.bodyTypes[0];
  const body = type === undefined ? 'e' : BODY_FLAGS[type];
  if (verb === undefined) throw new Error(`${op.id} is a ${op.method}, which the SDK does not know.`);
  if (body === undefined) throw new Error(`${op.id} takes ${type}, which the SDK cannot send.`);
  if (body === '' && type?.includes('merge-patch') !== (verb === 'M'))
    throw new Error(`${op.id} is a ${op.method} of ${type}, which the SDK does not send.`);
  const repeats = verb === 'G' || verb === 'D';
  if (repeats !== (idempotent === 'natural') && verb !== 'P')
    throw new Error(
      `${op.id} is a ${op.method} that is repeatable by ${String(idempotent)}, which the SDK does not know.`,
    );
  return [
    verb,
    repeats ? '' : body,
    repeats || idempotent === 'key' ? '' : idempotent === 'natural' ? 'n' : 's',
    op.raw['x-page'] === 'cursor' ? 'p' : '',
    op.public ? 'o' : '',
    op.method === 'GET' ? (CACHES[String(cache)] ?? '') : '',
    isJson(op) ? '' : 'x',
    maxAge > 0 ? String(maxAge) : '',
  ].join('');
}

function isJson(op: Operation): boolean {
  const responses = (op.raw.responses ?? {}) as Record<string, { content?: Record<string, unknown> }>;
  const types = Object.entries(responses).flatMap(([status, r]) =>
    status.startsWith('2') ? Object.keys(r.content ?? {}) : [],
  );
  return types.every((type) => type.includes('json'));
}
