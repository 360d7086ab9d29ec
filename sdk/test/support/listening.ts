import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach } from 'vitest';
import type { SymphoniaOptions } from '../../src/index.ts';

/** One request as it arrived over a real socket. */
export interface Arrived {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** What the server says to one request. */
export interface Said {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

/** JSON, as the server sends it. */
export const said = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) });

/** The server is there, and cannot now. */
export const BUSY: Said = {
  status: 503,
  type: 'application/problem+json',
  body: '{"code":"service_unavailable"}',
};

/** A real HTTP server for the tests of one file, which says what it is told to and keeps what it heard. */
export async function listening() {
  const arrived: Arrived[] = [];
  let answers: Said[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      arrived.push({ method, url: new URL(url, 'http://test'), headers, bytes: Buffer.concat(chunks) });
      const { status, type = 'application/json', body = '', headers: more } = answers.shift() ?? { status: 599 };
      response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...more });
      response.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => void server.close());
  beforeEach(() => {
    arrived.length = 0;
    answers = [];
  });
  const options: Pick<SymphoniaOptions, 'baseUrl' | 'auth' | 'random'> = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`, // it listens on a port
    auth: { getToken: async () => ({ token: 'secret', sub: 'usr_ada', tenant: 'ten_1', expiresAt: 9e15 }) },
    random: () => 0, // no pause before another try
  };
  return {
    arrived,
    options,
    answer: (...next: Said[]) => {
      answers = next;
    },
    first: () => arrived[0] as Arrived, // asked for after a request
  };
}

/** The form that arrived, parsed as a server would. */
export function formOf({ bytes, headers }: Arrived): Promise<FormData> {
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
}
