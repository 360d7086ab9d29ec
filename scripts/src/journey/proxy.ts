import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A network that can fail, between an app and the server. */
export interface Network {
  /** Where the app finds the server: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Ends every connection, and every new one at once, as a tunnel does to a train; answers how many there were. */
  cut(): number;
  restore(): void;
  /** Connections that were refused since the start. */
  readonly refused: number;
  /**
   * Lets the next request that begins with `head` reach the server and be committed (2xx), then cuts the connection
   * instead of handing the reply over: the app cannot know what became of it.
   */
  loseReplyTo(head: string): void;
  /** How many replies were lost so. */
  readonly lost: number;
  close(): Promise<void>;
}

const COMMITTED = /^HTTP\/1\.1 2\d\d /;

/** Opens a network to `target` (plain HTTP and WebSocket) on a free port of this machine. */
export async function openNetwork(target: string): Promise<Network> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let refused = 0;
  let lost = 0;
  let losing: string | undefined;

  const server = createServer((near) => {
    near.on('error', () => {}); // an app that goes away mid-sentence is what networks are like
    if (isCut) {
      refused += 1;
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(port || 80), hostname);
    far.on('error', () => {}); // `close` follows
    let mine: string | undefined;
    near.on('data', (chunk) => {
      if (losing !== undefined && chunk.includes(losing)) {
        mine = losing;
        losing = undefined;
      }
      pass(chunk, near, far);
    });
    far.on('data', (chunk) => {
      const head = mine;
      mine = undefined;
      if (head !== undefined && COMMITTED.test(chunk.toString('latin1', 0, 16))) {
        lost += 1;
        near.resetAndDestroy();
        return;
      }
      if (head !== undefined) losing = head; // it was refused: there is nothing to lose yet
      pass(chunk, far, near);
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('end', () => to.end());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('A listening server has an address.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      isCut = true;
      const ended = sockets.size / 2; // each has two ends
      for (const socket of sockets) socket.resetAndDestroy();
      return ended;
    },
    restore() {
      isCut = false;
    },
    get refused() {
      return refused;
    },
    loseReplyTo(head) {
      losing = head;
    },
    get lost() {
      return lost;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Hands bytes over no faster than they are taken. */
function pass(chunk: Buffer, from: Socket, to: Socket): void {
  if (to.destroyed || to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
