/** A numbered end of a socket; the client's reaction to each stands in the contract under `x-websocket`. */
export interface CloseCode {
  readonly code: number;
  readonly name: string;
}

/** Why we close a socket. 1009 (frame too large) is sent by `ws` itself. */
export const CLOSE = {
  /** This process is being replaced: reconnect within the announced spread. */
  deploy: { code: 1012, name: 'deploy' },
  /** We cannot serve the socket right now. */
  tryLater: { code: 1013, name: 'try_later' },
  malformed: { code: 4400, name: 'malformed' },
  unauthenticated: { code: 4401, name: 'unauthenticated' },
  forbidden: { code: 4403, name: 'forbidden' },
  slowReader: { code: 4408, name: 'slow_reader' },
  tooMany: { code: 4429, name: 'too_many' },
} as const satisfies Record<string, CloseCode>;

/** RFC 6455: a close frame's reason is at most 123 bytes. */
const REASON_BYTES = 123;

/** The reason text of a close frame: a sentence, then `retry-after=<seconds>` where the client is asked to wait. */
export function closeReason(sentence: string, retryAfterSeconds?: number): string {
  const tail = retryAfterSeconds === undefined ? '' : ` retry-after=${retryAfterSeconds}`;
  const bytes = Buffer.from(sentence);
  const room = REASON_BYTES - Buffer.byteLength(tail);
  // Cutting bytes may leave half a character; the decoder shows it as U+FFFD, which is longer than one byte.
  const cut =
    bytes.length <= room
      ? sentence
      : bytes
          .subarray(0, room - 3)
          .toString()
          .replace(/\uFFFD+$/, '');
  return cut + tail;
}
