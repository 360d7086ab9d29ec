import type { PositionPoint } from '../../demo/shapes.ts';

/** How many points a frame may hold, by the contract. */
export const MOST_IN_FRAME = 200;
const SUBPROTOCOL = 'symphonia.tracking.v1';
const TURN_MS = 10_000;

interface Frame {
  readonly t: string;
  readonly accepted?: number;
  readonly code?: string;
}

/**
 * Reports points over a socket of its own, as a box in a vehicle does that keeps one open; answers how many the server
 * took. Rejects when it says no, or nothing, or goes; the points are then not known to be stored.
 */
export function reportBySocket(realtimeUrl: string, token: string, points: readonly PositionPoint[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${realtimeUrl.replace(/^http/, 'ws')}/ws/tracking`, SUBPROTOCOL);
    const say = (frame: object) => socket.send(JSON.stringify(frame));
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.onclose = socket.onmessage = null;
      socket.close();
      settle();
    };
    const fail = (why: string) => end(() => reject(new Error(`A report over the socket failed: ${why}.`)));
    const timer = setTimeout(() => fail(`no answer within ${TURN_MS / 1_000} s`), TURN_MS);
    socket.onopen = () => say({ t: 'hello', v: 1, token });
    socket.onclose = ({ code }) => fail(`it was closed with ${code}`);
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as Frame; // text frames only, by the contract
      if (frame.t === 'welcome') say({ t: 'report', id: 'r1', points });
      if (frame.t === 'reported') end(() => resolve(frame.accepted ?? 0));
      if (frame.t === 'error') fail(`the server answered ${frame.code}`);
    };
  });
}
