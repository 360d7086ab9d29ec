import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The one path and subprotocol of the live channels. */
export const SOCKET_PATH = '/ws/tracking';
export const SUBPROTOCOL = 'symphonia.tracking.v1';

export const asksForWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.trim().toLowerCase() === 'websocket';

/**
 * Leaves requests that ask for something else, such as `Upgrade: h2c`, to HTTP, which may ignore the wish (RFC 9110,
 * 7.8). Node asks since 24.9; an older one takes them all out of HTTP, and there they are refused. The answer undoes it.
 */
export function onlyWebSockets(http: Server): () => void {
  const asking: Server & { shouldUpgradeCallback?: (request: IncomingMessage) => boolean } = http; // the types know it as an option only
  const before = asking.shouldUpgradeCallback;
  asking.shouldUpgradeCallback = asksForWebSocket;
  return () => {
    if (before) asking.shouldUpgradeCallback = before;
    else delete asking.shouldUpgradeCallback;
  };
}

/** Refuses an upgrade in plain HTTP; nothing of the request is read any more. */
export function refuseUpgrade(socket: Duplex, status: number, sentence: string, retryAfterSeconds?: number): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(sentence)}`,
    ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${sentence}`, () => socket.destroy());
}

/** True when `header` (`Sec-WebSocket-Protocol`) offers our subprotocol. */
export function offersSubprotocol(header: string | undefined): boolean {
  return (header ?? '').split(',').some((name) => name.trim() === SUBPROTOCOL);
}

/** Requests without an Origin come from no browser; only the token counts, unless origins are listed. */
export function originAllowed(origin: string | undefined, allowed: '*' | readonly string[]): boolean {
  return allowed === '*' || origin === undefined || allowed.includes(origin);
}
