import type { LiveMessage } from './types.ts';

/** A message as it is stored and passed on: serialised once by its publisher, never again. */
export interface EncodedMessage {
  readonly kind: LiveMessage['kind'];
  readonly subject: string;
  /** The members `id, ts, type, data` of the frame, without braces. */
  readonly body: string;
}

/** Serialises a message; throws `RangeError` for one that would not fit into a frame, which is a mistake of the caller. */
export function encodeMessage(message: LiveMessage, maxBytes: number): EncodedMessage {
  const { id, ts, type, data, kind, subject = '' } = message;
  const body = JSON.stringify({ id, ts, type, data }).slice(1, -1);
  const bytes = Buffer.byteLength(body);
  if (bytes > maxBytes)
    throw new RangeError(`A live message of ${bytes} bytes does not fit into a frame (${maxBytes}).`);
  if (/\s/.test(subject) || subject.length > 128)
    throw new RangeError('The subject of a live message has no spaces and at most 128 characters.');
  return { kind, subject, body };
}

/** One numbered event of a stream, shared by all sockets of this process that get it. */
export interface LiveEvent {
  readonly epoch: string;
  readonly seq: number;
  readonly kind: LiveMessage['kind'];
  readonly subject: string;
  /** For views that look into it; parsed on first use. */
  message(): LiveMessage;
  /** The frame for a watcher of `ch` whose last event was `after`; the usual one is built once per channel name. */
  frame(ch: string, after: number): Buffer;
}

/** Numbers an encoded message. */
export function createLiveEvent(epoch: string, seq: number, encoded: EncodedMessage): LiveEvent {
  const usual = new Map<string, Buffer>();
  let parsed: LiveMessage | undefined;

  const build = (ch: string, prev: string) =>
    Buffer.from(
      `{"t":"evt","ch":${JSON.stringify(ch)},"epoch":${JSON.stringify(epoch)},"seq":${seq}${prev},${encoded.body}}`,
    );

  return {
    epoch,
    seq,
    kind: encoded.kind,
    subject: encoded.subject,
    message() {
      const { kind, subject } = encoded;
      parsed ??= { ...JSON.parse(`{${encoded.body}}`), kind, ...(subject && { subject }) } as LiveMessage; // our own text
      return parsed;
    },
    frame(ch, after) {
      if (after !== seq - 1) return build(ch, `,"prev":${after}`);
      const known = usual.get(ch);
      if (known) return known;
      const frame = build(ch, '');
      usual.set(ch, frame);
      return frame;
    },
  };
}
