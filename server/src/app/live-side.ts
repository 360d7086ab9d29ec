import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import type { AuthApi } from '../features/auth/index.ts';
import { JOB_CHANNEL, type JobsFeature } from '../features/jobs/index.ts';
import type { TrackingFeature } from '../features/tracking/index.ts';
import { isLinkToken } from '../features/tracking-links/index.ts';
import type { RedisPort } from '../platform/cache/redis-port.ts';
import type { Config } from '../platform/config/env.ts';
import { AppError } from '../platform/errors/app-error.ts';
import type { VerifyToken } from '../platform/http/authenticate.ts';
import { findings, type Validator } from '../platform/http/validate.ts';
import {
  frameHello,
  frameReplay,
  frameReport,
  frameSub,
  frameToken,
  frameUnsub,
} from '../platform/http/validators.gen.js';
import type { Logger } from '../platform/observability/log.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import { fallbackRoutes } from '../platform/realtime/fallback-routes.ts';
import { createRealtime, type Realtime } from '../platform/realtime/realtime.ts';
import type { Authenticate, FrameValidator } from '../platform/realtime/types.ts';

export interface LiveSideDeps {
  readonly config: Config;
  readonly log: Logger;
  readonly redis: RedisPort;
  readonly auth: Pick<AuthApi, 'onRevoked'>;
  /** Of access tokens and tracking links. */
  readonly verify: VerifyToken;
  readonly jobs: Pick<JobsFeature, 'channels'>;
  readonly tracking: Pick<TrackingFeature, 'channels' | 'frames'>;
  readonly metrics: Pick<Metrics, 'liveDelivered'>;
}

/** The live channels: who may watch what is the features' to say, the protocol is the platform's. */
export function liveSide({ config, log, redis, auth, verify, jobs, tracking, metrics }: LiveSideDeps): {
  realtime: Realtime;
  routes: ReturnType<typeof fallbackRoutes>;
} {
  const authenticate: Authenticate = async (token) => {
    try {
      const { tenantId, actor, expiresAt } = await verify(token);
      return { ctx: { tenantId, actor }, expiresAt, subjectKey: `${tenantId}:${actor.id}` };
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 401) throw error;
      // Nobody can renew a link: whoever has one that ended is to stop, not to try again.
      return { refused: isLinkToken(token) ? 'forbidden' : 'unauthenticated' };
    }
  };
  const trusted = (_address: string, hop: number) => hop < config.trustProxyHops;
  const realtime = createRealtime({
    redis,
    log,
    authenticate,
    authorize: (session, channel) => (channel.startsWith(JOB_CHANNEL) ? jobs : tracking).channels(session, channel),
    validators: FRAMES,
    handlers: tracking.frames,
    addressOf: (request: IncomingMessage) => proxyAddr(request, trusted),
    onDelivered: metrics.liveDelivered,
  });
  auth.onRevoked((tenantId, sessionId) =>
    realtime.endSessions(({ ctx }) => ctx.tenantId === tenantId && ctx.actor.sessionId === sessionId),
  );
  return { realtime, routes: fallbackRoutes(realtime.fallback) };
}

const judgedBy =
  (validator: Validator): FrameValidator =>
  (frame) => {
    const errors = findings(validator, frame);
    return errors.length > 0 ? errors : undefined;
  };

/** The frames a client may send, by the contract. */
const FRAMES: Readonly<Record<string, FrameValidator>> = {
  hello: judgedBy(frameHello),
  token: judgedBy(frameToken),
  sub: judgedBy(frameSub),
  unsub: judgedBy(frameUnsub),
  replay: judgedBy(frameReplay),
  report: judgedBy(frameReport),
};
