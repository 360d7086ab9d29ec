import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import type { AuthApi } from '../features/auth/index.ts';
import { JOB_CHANNEL, type JobsFeature } from '../features/jobs/index.ts';
import type { TrackingFeature } from '../features/tracking/index.ts';
import type { RedisPort } from '../platform/cache/redis-port.ts';
import type { Config } from '../platform/config/env.ts';
import { AppError } from '../platform/errors/app-error.ts';
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
import { createRealtime, type Realtime } from '../platform/realtime/realtime.ts';
import type { Authenticate, FrameValidator } from '../platform/realtime/types.ts';

export interface LiveSideDeps {
  readonly config: Config;
  readonly log: Logger;
  readonly redis: RedisPort;
  readonly auth: AuthApi;
  readonly jobs: Pick<JobsFeature, 'channels'>;
  readonly tracking: Pick<TrackingFeature, 'channels' | 'frames'>;
}

/** The live channels: who may watch what is the features' to say, the protocol is the platform's. */
export function liveSide({ config, log, redis, auth, jobs, tracking }: LiveSideDeps): { realtime: Realtime } {
  const authenticate: Authenticate = async (token) => {
    try {
      const { tenantId, actor, expiresAt } = await auth.verify(token);
      return { ctx: { tenantId, actor }, expiresAt, subjectKey: `${tenantId}:${actor.id}` };
    } catch (error) {
      if (error instanceof AppError && error.status === 401) return { refused: 'unauthenticated' };
      throw error;
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
  });
  auth.onRevoked((tenantId, sessionId) =>
    realtime.endSessions(({ ctx }) => ctx.tenantId === tenantId && ctx.actor.sessionId === sessionId),
  );
  return { realtime };
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
