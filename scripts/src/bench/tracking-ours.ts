import { createRedis } from '../../../server/src/platform/cache/redis.ts';
import type { RedisPort } from '../../../server/src/platform/cache/redis-port.ts';
import { findings, type Validator } from '../../../server/src/platform/http/validate.ts';
import {
  frameHello,
  frameReplay,
  frameSub,
  frameToken,
  frameUnsub,
} from '../../../server/src/platform/http/validators.gen.js';
import type { Logger } from '../../../server/src/platform/observability/log.ts';
import { realtimeLimits } from '../../../server/src/platform/realtime/limits.ts';
import { createRealtime, type Realtime } from '../../../server/src/platform/realtime/realtime.ts';
import { streamTopic } from '../../../server/src/platform/realtime/stream.ts';
import type { Authenticate } from '../../../server/src/platform/realtime/types.ts';
import { eventsOf } from './tracking-message.ts';
import type { Setting, Subject } from './tracking-subject.ts';
import { verifier } from './tracking-token.ts';

export const TENANT = 'ten_bench';

const silent: Logger = { debug() {}, info() {}, warn() {}, error: console.error, child: () => silent };

const judgedBy = (validator: Validator) => (frame: unknown) => {
  const errors = findings(validator, frame);
  return errors.length > 0 ? errors : undefined;
};

/** The live channels as a process of the product has them: history in Redis, a signed token per socket, a check per channel. */
async function realtimeOf({ redisUrl, keys }: Setting): Promise<{ realtime: Realtime; redis: RedisPort }> {
  const redis = createRedis({ url: redisUrl, log: silent, name: 'bench' });
  await redis.part.start?.();
  const claimsOf = verifier(keys);
  const authenticate: Authenticate = async (token) => {
    const id = await claimsOf(token);
    if (id === undefined) return { refused: 'unauthenticated' };
    const actor = { kind: 'user', id, role: 'dispatcher' } as const;
    return { ctx: { tenantId: TENANT, actor }, subjectKey: id, expiresAt: Date.now() + 600_000 };
  };
  const realtime = createRealtime({
    redis: redis.port,
    log: silent,
    authenticate,
    authorize: async ({ ctx }, channel) => ctx.actor.role === 'dispatcher' && channel.startsWith('order:'),
    validators: {
      hello: judgedBy(frameHello),
      token: judgedBy(frameToken),
      sub: judgedBy(frameSub),
      unsub: judgedBy(frameUnsub),
      replay: judgedBy(frameReplay),
    },
    handlers: {},
    addressOf: (request) => String(request.headers['x-address']),
    limits: { ...realtimeLimits, socketsPerTenant: 100_000 },
  });
  await realtime.part.start?.();
  return { realtime, redis: redis.port };
}

export async function ours(setting: Setting): Promise<Subject> {
  const { realtime } = await realtimeOf(setting);
  const { stats } = realtime;
  return {
    attach: (server) => void realtime.attach(server),
    sockets: () => stats().sockets,
    streams: () => stats().streams,
  };
}

/** A process without sockets. */
export interface Elsewhere {
  /** Answers whether Redis took the event in time. */
  say(topic: string, n: number, at: number): Promise<boolean>;
  /** How many processes Redis tells of an event, on the average of the topics. */
  listeners(topics: readonly string[]): Promise<number>;
}

export async function oursElsewhere(setting: Setting): Promise<Elsewhere> {
  const { realtime, redis } = await realtimeOf(setting);
  const event = eventsOf(setting.sizes.messageBytes);
  return {
    async say(topic, n, at) {
      const reach = await realtime.publish(TENANT, topic, { ...event(n, at), kind: 'status' });
      return reach === 'everywhere';
    },
    async listeners(topics) {
      const channels = topics.map((stream) => streamTopic({ tenantId: TENANT, stream }));
      // Redis answers with the name and the number of each, in turn.
      const answer = await redis.command<(string | number)[]>(['PUBSUB', 'NUMSUB', ...channels]);
      return answer.reduce<number>((sum, one, i) => (i % 2 ? sum + Number(one) : sum), 0) / topics.length;
    },
  };
}
