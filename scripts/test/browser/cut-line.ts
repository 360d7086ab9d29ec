import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The line between a browser and a server: it may be cut, and lead to another server afterwards. */
export interface CutLine {
  readonly url: string;
  /** Ends every connection without a word and accepts no other that lives, as when a server was killed. */
  cut(): void;
  /** Leads to the server on this port of loopback from now on. */
  to(port: number): void;
  close(): Promise<void>;
}

/** Opens a line to a port of loopback. */
export async function cutLine(port: number): Promise<CutLine> {
  let target: number | undefined = port;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    if (target === undefined) return near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => {}); // the other end hears of it by `close`
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number }; // of a TCP server
  const cut = () => {
    target = undefined;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    to(next) {
      target = next;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
