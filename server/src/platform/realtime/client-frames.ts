import type { Logger } from '../observability/log.ts';
import { CLOSE } from './close-codes.ts';
import type { Connection, FrameTable } from './connection.ts';
import { frames } from './frames.ts';
import { createSubscription } from './subscription.ts';
import type { ChannelView, Cursor, Frame, LiveMessage, Session } from './types.ts';

// The validators of the contract have seen every frame before it comes here; the types below say what they let through.
interface Hello extends Frame {
  readonly token: string;
  readonly resume?: readonly { readonly ch: string; readonly epoch: string; readonly seq: number }[];
}
interface Sub extends Frame {
  readonly ch: string;
  readonly epoch?: string;
  readonly seq?: number;
}
interface Replay extends Frame {
  readonly ch: string;
  readonly epoch: string;
  readonly from: number;
}

/** What a client may say, by the state of its connection. */
export const clientFrames: FrameTable = (connection) => TABLES[connection.state](connection);

const TABLES: Record<Connection['state'], FrameTable> = {
  closing: () => ({}),
  new: (connection) => ({ hello: (frame) => hello(connection, frame as Hello) }),
  open: (connection) => ({
    ...features(connection),
    sub: (frame) => sub(connection, frame as Sub),
    unsub: async (frame) => unsub(connection, (frame as Sub).ch),
    replay: (frame) => replay(connection, frame as Replay),
    token: (frame) => freshToken(connection, frame as Hello),
  }),
};

/** Identifies a token, or closes the socket and answers nothing. */
async function identify(connection: Connection, token: string): Promise<Session | undefined> {
  const { authenticate, limits, log } = connection.deps;
  try {
    const session = await authenticate(token, connection.address);
    if (!('refused' in session)) return session;
    connection.close(CLOSE[session.refused], 'The token is not accepted.');
  } catch (error) {
    log.warn({ err: error }, 'a token could not be checked');
    connection.close(CLOSE.tryLater, 'The token cannot be checked now.', limits.retryAfterSeconds);
  }
  return undefined;
}

async function hello(connection: Connection, frame: Hello): Promise<void> {
  const { limits, now } = connection.deps;
  const session = await identify(connection, frame.token);
  if (!session || connection.state === 'closing') return;
  if (!connection.place.identify(session)) {
    return connection.close(CLOSE.tooMany, 'Too many sockets of this identity.', limits.retryAfterSeconds);
  }
  connection.signIn(session);
  connection.send(frames.welcome(now(), limits.pingMs));
  for (const position of frame.resume ?? []) await sub(connection, { t: 'sub', ...position });
}

/** A renewed token must be of the same identity; what it may no longer see ends. */
async function freshToken(connection: Connection, frame: Hello): Promise<void> {
  const session = await identify(connection, frame.token);
  const before = connection.session;
  if (!session || !before || connection.state === 'closing') return;
  if (session.subjectKey !== before.subjectKey || session.ctx.tenantId !== before.ctx.tenantId) {
    return connection.close(CLOSE.forbidden, 'A fresh token must be of the same identity.');
  }
  connection.signIn(session);
  await Promise.all([...connection.subscriptions.keys()].map((ch) => recheck(connection, ch)));
}

/** What a session sees under a name; `undefined` when that cannot be told now. */
async function look(connection: Connection, ch: string): Promise<ChannelView | false | undefined> {
  const { authorize, log } = connection.deps;
  if (!connection.session) return false;
  try {
    const view = await authorize(connection.session, ch);
    if (view === true) return { stream: ch };
    return view && guarded(view, log);
  } catch (error) {
    log.warn({ err: error, ch }, 'a live channel could not be authorised');
    return undefined;
  }
}

/** A view that fails shows nothing: it may be there to hide something, and one socket's view must not stop the others'. */
function guarded({ stream, wants, restart, audience }: ChannelView, log: Logger): ChannelView {
  const guard =
    <T>(look: (message: LiveMessage) => T, otherwise: T) =>
    (message: LiveMessage): T => {
      try {
        return look(message);
      } catch (error) {
        log.error({ err: error, type: message.type }, 'a view of a live channel failed');
        return otherwise;
      }
    };
  return {
    stream,
    ...(wants && { wants: guard(wants, false) }),
    ...(restart && { restart }),
    ...(audience && {
      audience: { name: audience.name, present: guard((message) => audience.present(message), undefined) },
    }),
  };
}

/** Ends a subscription that its owner may no longer have. A check that fails leaves it: the next token decides. */
export async function recheck(connection: Connection, ch: string): Promise<void> {
  if ((await look(connection, ch)) !== false || !connection.subscriptions.has(ch)) return;
  unsub(connection, ch);
  connection.send(frames.error({ ch }, 'not_found'));
}

/** Subscribes a channel, from a position where one is given; it is told where it stands, or why not. */
export async function sub(connection: Connection, { ch, epoch, seq }: Sub): Promise<void> {
  const { hub, limits } = connection.deps;
  const view = await look(connection, ch);
  // A second `sub` starts the channel over, from wherever it asks.
  unsub(connection, ch);
  if (connection.state === 'closing' || !connection.session) return;
  if (view === false) return connection.send(frames.error({ ch }, 'not_found'));
  if (view === undefined) return connection.send(frames.error({ ch }, 'unavailable'));
  if (connection.subscriptions.size >= limits.subscriptionsPerSocket) {
    return connection.send(frames.error({ ch }, 'too_many_subscriptions'));
  }
  const name = { tenantId: connection.session.ctx.tenantId, stream: view.stream };
  const subscription = createSubscription(ch, name, view, connection.outbox);
  connection.subscriptions.set(ch, subscription);
  const since: Cursor | undefined = epoch === undefined || seq === undefined ? undefined : { epoch, seq };
  await hub.join(subscription, since, (head, recovered) => connection.send(frames.subscribed(ch, head, recovered)));
  await connection.outbox.drained(); // the next replay begins when this one has been read
}

function unsub(connection: Connection, ch: string): void {
  const subscription = connection.subscriptions.get(ch);
  if (!subscription) return;
  connection.subscriptions.delete(ch);
  connection.deps.hub.leave(subscription);
}

async function replay(connection: Connection, { ch, epoch, from }: Replay): Promise<void> {
  const subscription = connection.subscriptions.get(ch);
  if (!subscription) return connection.send(frames.error({ ch }, 'not_subscribed'));
  await connection.deps.hub.replay(subscription, { epoch, seq: from });
  await connection.outbox.drained();
}

/** The frames of features, such as `report`: answered, or with an error that repeats their id. */
function features(connection: Connection): ReturnType<FrameTable> {
  const { handlers, log } = connection.deps;
  const run = (handler: (typeof handlers)[string]) => async (frame: Frame) => {
    if (!connection.session) return;
    try {
      const answer = await handler(connection.session, frame, connection.address);
      if (answer) connection.send(JSON.stringify(answer));
    } catch (error) {
      log.error({ err: error, frame: frame.t }, 'a frame failed');
      connection.send(frames.error(typeof frame.id === 'string' ? { id: frame.id } : {}, 'internal_error'));
    }
  };
  return Object.fromEntries(Object.entries(handlers).map(([type, handler]) => [type, run(handler)]));
}
