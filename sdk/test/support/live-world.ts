import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Two realtime processes of the real server on a Redis of their own, behind a network that a test can break. */
export interface LiveWorld {
  /** For `createCore({ baseUrl, realtimeUrl })`. */
  readonly baseUrl: string;
  readonly realtimeUrl: string;
  /** Does something on the server's side; see its `live-world.fixtures.ts`. */
  act(action: string, body?: object): Promise<unknown>;
  /** Every connection breaks. */
  cut(): void;
  /** Half-open: nothing arrives any more, nothing says so. */
  stall(): void;
  /** What no proxy lets through: sockets are refused, streams are gathered and not passed on. */
  readonly blocked: Set<'socket' | 'stream'>;
  end(): Promise<void>;
}

export async function liveWorld(): Promise<LiveWorld> {
  const script = new URL('../../../server/src/platform/realtime/live-world.fixtures.ts', import.meta.url).pathname;
  const world: ChildProcess = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!world.stdout) throw new Error('no stdout');
  const [line] = await once(createInterface(world.stdout), 'line');
  const { control, ports, http } = JSON.parse(String(line)) as { control: number; ports: number[]; http: number[] };
  const blocked: LiveWorld['blocked'] = new Set();
  const sockets = await faultProxy(ports, () => blocked.has('socket'));
  const answers = await faultProxy(
    http,
    () => false,
    (asked) => blocked.has('stream') && asked.includes('/tracking/stream'),
  );
  return {
    blocked,
    baseUrl: `http://127.0.0.1:${answers.port}/api/v1`,
    realtimeUrl: `ws://127.0.0.1:${sockets.port}/ws/tracking`,
    async act(action, body = {}) {
      const init = { method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`http://127.0.0.1:${control}/${action}`, init);
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    cut() {
      for (const socket of [...sockets.open, ...answers.open]) socket.destroy();
    },
    stall() {
      for (const socket of [...sockets.open, ...answers.open]) socket.unpipe().removeAllListeners('data').resume();
    },
    async end() {
      for (const proxy of [sockets, answers]) proxy.close();
      world.stdin?.end();
      await once(world, 'exit');
    },
  };
}

/** Between the client and the two processes, taken in turn; `gathers` says of what is asked that its answer is kept back. */
async function faultProxy(ports: number[], refuses: () => boolean, gathers: (asked: string) => boolean = () => false) {
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    near.on('error', () => {});
    if (refuses()) return void near.destroy();
    const far = connect(ports[turn++ % ports.length] ?? 0, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
    let kept = false;
    near.on('data', (asked: Buffer) => {
      kept = gathers(asked.toString('latin1'));
    });
    near.pipe(far);
    far.on('data', (answer) => void (kept || near.destroyed || near.write(answer)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    open,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
