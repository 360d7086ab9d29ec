import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between clients and nginx that can fail. */
export interface Wire {
  readonly port: number;
  /** Ends every connection, and every new one at once; answers how many there were. */
  cut(): number;
  /** Passes nothing on and ends nothing, new connections too: what is half-open looks like this from both ends. */
  swallow(): void;
  /** New connections pass; those swallowed stay dead. */
  restore(): void;
  close(): Promise<void>;
}

/** Opens a wire to `target`, a port of loopback. */
export async function openWire(target: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  /** Those that bytes pass through. */
  const whole = new Set<readonly [near: Socket, far: Socket]>();
  let state: 'whole' | 'cut' | 'swallowing' = 'whole';

  function hold(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => {}); // ends are what this is for
    socket.once('close', () => sockets.delete(socket));
  }

  const server = createServer({ noDelay: true }, (near) => {
    hold(near);
    if (state === 'cut') return void near.resetAndDestroy();
    if (state === 'swallowing') return void near.pause();
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    hold(far);
    const both = [near, far] as const;
    whole.add(both);
    near.pipe(far).pipe(near);
    near.once('close', () => whole.delete(both) && far.destroy());
    far.once('close', () => whole.delete(both) && near.destroy());
  }).listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    cut() {
      state = 'cut';
      const ended = whole.size;
      whole.clear();
      for (const socket of sockets) socket.resetAndDestroy();
      return ended;
    },
    swallow() {
      state = 'swallowing';
      for (const [near, far] of whole) {
        near.unpipe(far);
        far.unpipe(near);
        // Read and thrown away, as by a network that drops packets: neither end may notice by a full buffer.
        near.resume();
        far.resume();
      }
      whole.clear();
    },
    restore() {
      state = 'whole';
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
