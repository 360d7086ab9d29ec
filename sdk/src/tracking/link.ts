import type { SymphoniaError } from '../core/errors.ts';
import type { ClientFrame, ServerFrame } from './protocol.ts';

/** By what the events come. */
export type Transport = 'socket' | 'stream' | 'poll';

/** One connection by any transport, from opening to its end. */
export interface Link {
  send(frame: ClientFrame): void;
  /** Ends it from our side, without waiting for the server; `ended` is not called. */
  drop(): void;
  /** Looks whether the server has been silent for too long; call it when the device wakes up. */
  check(): void;
}

/** `stop`: nothing gets better by trying again. `refresh`: once, with a new token. */
export type Reaction = 'stop' | 'refresh' | 'again';

/** Why a connection is over, and what is to follow. */
export interface End {
  readonly reaction: Reaction;
  /** How long the server asks us to stay away, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** For the app, where nothing is to follow. */
  readonly error: SymphoniaError;
}

export interface LinkHandlers {
  frame(frame: ServerFrame): void;
  /** Called once. */
  ended(end: End): void;
}

/** How much later than the server's own signs of life a connection is taken for dead. */
export const SILENCE_MARGIN_MS = 10_000;

/** A frame from its text; `undefined` when it is none. */
export function parseFrame(data: unknown): ServerFrame | undefined {
  try {
    const frame: unknown = JSON.parse(data as string);
    return typeof frame === 'object' && frame !== null && 't' in frame ? (frame as ServerFrame) : undefined; // its `t` decides
  } catch {
    return undefined;
  }
}
