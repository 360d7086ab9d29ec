import { SOCKET_PATH, SUBPROTOCOL } from '../../platform/realtime/upgrade.ts';

/** A frame as it came. */
export interface Heard {
  readonly t: string;
  readonly [member: string]: unknown;
}

/** Somebody who watches over a socket, as a frontend would. */
export interface Watcher {
  readonly frames: readonly Heard[];
  send(frame: object): void;
  /** The next frame that fits and was not given out before; waits for it. */
  next(fits: (frame: Heard) => boolean): Promise<Heard>;
  /** Subscribes; answers `subscribed` or `error`. */
  sub(ch: string): Promise<Heard>;
  /** The next event on a channel, of this type if one is given. */
  event(ch: string, type?: string): Promise<{ id: string; type: string; data: Record<string, unknown> }>;
  report(report: object): Promise<Heard>;
  close(): void;
  /** The code with which the socket was closed, by whomever. */
  readonly closed: Promise<number>;
}

/** Connects to the application at `url` (http) and says who it is. */
export async function watcher(url: string, token: string | undefined): Promise<Watcher> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${SOCKET_PATH}`, SUBPROTOCOL);
  const frames: Heard[] = [];
  const unread: Heard[] = [];
  let wake = () => {};
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as Heard; // the server's own
    frames.push(frame);
    unread.push(frame);
    wake();
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the socket was refused')));
  });

  const self: Watcher = {
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    async next(fits) {
      for (;;) {
        const at = unread.findIndex(fits);
        const [frame] = at < 0 ? [] : unread.splice(at, 1);
        if (frame) return frame;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    sub(ch) {
      self.send({ t: 'sub', ch });
      return self.next((frame) => frame.ch === ch && (frame.t === 'subscribed' || frame.t === 'error'));
    },
    event: async (ch, type) =>
      (await self.next(
        (frame) => frame.t === 'evt' && frame.ch === ch && (type === undefined || frame.type === type),
      )) as unknown as { id: string; type: string; data: Record<string, unknown> }, // an `evt` has these
    report(report) {
      self.send({ t: 'report', id: 'r1', ...report });
      return self.next((frame) => frame.t === 'reported' || (frame.t === 'error' && frame.id === 'r1'));
    },
    close: () => socket.close(),
    closed: new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code));
    }),
  };
  self.send({ t: 'hello', v: 1, token });
  await self.next((frame) => frame.t === 'welcome');
  return self;
}
