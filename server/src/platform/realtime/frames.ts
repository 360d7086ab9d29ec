import type { Cursor, Frame, FrameValidator } from './types.ts';

/** What `parseFrame` makes of a message: the frame, or a sentence for the close frame. */
export type Parsed = { readonly frame: Frame } | { readonly wrong: string };

/** Reads one message. Only text is taken, only frames that have a validator, and only when it finds nothing. */
export function parseFrame(
  data: Buffer,
  isBinary: boolean,
  validators: Readonly<Record<string, FrameValidator>>,
): Parsed {
  if (isBinary) return { wrong: 'Frames are JSON text, not binary.' };
  const value = parseJson(data);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { wrong: 'A frame is a JSON object.' };
  const type = 't' in value ? value.t : undefined;
  if (typeof type !== 'string') return { wrong: 'A frame names its type in "t".' };
  const validate = Object.hasOwn(validators, type) ? validators[type] : undefined;
  if (!validate) return { wrong: `There is no frame "${type}" from client to server.` };
  if (validate(value) !== undefined) return { wrong: `The frame "${type}" does not fit its schema.` };
  // The lines above checked that it is an object with a string under `t`.
  return { frame: value as Frame };
}

function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}

/** The frames the gateway itself sends; their schemas are `Frame*` in the contract. */
export const frames = {
  welcome: (now: number, pingMs: number) =>
    JSON.stringify({ t: 'welcome', serverTime: new Date(now).toISOString(), pingMs }),
  subscribed: (ch: string, at: Cursor, recovered: boolean) =>
    JSON.stringify({ t: 'subscribed', ch, epoch: at.epoch, seq: at.seq, recovered }),
  reset: (ch: string, at: Cursor) => JSON.stringify({ t: 'reset', ch, epoch: at.epoch, head: at.seq }),
  error: (of: { ch?: string; id?: string }, code: string, detail?: string) =>
    JSON.stringify({ t: 'error', ...of, code, ...(detail && { detail }) }),
  ping: () => '{"t":"ping"}',
  drain: (afterMs: number) => JSON.stringify({ t: 'drain', afterMs }),
} as const;
