import { type AccessToken, type Identity, sameIdentity } from '../core/auth.ts';
import type { Timer } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { AuthRequired, fault, isSymphoniaError, type SymphoniaError } from '../core/errors.ts';
import { backoffMs } from '../core/retry-after.ts';
import { onWake } from '../core/wake.ts';
import { type Link, openLink } from './link.ts';
import { type ClientFrame, type Cursor, reactionTo, type ServerFrame, waitAsked } from './protocol.ts';

export interface ConnectionDeps {
  readonly core: Core;
  /** The channels wanted now, with their positions where they have one. */
  readonly wanted: () => { readonly ch: string; readonly at: Cursor | undefined }[];
  readonly frame: (frame: ServerFrame) => void;
  readonly disconnected: () => void;
  /** Nothing gets better by trying again. */
  readonly failed: (error: SymphoniaError) => void;
}

/** The one socket that all subscriptions share; opened with the first, closed with the last. */
export interface Connection {
  /** Sends now, if the server knows us; else nothing, because the next welcome subscribes everything. */
  send(frame: ClientFrame): void;
  /** Connects unless it is connected or about to be. */
  open(): void;
  close(): void;
  readonly welcomed: boolean;
}

/** After this long without an interruption the next one is taken for the first. */
const CALM_MS = 30_000;
const RENEW_BEFORE_MS = 30_000;
const RESUME_IN_HELLO = 100;
/** A timer cannot wait longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Keeps a socket open for as long as it is wanted: reconnects with jitter, renews the token, obeys close codes. */
export function createConnection(deps: ConnectionDeps): Connection {
  const { core, wanted, failed } = deps;
  const { clock, random } = core;
  let link: Link | undefined;
  let token: AccessToken | undefined;
  let who: Identity | undefined;
  let welcomedAt: number | undefined;
  let refused = false;
  let attempt = 0;
  let retry: Timer;
  let renewal: Timer;
  let drained: { spreadMs: number } | undefined;
  /** The channels that the present hello asked for. */
  let resumed = new Set<string>();
  /** True while the wait before the next attempt is our own idea, which good news may cut short. */
  let mayHurry = false;
  /** Counts openings and closings, so that an answer to an older one is known as such. */
  let turn = 0;
  let running = false;
  let stopWaking = () => {};
  let stopWatching = () => {};

  async function connect(): Promise<void> {
    const mine = ++turn;
    clock.clearTimeout(retry);
    mayHurry = false;
    let next: AccessToken;
    try {
      next = await core.token(refused);
    } catch (error) {
      if (mine !== turn) return;
      if (isSymphoniaError(error) && error.code === 'auth_required') return stop(error);
      return again(jitter(), true);
    }
    if (mine !== turn) return;
    if (!sameIdentity(who ?? next, next)) return stop(new AuthRequired('Somebody else has signed in.'));
    token = who = next;
    try {
      link = openLink(core, { opened: () => hello(next), frame, ended });
    } catch (error) {
      stop(fault('no_websocket', 'No WebSocket here: hand one to createSymphonia({ WebSocket }).', error));
    }
  }

  function hello({ token: secret }: AccessToken): void {
    const resume = wanted()
      .flatMap(({ ch, at }) => (at ? [{ ch, ...at }] : []))
      .slice(0, RESUME_IN_HELLO);
    resumed = new Set(resume.map(({ ch }) => ch));
    link?.send({ t: 'hello', v: 1, token: secret, resume });
  }

  function frame(received: ServerFrame): void {
    if (received.t === 'welcome') welcome();
    else if (received.t === 'drain') drain(received.afterMs);
    else deps.frame(received);
  }

  function welcome(): void {
    welcomedAt = clock.now();
    refused = false;
    renewLater();
    for (const { ch, at } of wanted()) if (!resumed.has(ch)) link?.send({ t: 'sub', ch, ...at });
  }

  /** Moves to another process at a random moment, before the present one goes. */
  function drain(spreadMs: number): void {
    drained = { spreadMs };
    again(random() * spreadMs);
  }

  function again(waitMs: number, hurry = false): void {
    clock.clearTimeout(retry);
    mayHurry = hurry;
    retry = clock.setTimeout(() => {
      leave();
      void connect();
    }, waitMs);
  }

  const jitter = () => backoffMs(attempt++, 500, 30_000, random);

  /** Lets go of the socket; the subscriptions keep their positions. */
  function leave(): void {
    turn++;
    clock.clearTimeout(renewal);
    link?.drop();
    const was = welcomedAt;
    link = welcomedAt = drained = undefined;
    if (was === undefined) return;
    if (clock.now() - was >= CALM_MS) attempt = 0;
    deps.disconnected();
  }

  function ended(code: number, reason: string) {
    core.logger.info?.('The live connection ended.', { code });
    const spread = drained?.spreadMs;
    leave();
    const reaction = reactionTo(code);
    if (reaction === 'stop') return stop(fault(`socket_${code}`, `Refused: ${reason}`));
    if (reaction === 'refresh') {
      if (refused) return stop(new AuthRequired());
      refused = true;
      return void connect();
    }
    const asked = reaction === 'wait' ? waitAsked(reason) : undefined;
    if (asked !== undefined) again(asked + random() * 1000);
    else if (spread !== undefined) again(random() * spread);
    else again(jitter(), true);
  }

  function renewLater(): void {
    clock.clearTimeout(renewal);
    if (!token) return;
    const left = Math.max(0, token.expiresAt - RENEW_BEFORE_MS - clock.now());
    renewal = clock.setTimeout(() => void renew(), Math.min(left, LONGEST_TIMER_MS));
  }

  async function renew(): Promise<void> {
    const mine = turn;
    const before = token?.token;
    try {
      let next = await core.token(false);
      if (next.token === before) next = await core.token(true);
      if (mine !== turn) return;
      if (!sameIdentity(who, next)) return stop(new AuthRequired('Somebody else has signed in.'));
      token = next;
      link?.send({ t: 'token', token: next.token });
      renewLater();
    } catch {
      // The server closes with 4401 when the token ends; what is wrong is found out then.
    }
  }

  function stop(error: SymphoniaError): void {
    close();
    failed(error);
  }

  function close(): void {
    running = false;
    leave();
    clock.clearTimeout(retry);
    stopWaking();
    stopWatching();
    token = who = undefined;
    refused = mayHurry = false;
    attempt = 0;
  }

  function identityChanged(): void {
    const now = core.auth.identity?.();
    if (who && now !== undefined && !sameIdentity(now, who)) stop(new AuthRequired('Signed out.'));
  }

  /** The device woke up or is online again: look at once, not when a throttled timer comes round. */
  function wake(): void {
    link?.check();
    if (!mayHurry) return;
    attempt = 0;
    again(jitter(), true);
  }

  return {
    get welcomed() {
      return welcomedAt !== undefined;
    },
    send(out) {
      if (welcomedAt !== undefined) link?.send(out);
    },
    open() {
      if (running) return;
      running = true;
      stopWaking = onWake(wake);
      stopWatching = core.auth.subscribe?.(identityChanged) ?? (() => {});
      void connect();
    },
    close,
  };
}
