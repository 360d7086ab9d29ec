import { once } from 'node:events';
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
 * took. Rejects when it says no, or nothing; the points are then not known to be stored.
 */
export async function reportBySocket(realtimeUrl: string, token: string, points: readonly PositionPoint[]): Promise<number> {
  const socket = new WebSocket(`${realtimeUrl.replace(/^http/, 'ws')}/ws/tracking`, SUBPROTOCOL);
  const signal = AbortSignal.timeout(TURN_MS);
  const heard = async (t: string): Promise<Frame> => {
    for (;;) {
      const [event] = (await once(socket, 'message', { signal })) as [MessageEvent<string>]; // text frames only, by the contract
      const frame = JSON.parse(event.data) as Frame;
      if (frame.t === 'error') throw new Error(`The socket refused the report: ${frame.code}`);
      if (frame.t === t) return frame;
    }
  };
  try {
    await once(socket, 'open', { signal });
    socket.send(JSON.stringify({ t: 'hello', v: 1, token }));
    await heard('welcome');
    socket.send(JSON.stringify({ t: 'report', id: 'r1', points }));
    return (await heard('reported')).accepted ?? 0;
  } finally {
    socket.close();
  }
}
