import type { Schema } from '../gen/contract.ts';
import type { Report } from './finding.ts';
import type { Document } from './pointer.ts';
import { compareSchemas } from './schema.ts';

interface Socket {
  readonly subprotocol: string;
  readonly maxFrameBytes: number;
  readonly frames: readonly { readonly t: string; readonly direction: string; readonly schema: Schema }[];
  readonly closeCodes: readonly { readonly code: number }[];
}

/** What a new contract does to released clients on a socket: the same rules, for frames in both directions. */
export function compareFrames(was: Document, is: Document, report: Report): void {
  const sockets = (document: Document) => (document['x-websocket'] ?? {}) as Record<string, Socket>;
  for (const [path, socket] of Object.entries(sockets(was))) {
    const now = sockets(is)[path];
    if (!now) report('break', 'x-websocket', `The socket ${path} is gone. Keep serving it.`);
    else compareSocket(was, is, socket, now, report);
  }
}

function compareSocket(was: Document, is: Document, before: Socket, after: Socket, report: Report): void {
  const say = (sentence: string) => report('break', 'x-websocket', sentence);
  if (after.subprotocol !== before.subprotocol)
    say(`The socket speaks ${after.subprotocol} now, not ${before.subprotocol}. Speak both.`);
  if (after.maxFrameBytes < before.maxFrameBytes)
    say(`Frames may have ${after.maxFrameBytes} bytes now, not ${before.maxFrameBytes}. Keep the wider limit.`);
  for (const frame of before.frames) {
    const now = after.frames.find(({ t, direction }) => t === frame.t && direction === frame.direction);
    if (!now) {
      say(`The ${frame.direction}'s frame ${frame.t} is gone. Keep it.`);
      continue;
    }
    const [direction, from, to] =
      frame.direction === 'client' ? (['sent', was, is] as const) : (['shown', is, was] as const);
    const [first, second] = direction === 'sent' ? [frame.schema, now.schema] : [now.schema, frame.schema];
    compareSchemas(first, second, { direction, from, to, seen: new Set(), report }, `frame ${frame.t}`);
  }
  const known = before.closeCodes.map(({ code }) => code);
  for (const { code } of after.closeCodes)
    if (!known.includes(code))
      report('warning', 'x-websocket', `The socket may close with ${code}: older clients reconnect as after any cut.`);
  for (const code of known)
    if (!after.closeCodes.some((one) => one.code === code))
      say(`The socket no longer closes with ${code}. Keep the code, since clients decide by it what to do.`);
}
