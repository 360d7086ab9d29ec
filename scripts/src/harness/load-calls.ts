import type { Meters } from './meters.ts';
import type { PlainWay } from './plain-watcher.ts';
import type { Pace, Requested } from './requests.ts';
import type { Usage } from './usage.ts';

/** Watchers that come together. Tokens and channels are dealt out in turns, addresses in blocks. */
export interface Crowd {
  readonly name: string;
  /** Of nginx, or of what stands before it. */
  readonly port: number;
  readonly sockets: number;
  readonly tokens: readonly string[];
  readonly channels: readonly string[];
  readonly addresses: readonly string[];
  /** A socket unless said otherwise. */
  readonly way?: 'socket' | PlainWay;
  /** Nothing has happened on these channels yet: nobody begins with a snapshot. */
  readonly fromTheStart?: boolean;
  /** How fast they come. */
  readonly perSecond: number;
  /** An address of loopback to come from. */
  readonly from?: string;
}

/** What some watchers of a channel were told, all the same (Watcher.told). */
export interface Told {
  readonly channel: string;
  readonly told: readonly string[];
  readonly watchers: number;
}

/** What a process of load can be asked; a name means one crowd, no name all. */
export interface LoadCalls {
  /** Resolves when all have begun to connect. */
  open(crowd: Crowd): Promise<void>;
  told(name?: string): Promise<readonly Told[]>;
  /** How many are connected and miss nothing. */
  live(name?: string): Promise<number>;
  meters(reset: boolean): Promise<Meters>;
  stopReading(name?: string): Promise<void>;
  resumeReading(name?: string): Promise<void>;
  close(name?: string): Promise<void>;
  /** Begins to send requests at a steady pace. */
  request(pace: Pace): Promise<void>;
  /** Ends them, waits for their answers, and tells each. */
  requested(): Promise<readonly Requested[]>;
  usage(): Promise<Usage>;
}
