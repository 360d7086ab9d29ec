import type { Collection } from 'mongodb';
import { limits } from '../config/limits.ts';
import { isDuplicateKey } from '../db/errors.ts';
import type { Mongo } from '../db/mongo.ts';
import { createLoop, type Loop } from '../events/loop.ts';
import type { Logger } from '../observability/log.ts';

/** Something to be done once a day, such as ending what has run out. */
export interface DailyTask {
  /** `feature.what-it-does` */
  readonly name: string;
  /**
   * Does it for all tenants and gives how many things it changed. It may run twice, also at the same time: it looks
   * first. Throwing has it tried again the same day.
   */
  run(now: Date): Promise<number>;
}

/** Where a task stands, over all processes. */
interface Schedule {
  readonly _id: string;
  /** The last day it was done for, such as `2026-11-21` (UTC). */
  readonly day?: string;
  /** Grows with everyone who takes it: what an older one says does not count any more. */
  readonly fence: number;
  /** Nobody else takes it until then. */
  readonly until?: Date;
  readonly doneAt?: Date;
  readonly changed?: number;
}

export interface DailyDeps {
  readonly mongo: Mongo;
  readonly log: Logger;
  readonly now: () => Date;
  readonly tasks: readonly DailyTask[];
  /** Default: `limits.daily`. */
  readonly times?: { readonly [Name in keyof typeof limits.daily]: number };
}

/** How often the loop looks whether the database is there at last, and whether it is time to ask it. */
const LOOK_MS = 1_000;

/**
 * Has each task done once per UTC day by one of all processes. A process that dies half-way leaves its claim to run out;
 * another one then begins the task again, the same day. A day on which nobody ran is not made up for: tasks go by the time
 * they are given.
 */
export function createDaily({ mongo, log, now, tasks, times = limits.daily }: DailyDeps): Loop {
  const schedules: Collection<Schedule> = mongo.db.collection<Schedule>('schedules');
  const after = (ms: number) => new Date(now().getTime() + ms);
  const bounded = { maxTimeMS: limits.db.maxTimeMs };

  /** Takes the task for that day; undefined when it was done or somebody has it. */
  async function claim(name: string, day: string): Promise<Schedule | undefined> {
    // Neither a day before the last one, by a clock that is behind, nor what somebody holds; absent is neither.
    const free = { _id: name, day: { $not: { $gte: day } }, until: { $not: { $gt: now() } } };
    const take = { $set: { until: after(times.leaseMs) }, $inc: { fence: 1 } };
    try {
      const claimed = await schedules.findOneAndUpdate(free, take, {
        upsert: true,
        returnDocument: 'after',
        ...bounded,
      });
      return claimed ?? undefined;
    } catch (error) {
      // The upsert met the schedule as somebody else has it.
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  async function perform(task: DailyTask): Promise<void> {
    const day = now().toISOString().slice(0, 10);
    const mine = await claim(task.name, day);
    if (!mine) return;
    const { fence } = mine;
    const write = async (update: { $set: Partial<Schedule>; $unset?: { until: '' } }) =>
      (await schedules.updateOne({ _id: task.name, fence }, update, bounded)).matchedCount === 1;
    const beating = setInterval(() => {
      write({ $set: { until: after(times.leaseMs) } }).catch((error: unknown) =>
        log.warn({ err: error, task: task.name }, 'a daily task could not say that it is being done'),
      );
    }, times.beatMs);
    try {
      const changed = await task.run(now());
      const counts = await write({ $set: { day, doneAt: now(), changed }, $unset: { until: '' } });
      log.info({ task: task.name, day, changed, counts }, 'daily task done');
    } catch (error) {
      log.error({ err: error, task: task.name, day }, 'a daily task failed and will be tried again');
      await write({ $set: { until: after(times.retryMs) } });
    } finally {
      clearInterval(beating);
    }
  }

  let checkAt = 0;
  return createLoop({
    name: 'daily tasks',
    log,
    idleMs: Math.min(times.checkMs, LOOK_MS),
    async round() {
      if (!mongo.reached || performance.now() < checkAt) return 'idle';
      checkAt = performance.now() + times.checkMs;
      for (const task of tasks) await perform(task);
      return 'idle';
    },
  });
}
