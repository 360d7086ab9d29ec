import { beforeAll, expect } from 'vitest';
import { platformRandomBytes, uuidv7 } from '../../src/core/ids.ts';
import type { NewOrder } from '../../src/outbox/index.ts';

/** Somebody with a token. */
export interface Somebody {
  readonly token: string;
  readonly tenant: string;
  readonly sub: string;
}

/** A server with two clients that know nothing of each other and a dispatcher who sees both. */
export interface Parties {
  readonly base: string;
  readonly fetch: typeof fetch;
  readonly ada: Somebody;
  readonly bob: Somebody;
  readonly dan: Somebody;
  /** How Ada signs in. */
  readonly account: { tenant: string; email: string; password: string };
  /** An order that any of the clients may place; of staff `clientId` comes on top. */
  readonly order: Omit<NewOrder, 'id'>;
}

interface Call {
  readonly as?: Somebody | undefined;
  readonly key?: string;
  readonly ifMatch?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export type Reply = { status: number; headers: Headers; body: Record<string, unknown>; bytes: Buffer };

export const newId = () => uuidv7(Date.now(), platformRandomBytes);

/** Status and code of a refusal. */
export const refusal = ({ status, body }: Reply) => [status, body.code];

/** How the parties of one chapter of the contract ask: a fresh trade each, since limits count per user. */
export function asking(given: () => Promise<Parties>) {
  let parties: Parties;
  beforeAll(async () => {
    parties = await given();
  });
  const call = async (method: string, path: string, { as, key, ifMatch, body, headers }: Call = {}): Promise<Reply> => {
    const raw = body instanceof Uint8Array || body instanceof FormData || typeof body === 'string';
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await parties.fetch(parties.base + path, {
      method,
      headers: {
        ...(as ? { authorization: `Bearer ${as.token}` } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
        ...(ifMatch ? { 'if-match': ifMatch } : {}),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }), // raw: asked above
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(bytes.toString()) : {}, bytes };
  };
  const place = async (as: Somebody) => {
    const id = newId();
    const reply = await call('POST', '/transport-orders', { as, key: id, body: { ...parties.order, id } });
    expect([reply.status, reply.body.code]).toEqual([201, undefined]);
    return { id, path: `/transport-orders/${id}` };
  };
  const create = (as: Somebody, id: string, change: object = {}, key = id) =>
    call('POST', '/transport-orders', { as, key, body: { ...parties.order, id, ...change } });
  return {
    get parties() {
      return parties;
    },
    ...{ call, place, create },
  };
}
