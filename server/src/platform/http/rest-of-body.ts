import type { IncomingMessage, ServerResponse } from 'node:http';
import { limits } from '../config/limits.ts';

/**
 * Lets the rest of a body pass unread that was refused before its end: many senders read the answer only behind their
 * last byte, and the next request of a kept connection stands there too. Whoever is not through after
 * `limits.size.restBytes` or `limits.deadline.restMs` loses his connection. Resolves when it is over.
 */
export function letRestPass(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) return Promise.resolve();
  const { socket } = req;
  const [from, until] = [socket.bytesRead, Date.now() + limits.deadline.restMs];
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (socket.bytesRead - from > limits.size.restBytes || Date.now() > until) socket.destroy();
    }, LOOK_MS);
    const over = () => {
      clearInterval(watch);
      resolve();
    };
    req.once('end', over).once('close', over).resume();
  });
}

const LOOK_MS = 50;

/** Whether the connection ends with this answer; closing it while bytes arrive would take the answer with it. */
export const isLastAnswer = (res: ServerResponse): boolean =>
  !res.shouldKeepAlive || res.getHeader('connection') === 'close';
