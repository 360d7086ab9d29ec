import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeSymphonia } from '../../src/testing/index.ts';

/** The fake server on a port, for SDKs in processes of their own. A fault of its network cuts the connection. */
export async function overHttp(api: FakeSymphonia): Promise<{ readonly baseUrl: string; close(): Promise<void> }> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
    const path = (request.url ?? '').replace(/^\/api\/v1/, '');
    const body = Buffer.concat(chunks);
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const answer = await api.fetch(`${api.baseUrl}${path}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body.length > 0 ? { body: isText(request) ? body.toString() : new Uint8Array(body) } : {}),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, [...answer.headers].flat());
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    baseUrl: `http://127.0.0.1:${port}/api/v1`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isText = ({ headers }: IncomingMessage) => /json/.test(headers['content-type'] ?? '');
