import { OPERATIONS } from '../generated/operations.ts';

/** One operation of the contract, as far as a client needs it. */
export interface Operation {
  /** Group and function: `orders.list`. */
  readonly name: string;
  readonly method: string;
  /** Below the base path, in the contract's notation: `/transport-orders/{orderId}`. */
  readonly path: string;
  /** Content type of the body, absent when there is none. */
  readonly body?: string;
  /** `key` sends `Idempotency-Key`; `none` is never sent twice. */
  readonly idempotent: 'key' | 'natural' | 'none';
  readonly paged: boolean;
  /** Needs no token. */
  readonly open: boolean;
  /** Whose copy may be cached; absent = never. */
  readonly cache?: 'public' | 'tenant' | 'user';
  /** Fresh for this long without asking. */
  readonly maxAgeMs: number;
  /** The answer is no JSON. */
  readonly blob: boolean;
}

const CONTENT_TYPES: Record<string, string> = {
  j: 'application/json',
  m: 'application/merge-patch+json',
  o: 'application/octet-stream',
};

/**
 * Reads one line of the generated table: `METHOD path flags…`. Flags: `b=` body type, `k`/`n` sent with a key or
 * naturally repeatable, `p` pages, `o` open, `c=` cache scope, `a=` max-age in seconds, `x` no JSON.
 */
export function parseOperation(name: string, line: string): Operation {
  const [method = '', path = '', ...flags] = line.split(' ');
  const has = (flag: string) => flags.includes(flag);
  const value = (key: string) => flags.find((flag) => flag.startsWith(`${key}=`))?.slice(2);
  const body = value('b');
  const cache = value('c') as Operation['cache']; // written by the generator from a closed list
  return {
    name,
    method,
    path,
    idempotent: has('k') ? 'key' : has('n') || method !== 'POST' ? 'natural' : 'none',
    paged: has('p'),
    open: has('o'),
    maxAgeMs: Number(value('a') ?? 0) * 1000,
    blob: has('x'),
    ...(body ? { body: CONTENT_TYPES[body] ?? body } : {}),
    ...(cache ? { cache } : {}),
  };
}

/** The operation of that name; the names come from the table itself. */
export function operationNamed(name: string): Operation {
  const line = OPERATIONS[name];
  if (!line) throw new Error(`The contract has no operation ${name}.`);
  return parseOperation(name, line);
}

/** The operation behind `GET /products/{productId}`; one that the table leaves out is treated with care: no retry of a POST. */
export function operationAt(method: string, path: string): Operation {
  const start = `${method} ${path}`;
  const found = Object.entries(OPERATIONS).find(([, line]) => line === start || line.startsWith(`${start} `));
  return found ? parseOperation(found[0], found[1]) : parseOperation(start, method === 'GET' ? start : `${start} b=j`);
}
