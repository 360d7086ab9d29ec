import { statfs } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { createRedis } from '../../../../server/src/platform/cache/redis.ts';
import { stderrLog } from '../open-app.ts';
import { sentenceOf } from '../sentence.ts';

/** What was found about one thing, in one sentence that says what to do when it is wrong. */
export interface Finding {
  readonly ok: boolean;
  readonly sentence: string;
}

const NODE_MAJOR = 24;
/** Multi-document transactions and TTL by collMod for any index: 5.1, of which 6.0 is the first we can have everywhere. */
const MONGODB_MAJOR = 6;
/** Below this MongoDB stops taking writes on small disks, and logs have nowhere to go. */
const FREE_BYTES = 1_000_000_000;
const REDIS_LOOKS = 20;
const REDIS_LOOK_EVERY_MS = 100;

/** Whether this Node runs the TypeScript of the project and has what its code uses. */
export function node(version: string): Finding {
  const ok = Number(version.split('.')[0]) === NODE_MAJOR;
  return {
    ok,
    sentence: ok
      ? `Node is ${version}.`
      : `Node is ${version}, not ${NODE_MAJOR}: start commands with npm run, which finds the right one.`,
  };
}

/** Whether the disk that `path` is on has room. */
export async function disk(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path);
  const free = `${((Number(bavail) * Number(bsize)) / 1e9).toFixed(1)} GB`;
  const ok = bavail * bsize >= FREE_BYTES;
  return {
    ok,
    sentence: ok ? `The disk has ${free} left.` : `The disk has only ${free} left: make room, 1 GB is the least.`,
  };
}

/** Whether MongoDB answers, is new enough, and is a replica set with a primary: without one there are no transactions. */
export async function mongo(db: Db): Promise<Finding> {
  try {
    const { version } = (await db.command({ buildInfo: 1 })) as { version: string };
    const hello = (await db.command({ hello: 1 })) as {
      setName?: string;
      isWritablePrimary: boolean;
      primary?: string;
    };
    if (Number(version.split('.')[0]) < MONGODB_MAJOR)
      return { ok: false, sentence: `MongoDB is ${version}: ${MONGODB_MAJOR}.0 is the oldest that will do.` };
    if (!hello.setName)
      return {
        ok: false,
        sentence: 'MongoDB is no replica set: start it with --replSet and initiate it, a single member will do.',
      };
    if (!hello.isWritablePrimary && !hello.primary)
      return { ok: false, sentence: `The replica set ${hello.setName} has no primary: look at rs.status().` };
    return { ok: true, sentence: `MongoDB is ${version}, replica set ${hello.setName}, database ${db.databaseName}.` };
  } catch (error) {
    return { ok: false, sentence: sentenceOf(error) ?? `MongoDB: ${(error as Error).message}` }; // the driver throws Errors only
  }
}

/** Whether Redis answers; one that carries jobs must never throw one away to make room. */
export async function redis(name: string, url: string, forJobs: boolean): Promise<Finding> {
  const { port, part } = createRedis({ url, log: { ...stderrLog, warn() {}, error() {} }, name: 'doctor' });
  try {
    await part.start?.();
    for (let look = 1; ; look++) {
      try {
        const info = await port.command<string>(['INFO']);
        const field = (key: string) => new RegExp(`^${key}:(.*)\r?$`, 'm').exec(info)?.[1]?.trim() ?? 'unknown';
        const [version, policy] = [field('redis_version'), field('maxmemory_policy')];
        if (forJobs && policy !== 'noeviction')
          return {
            ok: false,
            sentence: `${name} evicts (${policy}), and jobs would be lost: set maxmemory-policy noeviction there.`,
          };
        return { ok: true, sentence: `${name} is Redis ${version}, ${policy}.` };
      } catch (error) {
        if (look === REDIS_LOOKS)
          return {
            ok: false,
            sentence: `${name} does not answer (${(error as Error).message.replace(/\.$/, '')}): start it or correct the address.`,
          }; // the port throws Errors only
        await wait(REDIS_LOOK_EVERY_MS); // it is connecting
      }
    }
  } finally {
    await part.stop?.(AbortSignal.timeout(1_000));
  }
}
