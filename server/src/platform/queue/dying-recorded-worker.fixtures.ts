import { silent } from '../cache/redis.fixtures.ts';
import { createMongo } from '../db/mongo.ts';
import { aProcess, SHORT_HOLD } from './jobs.fixtures.ts';

/** Run as a process of its own: takes a recorded job, comes to 40 percent, says so, and never ends it. Arguments: MongoDB URL, Redis URL, queue. */
const [mongoUrl = '', url = '', name = ''] = process.argv.slice(2);
const mongo = createMongo({ url: mongoUrl, log: silent, appName: 'test', worker: true });
await mongo.start?.();
const dying = aProcess({ mongo, redis: { url }, name }, { times: SHORT_HOLD });
await dying.work(async (ctx, { jobId }) => {
  await ctx.progress(40);
  while ((await dying.jobs.get(ctx, jobId))?.progress !== 40) await new Promise((resolve) => setTimeout(resolve, 10));
  process.stdout.write(`took ${jobId}\n`);
  return new Promise(() => {});
});
