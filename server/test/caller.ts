import { type IncomingMessage, request as plainRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import supertest, { type Response as SuperagentResponse } from 'supertest';
import { assertContract } from './contract.ts';

/** An answer, already held against the contract. */
export interface Answer<B = Record<string, never>> {
  readonly status: number;
  readonly headers: Record<string, string>;
  // Tests read answers as they come; their shape was checked against openapi.yaml.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
  readonly text: string;
  readonly bodyType?: B;
}

type Headers = Record<string, string>;
type Method = 'get' | 'post' | 'patch' | 'delete';

/** Calls the API as one identity from one address; every answer is held against openapi.yaml. */
export interface Caller {
  readonly token: string | undefined;
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Headers): Promise<Answer>;
  /** Sends the text as it is, for what no JSON encoder would make. */
  raw(method: 'post' | 'patch', path: string, text: string, headers?: Headers): Promise<Answer>;
  /** Any method; `body` goes out as JSON unless it is text or bytes, which go as they are. */
  delete(path: string, headers?: Headers): Promise<Answer>;
  send(method: Method, path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  /** A POST of bytes that come piece by piece, of which nobody is told how many they are. */
  stream(path: string, chunks: readonly Buffer[], headers: Headers): Promise<Answer>;
}

/** Events never end: who has read the first message leaves. Anything else is read to its end. */
function firstMessage(answer: SuperagentResponse, told: (error: Error | null, body: unknown) => void): void {
  const message = answer as unknown as IncomingMessage & { text: string }; // what superagent gives is what Node gave it
  const isStream = message.headers['content-type'] === 'text/event-stream';
  message.text = '';
  const done = () => {
    message.off('end', done);
    told(null, isStream ? message.text : JSON.parse(message.text || '{}'));
  };
  message.setEncoding('utf8').on('end', done);
  message.on('data', (part: string) => {
    message.text += part;
    if (!isStream || !message.text.includes('\n\n')) return;
    done();
    message.destroy();
  });
}

/** A caller against a running application. Paths without `/` at their root are below `/api/v1`. */
export function caller(url: string, identity: { address: string; token?: string }): Caller {
  const full = (path: string) =>
    path.startsWith('/api/') ||
    path.startsWith('/health') ||
    path.startsWith('/.well-known') ||
    path.startsWith('/errors')
      ? path
      : `/api/v1${path}`;

  const send = async (method: Method, path: string, body: unknown, headers: Headers = {}): Promise<Answer> => {
    const request = supertest(url)[method](full(path)).set('X-Forwarded-For', identity.address);
    if (identity.token) request.set('Authorization', `Bearer ${identity.token}`);
    if (full(path).startsWith('/api/v1/tracking/stream')) request.buffer(true).parse(firstMessage);
    if (body !== undefined)
      request.set('Content-Type', method === 'patch' ? 'application/merge-patch+json' : 'application/json');
    for (const [name, value] of Object.entries(headers)) request.set(name, value);
    const asItIs = typeof body === 'string' || Buffer.isBuffer(body);
    const answer = await (body === undefined ? request : request.send(asItIs ? body : JSON.stringify(body)));
    const type = answer.headers['content-type'] as string | undefined; // supertest types headers loosely
    const parsed =
      type?.includes('problem+json') && Object.keys(answer.body as object).length === 0
        ? (JSON.parse(answer.text) as unknown)
        : (answer.body as unknown);
    assertContract(method.toUpperCase(), full(path), answer.status, type, parsed);
    return { status: answer.status, headers: answer.headers as Headers, body: parsed, text: answer.text };
  };

  const stream: Caller['stream'] = async (path, chunks, headers) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = plainRequest(`${url}${full(path)}`, { method: 'POST' }, resolve).on('error', reject);
      request.setHeader('X-Forwarded-For', identity.address).setHeader('Transfer-Encoding', 'chunked');
      if (identity.token) request.setHeader('Authorization', `Bearer ${identity.token}`);
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
      for (const chunk of chunks) request.write(chunk);
      request.end();
    });
    const text = await textOf(answer);
    const body = JSON.parse(text) as unknown;
    assertContract('POST', full(path), answer.statusCode ?? 0, answer.headers['content-type'], body);
    return { status: answer.statusCode ?? 0, headers: answer.headers as Headers, body, text };
  };

  return {
    token: identity.token,
    stream,
    get: (path, headers) => send('get', path, undefined, headers),
    post: (path, body, headers) => send('post', path, body ?? undefined, headers),
    patch: (path, body, headers) => send('patch', path, body, headers),
    delete: (path, headers) => send('delete', path, undefined, headers),
    raw: (method, path, text, headers) => send(method, path, text, headers),
    send,
  };
}
