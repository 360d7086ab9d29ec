import type { Actor } from '../http/context.ts';

/** Who sits at the other end of a socket, as its token says. */
export interface Session {
  readonly ctx: { readonly tenantId: string; readonly actor: Actor };
  /** When the token ends, in milliseconds since 1970; the socket is closed with 4401 then. */
  readonly expiresAt: number;
  /** Names the identity for the cap of sockets; a fresh token must carry the same. */
  readonly subjectKey: string;
  /** What only the features understand, such as the one order that a tracking link shows. */
  readonly grant?: unknown;
}

/** A token that is not taken: 4401 lets the client refresh it, 4403 stops it. */
export interface Refusal {
  readonly refused: 'unauthenticated' | 'forbidden';
}

/** Throws when it cannot tell (the database is away): the client is asked to try later, not to sign in again. */
export type Authenticate = (token: string, address: string) => Promise<Session | Refusal>;

/**
 * What a caller sees under a channel's name. `stream` is the channel whose events it gets; several names may show parts
 * of one stream, as the windows of a map do, each leaving out what it does not want.
 */
export interface ChannelView {
  readonly stream: string;
  readonly wants?: (message: LiveMessage) => boolean;
  /** Makes `wants` forget what it has seen: the events that follow may begin anywhere, also with some that it saw. */
  readonly restart?: () => void;
  readonly audience?: Audience;
}

/**
 * Who sees an event's data differently, such as the recipient with a tracking link. A frame is built once for all
 * sockets that know the channel by the same name and whose audience has the same `name`: two audiences of one name must
 * present every message alike, so whatever they depend on is part of the name.
 */
export interface Audience {
  readonly name: string;
  /** The data as this audience sees it; `undefined` when the event is not for it, and then it gets nothing of it. */
  present(message: LiveMessage): Record<string, unknown> | undefined;
}

/** May this session watch this channel? `true` watches the stream of the same name. */
export type Authorize = (session: Session, channel: string) => Promise<boolean | ChannelView>;

/** One event of a channel. */
export interface LiveMessage {
  /** What clients switch on: `position`, `order.picked_up`, … */
  readonly type: string;
  /** A position is superseded by the next one of its subject and may then be left out; a status never. */
  readonly kind: 'status' | 'position';
  /** Whose position it is, such as `veh_…`; without spaces. */
  readonly subject?: string;
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly ts: string;
  readonly data: Record<string, unknown>;
}

/** A place in a channel's history. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

/** A parsed frame: `t` says which. The validators have seen the rest. */
export interface Frame {
  readonly t: string;
  readonly [member: string]: unknown;
}

/** Says what is wrong with a frame, or nothing. */
export type FrameValidator = (frame: unknown) => unknown;

/** Answers a feature's frame (such as `report`) with a frame, or with nothing. */
export type FrameHandler = (session: Session, frame: Frame, address: string) => Promise<Frame | undefined>;
