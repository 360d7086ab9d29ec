import type { Server } from 'node:http';
import type { Sizes } from './tracking-sizes.ts';
import type { Keys } from './tracking-token.ts';

/** Who is measured. */
export const SUBJECTS = ['ws', 'socketio', 'symphonia'] as const;
export type SubjectName = (typeof SUBJECTS)[number];

export const TITLES: Readonly<Record<SubjectName, string>> = {
  ws: 'plain `ws.send`',
  socketio: 'Socket.IO 4',
  symphonia: 'Symphonia',
};

/** What a server of the benchmark is told when it starts. */
export interface Setting {
  readonly sizes: Sizes;
  readonly redisUrl: string;
  readonly keys: Keys;
}

/** A server side: takes sockets, and what is said in its own process. */
export interface Subject {
  attach(server: Server): void;
  /** Ours hears it from another process instead. */
  say?(topic: string, n: number, at: number): void;
  sockets(): number;
  /** Streams that it hears from elsewhere. */
  streams?(): number;
}
