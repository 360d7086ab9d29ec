import { silent } from '../cache/redis.fixtures.ts';
import { createBullQueue } from './bull-queue.ts';

/** Run as a process of its own: takes one job, says so, and never ends it. Arguments: Redis URL, queue, lock (ms). */
const [url = '', name = '', lockMs = ''] = process.argv.slice(2);
const queue = createBullQueue({ url, name, log: silent, lockMs: Number(lockMs) });
await queue.work((job) => {
  process.stdout.write(`took ${job.id}\n`);
  return new Promise(() => {});
});
