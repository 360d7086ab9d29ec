import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '../config/limits.ts';
import { API_VERSION } from './contract.gen.ts';
import { discardReply, type Reply } from './operation.ts';
import { isLastAnswer, letRestPass } from './rest-of-body.ts';

/** Events as they come: whoever makes them says when they end, and to whom they are not given any more. */
const LIVE = 'text/event-stream';

/**
 * Writes a reply as bytes: JSON unless it says otherwise; 204, 304 and answers to HEAD carry none.
 *
 * Rejects with what a stream failed of. Before its first byte nothing is written, so that another answer can be given;
 * later the connection is cut, which its reader sees by the length.
 */
export async function sendReply(res: ServerResponse, reply: Reply): Promise<void> {
  const { body } = reply;
  const bare = reply.status === 204 || reply.status === 304 || body === undefined;
  if (bare || res.req.method === 'HEAD') discardReply(reply);
  else if (body instanceof Readable && !(await hasBegun(body, res))) return discardReply(reply);
  if (isLastAnswer(res)) await letRestPass(res.req);

  res.statusCode = reply.status;
  res.setHeader('API-Version', API_VERSION);
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    const before = name.toLowerCase().startsWith('ratelimit') ? res.getHeader(name) : undefined;
    res.setHeader(name, before === undefined ? value : `${String(before)}, ${value}`);
  }
  if (bare) {
    res.end();
    return;
  }
  if (body instanceof Readable) {
    res.setHeader('Content-Type', reply.contentType ?? 'application/octet-stream');
    return reply.contentType === LIVE ? sendLive(res, body) : sendStream(res, body);
  }
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = raw && reply.contentType !== undefined ? (body as string | Buffer) : JSON.stringify(body); // raw says which
  res.setHeader('Content-Type', reply.contentType ?? 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(bytes));
  res.end(bytes);
}

/** Waits until a stream has something to give, or has ended; false when its reader has left meanwhile. */
function hasBegun(body: Readable, res: ServerResponse): Promise<boolean> {
  if (body.errored) return Promise.reject(body.errored);
  if (res.destroyed) return Promise.resolve(false);
  if (body.readableLength > 0 || body.readableEnded) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      res.off('close', left);
      body.off('readable', begun).off('error', broken).off('close', cut);
      then();
    };
    const begun = () => settle(() => resolve(true));
    const broken = (error: Error) => settle(() => reject(error));
    const cut = () => settle(() => reject(new Error('A stream was closed before it gave anything.')));
    const left = () => settle(() => resolve(false));
    res.once('close', left);
    body.once('readable', begun).once('error', broken).once('close', cut);
  });
}

/** Gives events to a reader for as long as they come; only one who takes nothing, not even the pings, is let go here. */
async function sendLive(res: ServerResponse, body: Readable): Promise<void> {
  if (res.req.method === 'HEAD') {
    res.end();
    return;
  }
  res.setTimeout(limits.deadline.sendStallMs, () => res.destroy());
  res.flushHeaders();
  // Both ends may leave at any time: their maker cuts who does not read, and readers go.
  await pipeline(body, res).catch(() => res.destroy());
}

/** Gives the bytes to a reader who takes them; one who stands still, or never comes to the end, holds them no longer. */
async function sendStream(res: ServerResponse, body: Readable): Promise<void> {
  if (res.req.method === 'HEAD') {
    res.end();
    return;
  }
  let readerLeft = false;
  res.once('close', () => {
    readerLeft = !body.destroyed;
  });
  res.setTimeout(limits.deadline.sendStallMs, () => res.destroy());
  const signal = AbortSignal.timeout(limits.deadline.sendMs);
  try {
    await pipeline(body, res, { signal });
  } catch (error) {
    if (!readerLeft && !signal.aborted) throw error;
  }
}
