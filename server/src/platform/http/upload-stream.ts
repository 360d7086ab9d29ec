import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { BodyTooLarge, MalformedUpload } from './errors.ts';

/**
 * The bytes of a request as a stream of their own, read only as fast as somebody takes them.
 *
 * Its reader may give it up at any time: destroying the request itself would cut the connection on which the refusal
 * must still go out. It fails with `body_too_large` behind `limitBytes`, and with `malformed_upload` when the sender
 * leaves half-way.
 */
export function uploadStream(req: IncomingMessage, limitBytes: number): Readable {
  let bytes = 0;
  const stream = new Readable({
    read: () => void req.resume(),
    destroy(error, done) {
      req.off('data', take).off('end', end).off('close', left);
      req.pause();
      done(error);
    },
  });
  const take = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limitBytes) stream.destroy(BodyTooLarge({ limitBytes }));
    else if (!stream.push(chunk)) req.pause();
  };
  const end = () => void stream.push(null);
  const left = () => void (req.complete || stream.destroy(MalformedUpload({ reason: 'it ended early' })));

  // Nobody may be reading when the sender leaves, and an error that nobody hears ends the process.
  stream.on('error', () => {});
  // Paused first: listening alone would let it flow.
  req.pause().on('data', take).on('end', end).on('close', left);
  return stream;
}
