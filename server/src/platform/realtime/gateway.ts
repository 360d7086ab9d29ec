import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { createAdmission, type Place } from './admission.ts';
import { clientFrames } from './client-frames.ts';
import { CLOSE } from './close-codes.ts';
import { ConnectedSocket, type Connection, type ConnectionDeps, createConnection } from './connection.ts';
import { frames } from './frames.ts';
import type { Session } from './types.ts';
import {
  asksForWebSocket,
  offersSubprotocol,
  onlyWebSockets,
  originAllowed,
  refuseUpgrade,
  SOCKET_PATH,
  SUBPROTOCOL,
} from './upgrade.ts';
import { createWheel } from './wheel.ts';

export interface GatewayDeps extends Omit<ConnectionDeps, 'onClose' | 'wheel'> {
  /** The caller's address, by the trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Which pages may open a socket; `*` by default, since only the token counts. */
  readonly origins: '*' | readonly string[];
}

/** The sockets of this process. */
export interface Gateway {
  /** Takes the upgrades of a server; the answer stops that. */
  attach(server: Server): () => void;
  /** Refuses new sockets and asks the present ones to reconnect elsewhere. */
  drain(): void;
  /** Closes every socket with 1012, in batches, and cuts what is left when `deadline` aborts or time is up. */
  stop(deadline: AbortSignal): Promise<void>;
  connections(): Iterable<Connection>;
  /** Takes in a watcher that came by plain HTTP, counted like a socket; `undefined` when there are too many of its kind. */
  admit(
    address: string,
    session: Session,
    make: (at: { address: string; place: Place }, deps: ConnectionDeps) => Connection,
  ): Connection | undefined;
  /** Asked to stop: nobody new is taken in. */
  readonly draining: boolean;
  stats(): { sockets: number; anonymous: number; refused: number; closed: Readonly<Record<string, number>> };
}

/** How many steps the closing of all sockets takes. */
const CLOSING_STEPS = 10;

/** The upgrade of `/ws/tracking`: who may come in, before anybody knows who it is. */
export function createGateway(deps: GatewayDeps): Gateway {
  const { limits, addressOf, origins } = deps;
  const admission = createAdmission(limits);
  const open = new Set<Connection>();
  const closed: Record<string, number> = {};
  const stopping = new AbortController();
  let draining = false;
  let refused = 0;
  let allClosed = () => {};

  // A variable, because the types of ws do not know `closeTimeout` yet.
  const options = {
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: limits.closeMs,
    WebSocket: ConnectedSocket,
    handleProtocols: () => SUBPROTOCOL,
  };
  const server = new WebSocketServer(options);

  const connectionDeps: ConnectionDeps = {
    ...deps,
    wheel: createWheel(limits.tickMs),
    onClose(connection, why) {
      open.delete(connection);
      closed[why] = (closed[why] ?? 0) + 1;
      if (open.size === 0) allClosed();
    },
  };

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on('error', destroyed);
    const refuse = (status: number, sentence: string, retryAfter?: number) => {
      refused += 1;
      refuseUpgrade(socket, status, sentence, retryAfter);
    };

    if (!asksForWebSocket(request)) return refuse(400, 'Only WebSocket is upgraded to; send this without Upgrade.');
    const path = request.url?.split('?', 1)[0];
    if (path !== SOCKET_PATH) return refuse(404, `The only socket here is ${SOCKET_PATH}.`);
    if (draining) return refuse(503, 'This server is being replaced; connect again.', limits.retryAfterSeconds);
    if (admission.anonymous >= limits.anonymous)
      return refuse(503, 'Too many connect at once; connect again.', limits.retryAfterSeconds);
    if (!originAllowed(request.headers.origin, origins)) return refuse(403, 'Pages of this origin may not connect.');
    if (!offersSubprotocol(request.headers['sec-websocket-protocol'])) {
      return refuse(400, `Ask for the subprotocol ${SUBPROTOCOL}.`);
    }
    const address = addressOf(request);
    const place = admission.enter(address);
    if (!place) return refuse(429, 'Too many sockets from this address.', limits.retryAfterSeconds);

    // A handshake that ws refuses never becomes a socket whose close would give the place back.
    socket.once('close', () => place.release());
    server.handleUpgrade(request, socket, head, (ws) => {
      open.add(createConnection(ws, { address, place }, connectionDeps, clientFrames));
    });
  }

  async function closeInBatches(): Promise<void> {
    const all = [...open];
    const batch = Math.ceil(all.length / CLOSING_STEPS);
    while (all.length > 0 && !stopping.signal.aborted) {
      for (const one of all.splice(0, batch)) one.close(CLOSE.deploy, 'This server is being replaced.');
      await pause(limits.drainCloseMs / CLOSING_STEPS, stopping.signal);
    }
  }

  return {
    attach(http) {
      const letGo = onlyWebSockets(http);
      http.on('upgrade', onUpgrade);
      return () => {
        http.off('upgrade', onUpgrade);
        letGo();
      };
    },
    drain() {
      draining = true;
      // Also to those who have not said who they are yet: they would stay until they are closed.
      for (const one of open) one.send(frames.drain(limits.drainSpreadMs));
    },
    async stop(deadline) {
      draining = true;
      const end = () => stopping.abort();
      deadline.addEventListener('abort', end, { once: true });
      if (deadline.aborted) end();
      const cut = setTimeout(end, limits.drainCutMs);
      const empty = new Promise<void>((resolve) => {
        allClosed = resolve;
        if (open.size === 0) resolve();
      });
      await closeInBatches();
      await Promise.race([empty, aborted(stopping.signal)]);
      for (const one of open) one.terminate();
      await empty;
      clearTimeout(cut);
    },
    connections: () => open,
    get draining() {
      return draining;
    },
    admit(address, session, make) {
      const place = admission.enter(address);
      if (!place?.identify(session)) {
        refused += 1;
        place?.release();
        return undefined;
      }
      const connection = make({ address, place }, connectionDeps);
      open.add(connection);
      return connection;
    },
    stats: () => ({ sockets: open.size, anonymous: admission.anonymous, refused, closed: { ...closed } }),
  };
}

/** For every socket the same function, with the socket as `this`. */
function destroyed(this: Duplex): void {
  this.destroy();
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([waited, aborted(signal)]);
  clearTimeout(timer);
}
