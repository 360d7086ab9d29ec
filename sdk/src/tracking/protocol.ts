/** A place in a channel's history; keep it to resume after a restart. */
export interface Cursor {
  /** Of the channel's numbering; in another one `seq` says nothing. */
  readonly epoch: string;
  /** Of the last event that is finished. */
  readonly seq: number;
}

/** One event of a channel as the server sends it. */
export interface EventFrame extends Cursor {
  readonly t: 'evt';
  readonly ch: string;
  /** The event before this one, when that is not `seq` − 1: the server left out superseded positions. */
  readonly prev?: number;
  readonly id: string;
  readonly ts: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** What the server may say. Unknown frames are ignored, so that it may learn to say more. */
export type ServerFrame =
  | EventFrame
  | { readonly t: 'welcome'; readonly serverTime: string; readonly pingMs: number }
  | ({ readonly t: 'subscribed'; readonly ch: string; readonly recovered: boolean } & Cursor)
  | { readonly t: 'reset'; readonly ch: string; readonly epoch: string; readonly head: number }
  | { readonly t: 'error'; readonly ch?: string; readonly id?: string; readonly code: string; readonly detail?: string }
  | { readonly t: 'drain'; readonly afterMs: number }
  | { readonly t: 'ping' };

/** What the client says. */
export type ClientFrame =
  | {
      readonly t: 'hello';
      readonly v: 1;
      readonly token: string;
      readonly resume: readonly ({ readonly ch: string } & Cursor)[];
    }
  | { readonly t: 'token'; readonly token: string }
  | ({ readonly t: 'sub'; readonly ch: string } & Partial<Cursor>)
  | { readonly t: 'unsub'; readonly ch: string }
  | { readonly t: 'replay'; readonly ch: string; readonly epoch: string; readonly from: number };

export const SUBPROTOCOL = 'symphonia.tracking.v1';
