import { parseArgs } from 'node:util';
import { JourneyEnds } from './waiting.ts';

/** What the journey was asked for. */
export interface Asked {
  /** How many times faster than recorded the drives go. */
  readonly speed: number;
  /** All three drives instead of one. */
  readonly all: boolean;
  /** Starts a server of its own, kills it without warning while orders are on their way, and starts it again. */
  readonly killServer: boolean;
  /** The server, where it is not the one of `npm run up`. */
  readonly url: string | undefined;
  /** Where sockets go, when another process has the role realtime. */
  readonly realtimeUrl: string | undefined;
}

export const USAGE = `npm run journey -- [--speed 1-500] [--all] [--kill-server] [--url http://host:port] [--realtime-url http://host:port]
  --speed N         how many times faster than recorded the drives go (30)
  --all             drives all three recorded drives, not only the first
  --kill-server     starts a server of its own, kills it with orders on their way, starts it again
  --url U           the server, instead of the one of npm run up
  --realtime-url U  where sockets go, when another process has the role realtime`;

const USUAL_SPEED = 30;
/** Faster, and two points of a recording would fall into one millisecond. */
const TOP_SPEED = 500;

export function readArguments(args: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      speed: { type: 'string' },
      all: { type: 'boolean' },
      'kill-server': { type: 'boolean' },
      url: { type: 'string' },
      'realtime-url': { type: 'string' },
    },
  });
  const speed = Number(values.speed ?? USUAL_SPEED);
  if (!(speed >= 1 && speed <= TOP_SPEED))
    throw new JourneyEnds(`--speed is a number from 1 to ${TOP_SPEED}, not ${values.speed}.`);
  const killServer = values['kill-server'] ?? false;
  if (killServer && values.url)
    throw new JourneyEnds('--kill-server kills a server it has started itself: leave --url out.');
  return {
    speed,
    all: values.all ?? false,
    killServer,
    url: httpUrl(values.url),
    realtimeUrl: httpUrl(values['realtime-url']),
  };
}

/** The network that the journey cuts is a TCP proxy, which cannot stand in for a TLS server. */
function httpUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || new URL(text).protocol !== 'http:')
    throw new JourneyEnds(`An address here is http://host:port, not ${text}.`);
  return new URL(text).origin;
}
