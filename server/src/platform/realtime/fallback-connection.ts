import type { Readable } from 'node:stream';
import type { Place } from './admission.ts';
import { CLOSE, type CloseCode } from './close-codes.ts';
import type { Connection, ConnectionDeps } from './connection.ts';
import { frames } from './frames.ts';
import { createOutbox, type Sink } from './outbox.ts';
import type { Session } from './types.ts';

/** The way out of a watcher that came by plain HTTP: an answer that is still being given. */
export interface Line extends Sink {
  /** The answer. When it closes, however that happens, everything that the watcher holds is let go. */
  readonly body: Readable;
  /** Ends the answer in good order; nothing is sent after it. */
  end(): void;
}

/** A token that lives longer is looked at again then; timers cannot wait for months. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * A watcher whose answer is `line`: like a socket that has said `hello` and says nothing more. It ends with its token, and
 * what a socket is closed for ends it too; no code is told, since the next request is answered with the reason.
 */
export function createFallbackConnection(
  at: { address: string; place: Place },
  deps: ConnectionDeps,
  session: Session,
  line: Line,
  bytes: { slow: number; cut: number } = { slow: deps.limits.slowBytes, cut: deps.limits.cutBytes },
): Connection {
  const { limits, now } = deps;
  const { body } = line;
  let tokenTimer: NodeJS.Timeout | undefined;
  let cutTimer: NodeJS.Timeout | undefined;
  let why = 'closed by the client';

  const outbox = createOutbox({
    sink: line,
    slowBytes: bytes.slow,
    cutBytes: bytes.cut,
    onCut: () => connection.close(CLOSE.slowReader, 'What was sent is not being read.'),
    onSuperseded: deps.onSuperseded,
  });

  const connection: Connection = {
    ...{ deps, ...at, outbox, subscriptions: new Map(), state: 'open', session },
    send: (frame) => outbox.control(frame),
    close(code: CloseCode) {
      if (connection.state === 'closing') return;
      why = code.name;
      line.end();
      connection.state = 'closing';
      outbox.close();
      // Who does not read would not see the end either.
      if (code === CLOSE.slowReader) body.destroy();
      else cutTimer = setTimeout(() => body.destroy(), limits.closeMs);
    },
    terminate() {
      if (connection.state !== 'closing') why = 'cut';
      connection.state = 'closing';
      body.destroy();
    },
    signIn(fresh) {
      connection.session = fresh;
      watchToken(fresh);
    },
  };

  function watchToken(session: Session): void {
    clearTimeout(tokenTimer);
    const left = session.expiresAt - now();
    if (left <= 0) connection.close(CLOSE.unauthenticated, 'The token has ended.');
    else tokenTimer = setTimeout(() => watchToken(session), Math.min(left, LONGEST_WAIT_MS));
  }

  const pinging = setInterval(() => {
    // A slow reader has signs of life enough.
    if (connection.state === 'open' && !outbox.slow) connection.send(frames.ping());
  }, limits.pingMs);

  // Whoever gives the answer sees why it failed; until he looks, nobody else must die of it.
  body.on('error', () => {});
  body.once('close', () => {
    connection.state = 'closing';
    clearInterval(pinging);
    clearTimeout(tokenTimer);
    clearTimeout(cutTimer);
    outbox.close();
    for (const subscription of connection.subscriptions.values()) deps.hub.leave(subscription);
    connection.subscriptions.clear();
    at.place.release();
    deps.onClose(connection, why);
  });
  connection.signIn(session);
  return connection;
}
