import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The one path and subprotocol of the live channels. */
export const SOCKET_PATH = '/ws/tracking';
export const SUBPROTOCOL = 'symphonia.tracking.v1';

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
