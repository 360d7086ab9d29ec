import type { Core } from '../core/core.ts';
import { fault } from '../core/errors.ts';
import { type Link, type LinkHandlers, parseFrame, type Reaction, SILENCE_MARGIN_MS } from './link.ts';
import { SUBPROTOCOL } from './protocol.ts';
import { watchSilence } from './silence.ts';

/** Before `welcome` says how often the server pings. */
const FIRST_WORD_MS = 15_000;

const REACTIONS: Record<number, Reaction> = {
  1009: 'stop', // a frame of ours was too large
  4400: 'stop',
  4401: 'refresh',
  4403: 'stop',
};

/**
 * Opens a socket and watches for silence: a half-open connection never ends by itself, and Mobile Safari may end one
 * without telling. Throws where there is no WebSocket.
 */
export function openSocket(core: Core, { opened, frame, ended }: LinkHandlers & { opened(): void }): Link {
  const { clock, logger } = core;
  const Socket = core.webSocket as typeof WebSocket; // where there is none, this throws
  const socket = new Socket(core.realtimeUrl, SUBPROTOCOL);
  let over = false;
  const silence = watchSilence(clock, FIRST_WORD_MS, () => {
    drop();
    end(1006, 'silence');
  });

  function finish(): boolean {
    if (over) return false;
    over = true;
    silence.stop();
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    return true;
  }

  function drop(): void {
    if (finish()) socket.close(1000);
  }

  /** Everything else, such as 1006, 1012, 4408 and 4429, is a reason to come back, after the seconds it names. */
  function end(code: number, reason: string): void {
    const seconds = /retry-after=(\d+)/.exec(reason)?.[1];
    ended({
      reaction: REACTIONS[code] ?? 'again',
      waitMs: seconds === undefined ? undefined : Number(seconds) * 1000,
      error: fault(`socket_${code}`, `Refused: ${reason}`),
    });
  }

  socket.onopen = opened;
  socket.onclose = ({ code, reason }) => {
    if (finish()) end(code, reason);
  };
  socket.onerror = () => {}; // `close` follows and says more
  socket.onmessage = ({ data }) => {
    const received = parseFrame(data);
    silence.heard(received?.t === 'welcome' ? received.pingMs + SILENCE_MARGIN_MS : undefined);
    if (!received) logger.warn?.('A live frame could not be read.');
    else frame(received);
  };

  return {
    send(out) {
      if (!over && socket.readyState === 1) socket.send(JSON.stringify(out));
    },
    drop,
    check: silence.check,
  };
}
