import type { Audience, LiveMessage } from './types.ts';
import { WireFrame } from './wire.ts';

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

/** Under which name and for whom a frame is built; frames of one `key` are the same, so it is made of both. */
export interface Face {
  readonly ch: string;
  readonly audience?: Audience | undefined;
  readonly key: string;
}

/** One numbered event of a stream, shared by all sockets of this process that get it. */
export interface LiveEvent {
  readonly epoch: string;
  readonly seq: number;
  readonly kind: LiveMessage['kind'];
  readonly subject: string;
  /** For views that look into it; parsed on first use. */
  message(): LiveMessage;
  /** Whether an audience gets it; everybody without one does. */
  isFor(audience: Audience | undefined): boolean;
  /** The frame for a watcher whose last event was `after`; the usual one is built once per face. Throws for an audience that it is not for. */
  frame(face: Face, after: number): WireFrame;
}

/** Numbers an encoded message; `epoch` is `interned`, or is compared letter by letter with that of each watcher. */
export const createLiveEvent = (epoch: string, seq: number, encoded: EncodedMessage): LiveEvent =>
  new NumberedEvent(epoch, seq, encoded);

class NumberedEvent implements LiveEvent {
  readonly epoch: string;
  readonly seq: number;
  private readonly encoded: EncodedMessage;
  /** Most streams are known by one name to one audience, so the frame that was asked for last is the one asked for next. */
  private lastKey: string | undefined;
  private lastFrame: WireFrame | undefined;
  private usual: Map<string, WireFrame> | undefined;
  /** By the audience's name. */
  private bodies: Map<string, string | undefined> | undefined;
  private parsed: LiveMessage | undefined;

  constructor(epoch: string, seq: number, encoded: EncodedMessage) {
    this.epoch = epoch;
    this.seq = seq;
    this.encoded = encoded;
  }

  get kind() {
    return this.encoded.kind;
  }

  get subject() {
    return this.encoded.subject;
  }

  message(): LiveMessage {
    const { kind, subject, body } = this.encoded;
    this.parsed ??= { ...JSON.parse(`{${body}}`), kind, ...(subject && { subject }) } as LiveMessage; // our own text
    return this.parsed;
  }

  isFor(audience: Audience | undefined): boolean {
    return this.bodyFor(audience) !== undefined;
  }

  frame(face: Face, after: number): WireFrame {
    if (after !== this.seq - 1) return this.build(face, `,"prev":${after}`);
    if (this.lastFrame && this.lastKey === face.key) return this.lastFrame;
    const frame = this.usual?.get(face.key) ?? this.build(face, '');
    this.usual ??= new Map();
    this.usual.set(face.key, frame);
    this.lastKey = face.key;
    this.lastFrame = frame;
    return frame;
  }

  private bodyFor(audience: Audience | undefined): string | undefined {
    if (!audience) return this.encoded.body;
    this.bodies ??= new Map();
    if (this.bodies.has(audience.name)) return this.bodies.get(audience.name);
    const { id, ts, type } = this.message();
    const data = audience.present(this.message());
    const body = data && JSON.stringify({ id, ts, type, data }).slice(1, -1);
    this.bodies.set(audience.name, body);
    return body;
  }

  private build({ ch, audience }: Face, prev: string): WireFrame {
    const body = this.bodyFor(audience);
    if (body === undefined) throw new Error(`An event is not for ${audience?.name}.`);
    const at = `"epoch":${JSON.stringify(this.epoch)},"seq":${this.seq}${prev}`;
    return new WireFrame(`{"t":"evt","ch":${JSON.stringify(ch)},${at},${body}}`);
  }
}
