import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the proxy does with a request on the wire. */
export type WireFault =
  /** The connection is reset before the server hears of it. */
  | { readonly kind: 'reset' }
  /** The server does its work; its reply is lost with the connection. */
  | { readonly kind: 'cut-reply' }
  /** Somebody else answers. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    };

/** A request as the proxy saw it, and what it did with it. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly fault: WireFault | undefined;
}

/** A real HTTP proxy on the loopback before a real server, which fails on the wire as told. */
export interface FaultProxy {
  /** Without a slash at the end. */
  readonly url: string;
  /** Asked for each request; `undefined` lets it through. May ask the server something first. */
  fault: (request: IncomingMessage) => WireFault | undefined | Promise<WireFault | undefined>;
  readonly passed: Passed[];
  /** Nobody listens any more: connections are refused, as without a network. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy before `target`. Every request goes on as `address` (X-Forwarded-For), whose limits are its own. */
export async function faultProxy(target: string, address: () => string): Promise<FaultProxy> {
  const passed: Passed[] = [];
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const fault = await proxy.fault(incoming);
    const { method = '', url: path = '' } = incoming;
    passed.push({ method, path, authorization: incoming.headers.authorization, fault });
    if (fault?.kind === 'reset') return incoming.socket.resetAndDestroy();
    if (fault?.kind === 'answer') return outgoing.writeHead(fault.status, fault.headers).end(fault.body);
    const { status, headers, body } = await onward(incoming, Buffer.concat(chunks));
    if (fault?.kind === 'cut-reply') return incoming.socket.resetAndDestroy();
    return outgoing.writeHead(status, headers).end(body);
  };

  const onward = async ({ method, url, headers }: IncomingMessage, body: Buffer) => {
    const forwarded = { ...headers, host: new URL(target).host, 'x-forwarded-for': address() };
    const sent = request(target + url, { method, headers: forwarded }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    const { connection: _, 'transfer-encoding': __, ...kept } = answer.headers;
    return { status: answer.statusCode ?? 502, headers: kept, body: Buffer.concat(chunks) };
  };

  const listen = (port: number) => once(server.listen(port, '127.0.0.1'), 'listening');
  await listen(0);
  const { port } = server.address() as AddressInfo; // it listens on a port
  const down = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    fault: () => undefined,
    passed,
    down,
    up: async () => void (server.listening || (await listen(port))),
    close: down,
  };
  return proxy;
}
