import type { AccessToken } from '../core/auth.ts';
import type { Timer } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import { AuthRequired, isSymphoniaError, type SymphoniaError } from '../core/errors.ts';
import { backoffMs } from '../core/retry-after.ts';
import { onWake } from '../core/wake.ts';
import { openFallback } from './fallback.ts';
import type { End, Link, Transport } from './link.ts';
import type { ClientFrame, Cursor, ServerFrame } from './protocol.ts';
import { createSession } from './session.ts';
import { openSocket } from './socket.ts';

export interface ConnectionDeps {
  readonly core: Core;
  /** The channels wanted now, with their positions where they have one. */
  readonly wanted: () => { readonly ch: string; readonly at: Cursor | undefined }[];
  readonly frame: (frame: ServerFrame) => void;
  readonly disconnected: () => void;
  /** The transport may be another one. */
  readonly welcomed: () => void;
  /** Nothing gets better by trying again. */
  readonly failed: (error: SymphoniaError) => void;
}

/** The one connection that all subscriptions share; opened with the first, closed with the last. */
export interface Connection {
  /** Sends now, if the server knows us; else nothing, because the next welcome subscribes everything. */
  send(frame: ClientFrame): void;
  /** Connects unless it is connected or about to be. */
  open(): void;
  close(): void;
  /** By what the events come now; `none` while nothing connects. */
  readonly transport: Transport | 'none';
}

/** After this long without an interruption the next one is taken for the first. */
const CALM_MS = 30_000;
const RESUME_IN_HELLO = 100;
/** Sockets that never said `welcome`, before another transport is tried. */
const MOST_MISSES = 3;
/** Of a socket, beside a fallback: the first may have been needed only for a moment. */
const FIRST_PROBE_MS = 60_000;
const PROBE_MS = 300_000;

/**
 * Keeps a connection open for as long as it is wanted: reconnects with jitter, renews the token, obeys close codes.
 * Where no socket gets through it goes on by a stream or by polls, and comes back to a socket as soon as one does.
 */
export function createConnection(deps: ConnectionDeps): Connection {
  const { core, wanted, failed } = deps;
  const { clock, random } = core;
  const session = createSession(core, ({ token }) => send({ t: 'token', token }), stop);
  let link: Link | undefined;
  /** A socket that is tried while a fallback carries on. */
  let probe: Link | undefined;
  let probing: Timer;
  let probes = 0;
  let transport: Transport = 'socket';
  let misses = 0;
  let welcomedAt: number | undefined;
  let refused = false;
  let attempt = 0;
  let retry: Timer;
  let drained: { spreadMs: number } | undefined;
  /** The channels that a connection has asked for by itself, and from where. */
  const asked = new WeakMap<Link, ReadonlyMap<string, Cursor | undefined>>();
  /** True while the wait before the next attempt is our own idea, which good news may cut short. */
  let mayHurry = false;
  /** Counts openings and closings, so that an answer to an older one is known as such. */
  let turn = 0;
  let running = false;
  let stopWaking = () => {};
  let stopWatching = () => {};

  function send(out: ClientFrame): void {
    if (welcomedAt !== undefined) link?.send(out);
  }

  async function connect(): Promise<void> {
    const mine = ++turn;
    clock.clearTimeout(retry);
    mayHurry = false;
    let token: AccessToken;
    try {
      token = await session.next(refused);
    } catch (error) {
      if (mine !== turn) return;
      if (isSymphoniaError(error) && error.code === 'auth_required') stop(error);
      else again(jitter(), true);
      return;
    }
    if (mine !== turn) return;
    if (transport !== 'socket') {
      link = openFallback(core, session, wanted, transport === 'poll', token, { frame, ended });
      asked.set(link, new Map(wanted().map(({ ch, at }) => [ch, at])));
    } else
      try {
        link = dial(token);
      } catch {
        transport = 'stream'; // no WebSocket here
        void connect();
      }
  }

  /** Opens a socket that is the link, or a probe until it is welcomed. */
  function dial({ token }: AccessToken): Link {
    const mine: Link = openSocket(core, {
      opened: () => hello(mine, token),
      frame(received) {
        if (mine === probe && received.t === 'welcome') adopt(mine);
        if (mine === link) frame(received);
      },
      ended(end) {
        if (mine === link) ended(end);
        else if (mine === probe) probeLater();
      },
    });
    return mine;
  }

  function hello(to: Link, token: string): void {
    const resume = wanted()
      .flatMap(({ ch, at }) => (at ? [{ ch, ...at }] : []))
      .slice(0, RESUME_IN_HELLO);
    asked.set(to, new Map(resume.map(({ ch, ...at }) => [ch, at])));
    to.send({ t: 'hello', v: 1, token, resume });
  }

  function probeLater(): void {
    probe = undefined;
    clock.clearTimeout(probing);
    probing = clock.setTimeout(() => void tryProbe(), probes++ ? PROBE_MS : random() * FIRST_PROBE_MS);
  }

  async function tryProbe(): Promise<void> {
    try {
      const token = await session.next();
      if (probes) probe = dial(token);
    } catch {
      probeLater(); // no token now
    }
  }

  function noProbe(): void {
    clock.clearTimeout(probing);
    probe?.drop();
    probe = undefined;
    probes = 0;
  }

  /** A socket gets through again: it has every channel's position, so what both bring is dropped the second time. */
  function adopt(socket: Link): void {
    probe = undefined;
    clock.clearTimeout(retry);
    leave();
    link = socket;
    transport = 'socket';
  }

  function frame(received: ServerFrame): void {
    if (received.t === 'welcome') welcome();
    else if (received.t === 'drain') drain(received.afterMs);
    else deps.frame(received);
  }

  function welcome(): void {
    welcomedAt = clock.now();
    refused = false;
    misses = 0;
    if (transport === 'socket') {
      noProbe();
      session.renewLater();
    } else if (core.webSocket && !probes) probeLater();
    const resumed = link && asked.get(link);
    for (const { ch, at } of wanted()) {
      const from = resumed?.get(ch);
      const holds = !at || (from?.epoch === at.epoch && from.seq <= at.seq);
      if (!resumed?.has(ch) || !holds) link?.send({ t: 'sub', ch, ...at });
    }
    deps.welcomed();
  }

  /** Moves to another process at a random moment, before the present one goes. */
  function drain(spreadMs: number): void {
    if (drained) return; // each poll may say it again
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
    session.stopRenewing();
    link?.drop();
    const was = welcomedAt;
    link = welcomedAt = drained = undefined;
    if (was === undefined) return;
    if (clock.now() - was >= CALM_MS) attempt = 0;
    deps.disconnected();
  }

  function ended({ reaction, waitMs, error }: End): void {
    core.logger.info?.('The live connection ended.', { code: error.code, transport });
    const spread = drained?.spreadMs;
    if (welcomedAt === undefined && waitMs === undefined && reaction === 'again') elsewhere();
    leave();
    if (reaction === 'stop') stop(error);
    else if (reaction === 'refresh' && refused) stop(new AuthRequired());
    else if (reaction === 'refresh') {
      refused = true;
      void connect();
    } else if (waitMs !== undefined) again(waitMs + random() * 1000);
    else if (spread !== undefined) again(random() * spread);
    else again(jitter(), true);
  }

  /** Nothing came: after three such sockets a stream is tried, after a stream polls, after polls a socket. */
  function elsewhere(): void {
    if (transport === 'socket') transport = ++misses < MOST_MISSES ? 'socket' : 'stream';
    else transport = transport === 'stream' ? 'poll' : 'socket';
  }

  function stop(error: SymphoniaError): void {
    close();
    failed(error);
  }

  function close(): void {
    running = false;
    leave();
    noProbe();
    clock.clearTimeout(retry);
    stopWaking();
    stopWatching();
    session.forget();
    refused = mayHurry = false;
    attempt = misses = 0;
    transport = 'socket';
  }

  function identityChanged(): void {
    if (session.isOver()) stop(new AuthRequired('Signed out.'));
  }

  /** The device woke up or is online again: look at once, not when a throttled timer comes round. */
  function wake(): void {
    link?.check();
    if (!mayHurry) return;
    attempt = 0;
    transport = 'socket';
    again(jitter(), true);
  }

  return {
    get transport() {
      return welcomedAt === undefined ? 'none' : transport;
    },
    send,
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
