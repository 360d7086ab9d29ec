import { OPERATIONS } from '../generated/operations.ts';

/** One operation of the contract, as far as a client needs it. */
export interface Operation {
  /** Group and function: `orders.list`. */
  readonly name: string;
  readonly method: string;
  /** Below the base path, in the contract's notation: `/transport-orders/{orderId}`. */
  readonly path: string;
  /** Content type of the body, absent when there is none. */
  readonly body?: string | undefined;
  /** `key` sends `Idempotency-Key`; `none` is never sent twice. */
  readonly idempotent: 'key' | 'natural' | 'none';
  readonly paged: boolean;
  /** Needs no token. */
  readonly open: boolean;
  /** Whose copy may be cached; absent = never. */
  readonly cache?: 'public' | 'tenant' | 'user' | undefined;
  /** Fresh for this long without asking. */
  readonly maxAgeMs: number;
  /** The answer is a file. */
  readonly blob: boolean;
}

const METHODS: Record<string, string> = { G: 'GET', P: 'POST', M: 'PATCH', D: 'DELETE' };
const CACHES: Record<string, Operation['cache']> = { w: 'public', t: 'tenant', u: 'user' };
/** What a method's body is, unless a flag says otherwise; `e` is none. */
const BODIES: Record<string, string> = {
  P: 'application/json',
  M: 'application/merge-patch+json',
  f: 'multipart/form-data',
  v: 'text/csv',
};

/**
 * Reads what stands before a path in the generated table: the method's letter, then flags. `f` a form, `v` CSV, `e` no
 * body · a write goes with a key, unless `n`, repeatable without, or `s`, sent once · `p` pages · `o` open · `x` a file
 * is the answer · `w`, `t`, `u` cached for the world, the tenant or the user · at last, for how many seconds it is fresh.
 */
function operationOf(name: string, flags: string, path: string): Operation {
  const has = (flag: string) => flags.includes(flag);
  const [verb = ''] = flags;
  return {
    name,
    method: METHODS[verb] ?? verb,
    path,
    body: BODIES[/[efv]/.exec(flags)?.[0] ?? verb],
    idempotent: has('s') ? 'none' : has('n') || /[GD]/.test(verb) ? 'natural' : 'key',
    paged: has('p'),
    open: has('o'),
    cache: CACHES[/[wtu]/.exec(flags)?.[0] ?? ''],
    maxAgeMs: Number(/\d*$/.exec(flags)) * 1000,
    blob: has('x'),
  };
}

let table: readonly Operation[] | undefined;

/** Every operation with a place in the SDK; read on first use, because nothing works at import. */
export function operations(): readonly Operation[] {
  table ??= OPERATIONS.flatMap((line) => {
    const [group, base, ...entries] = line.split(' ');
    return entries.map((entry) => {
      const [, name, flags = '', rest] = /(.+):(\w+)(.*)/.exec(entry) ?? [];
      // Most ids are called after the list they are in: a star says so.
      const path = `${base}${rest}`.replace(/(\w+)s\/\*/g, '$1s/{$1Id}');
      return operationOf(`${group}.${name}`, flags, path);
    });
  });
  return table;
}

/** The operation of that name; the names come from the table itself. */
export function operationNamed(name: string): Operation {
  const found = operations().find((operation) => operation.name === name);
  if (!found) throw new Error(`No operation ${name}.`);
  return found;
}

/** The operation behind `GET /products/{productId}`; one that the table leaves out is treated with care: a write is sent once. */
export function operationAt(method: string, path: string): Operation {
  const found = operations().find((operation) => operation.method === method && operation.path === path);
  return found ?? { ...operationOf(`${method} ${path}`, method === 'GET' ? 'G' : 'Ps', path), method };
}
