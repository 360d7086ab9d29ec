import { connect, createServer } from 'node:net';
import { SetupError } from './print.mjs';

const HOST = '127.0.0.1';

function tryListen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref();
    server.once('error', (error) =>
      ['EADDRINUSE', 'EACCES'].includes(error.code) ? resolve(undefined) : reject(error),
    );
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}

/** A port nobody listens on, chosen by the system. Somebody may take it before we do, so starters try again. */
export function randomPort() {
  return tryListen(0);
}

/**
 * The first free port from `wanted` upwards. `reserved` holds ports promised to others of this run and grows by the answer,
 * because what we promised is not listened on yet.
 */
export async function freePort(wanted, reserved = new Set()) {
  for (let port = wanted; port < wanted + 100 && port < 65_536; port++) {
    if (!reserved.has(port) && (await tryListen(port))) {
      reserved.add(port);
      return port;
    }
  }
  throw new SetupError(
    `The ports ${wanted} to ${wanted + 99} are all taken: stop what listens there, or choose another start with PORT.`,
  );
}

/** Whether something accepts connections on this port of the loopback. */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * Waits until `look` gives something truthy and returns it; gives up with undefined after `withinMs` or as soon as
 * `gone()` says that waiting is pointless, because the process we wait for has ended.
 */
export async function until(look, { withinMs, everyMs = 40, gone = () => false }) {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    const found = await look();
    if (found) return found;
    if (gone()) return undefined;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return undefined;
}
