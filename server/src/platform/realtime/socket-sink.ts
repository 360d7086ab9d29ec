import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Sink } from './outbox.ts';
import { WireFrame } from './wire.ts';

/** What ws keeps to itself; `_state` is 0 while its sender holds nothing back. */
interface Inside {
  readonly _socket?: Socket | null;
  readonly _sender?: { readonly _state?: unknown } | null;
}

/**
 * Writes frames that are ready as they are to the TCP socket under `ws`: what `ws.send` does per socket (an object, a
 * header, two writes, a callback) was done once for all. Where ws is not built as we know it, or compresses, it is asked.
 */
export class SocketSink implements Sink {
  private readonly ws: WebSocket;
  private readonly socket: Socket | undefined;
  private waits = false;

  constructor(ws: WebSocket) {
    this.ws = ws;
    this.socket = ws.extensions === '' ? socketUnder(ws) : undefined;
  }

  send(frame: WireFrame | string, written: () => void): void {
    const { ws, socket } = this;
    if (!socket || ws.readyState !== WebSocket.OPEN) {
      ws.send(typeof frame === 'string' ? frame : frame.text, { binary: false }, written);
      return;
    }
    const { bytes } = typeof frame === 'string' ? new WireFrame(frame) : frame;
    if (!socket.write(bytes) && !this.waits) this.waitFor(socket, written);
  }

  /** Apart from `send`: a function that holds on to its arguments costs every call, also those that never get to it. */
  private waitFor(socket: Socket, written: () => void): void {
    this.waits = true;
    socket.once('drain', () => {
      this.waits = false;
      written();
    });
  }

  get bufferedAmount(): number {
    return this.socket ? this.socket.writableLength : this.ws.bufferedAmount;
  }

  together(write: () => void): void {
    this.socket?.cork();
    write();
    this.socket?.uncork();
  }
}

/** The socket of an open `ws`, if everything is where this version of ws has it. */
function socketUnder(ws: WebSocket): Socket | undefined {
  const { _socket: socket, _sender: sender } = ws as unknown as Inside; // looked at, never trusted
  const known =
    sender?._state === 0 && typeof socket?.write === 'function' && typeof socket.writableLength === 'number';
  return known ? socket : undefined;
}
