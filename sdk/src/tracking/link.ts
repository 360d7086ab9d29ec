import type { Timer } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { type ClientFrame, type ServerFrame, SUBPROTOCOL } from './protocol.ts';

/** One socket, from opening to its end. */
export interface Link {
  send(frame: ClientFrame): void;
  /** Ends it from our side, without waiting for the server; `ended` is not called. */
  drop(): void;
  /** Looks whether the server has been silent for too long; call it when the device wakes up. */
  check(): void;
}

export interface LinkHandlers {
  opened(): void;
  frame(frame: ServerFrame): void;
  /** Called once, with the code of the close frame, or 1006 when there was none. */
  ended(code: number, reason: string): void;
}

/** Before `welcome` says how often the server pings. */
const FIRST_WORD_MS = 15_000;
const SILENCE_MARGIN_MS = 10_000;

/**
 * Opens a socket and watches for silence: a half-open connection never ends by itself, and Mobile Safari may end one
 * without telling.
 */
export function openLink(core: Core, handlers: LinkHandlers): Link {
  const { clock, logger } = core;
  const Socket = core.webSocket as typeof WebSocket; // where there is none, this throws
  const socket = new Socket(core.realtimeUrl, SUBPROTOCOL);
  let silenceMs = FIRST_WORD_MS;
  let heardAt = clock.now();
  let over = false;
  let timer: Timer;

  function finish(): boolean {
    if (over) return false;
    over = true;
    clock.clearTimeout(timer);
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    return true;
  }

  function drop(): void {
    if (finish()) socket.close(1000);
  }

  function ended(code: number, reason: string): void {
    if (finish()) handlers.ended(code, reason);
  }

  function check(): void {
    if (over) return;
    const left = heardAt + silenceMs - clock.now();
    clock.clearTimeout(timer);
    if (left > 0) {
      timer = clock.setTimeout(check, left);
      return;
    }
    drop();
    handlers.ended(1006, 'silence');
  }

  socket.onopen = () => handlers.opened();
  socket.onclose = ({ code, reason }) => ended(code, reason);
  socket.onerror = () => {}; // `close` follows and says more
  socket.onmessage = ({ data }) => {
    heardAt = clock.now();
    const frame = parse(data);
    if (!frame) return logger.warn?.('A live frame could not be read.');
    if (frame.t === 'welcome') {
      silenceMs = frame.pingMs + SILENCE_MARGIN_MS;
      check();
    }
    if (frame.t !== 'ping') handlers.frame(frame);
  };
  check();

  return {
    send(frame) {
      if (!over && socket.readyState === 1) socket.send(JSON.stringify(frame));
    },
    drop,
    check,
  };
}

function parse(data: unknown): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(data as string);
    return typeof frame === 'object' && frame !== null && 't' in frame ? (frame as ServerFrame) : undefined; // its `t` decides
  } catch {
    return undefined;
  }
}
