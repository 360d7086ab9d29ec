import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually, silent } from '../cache/redis.fixtures.ts';
import { createDaily, type DailyDeps, type DailyTask } from './daily.ts';
import { jobsDatabase } from './jobs.fixtures.ts';

let database: Awaited<ReturnType<typeof jobsDatabase>>;
beforeAll(async () => {
  database = await jobsDatabase();
});
afterAll(() => database.drop());
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const TIMES = { checkMs: 20, leaseMs: 400, beatMs: 50, retryMs: 100 };
const NOON = new Date('2026-11-21T12:00:00.000Z');
const DAY = 24 * 3_600_000;

let names = 0;
/** A task of the test's own, its runs, and processes that do it; their clocks begin at noon and go on. */
function given(run: (now: Date) => Promise<number> = async () => 1) {
  const name = `test.task-${++names}`;
  const runs: Date[] = [];
  const started = Date.now();
  let offset = 0;
  const clock = () => new Date(NOON.getTime() + Date.now() - started + offset);
  const task = (work = run): DailyTask => ({
    name,
    run: (now) => {
      runs.push(now);
      return work(now);
    },
  });
  const aProcess = ({ tasks = [task()], now = clock, times = TIMES }: Partial<DailyDeps> = {}) => {
    const daily = createDaily({ mongo: database.mongo, log: silent, now, tasks, times });
    void daily.start?.();
    endings.push(() => daily.stop?.(AbortSignal.timeout(1_000)));
    return daily;
  };
  const schedules = database.mongo.db.collection<{ _id: string; day?: string; fence: number; changed?: number }>(
    'schedules',
  );
  return {
    name,
    runs,
    task,
    aProcess,
    clock,
    pass: (ms: number) => {
      offset += ms;
    },
    schedule: () => schedules.findOne({ _id: name }),
    isDone: (day: string) =>
      eventually(async () => expect(await schedules.findOne({ _id: name })).toMatchObject({ day })),
  };
}
/** Some rounds of everybody. */
const rounds = () => new Promise((resolve) => setTimeout(resolve, TIMES.checkMs * 10));

it('a daily task is done once by all processes, and once again the next day', async () => {
  const { aProcess, runs, isDone, schedule, pass } = given(async () => 7);
  for (let i = 0; i < 3; i++) aProcess();

  await isDone('2026-11-21');
  await rounds();
  expect(runs).toHaveLength(1);
  expect(await schedule()).toMatchObject({ changed: 7, fence: 1 });

  pass(DAY);
  await isDone('2026-11-22');
  await rounds();
  expect(runs).toHaveLength(2);
});

it('a process that dies half-way leaves its task to another, the same day', async () => {
  const { aProcess, task, runs, isDone, schedule } = given(async () => 2);
  const thaw = Promise.withResolvers<number>();
  // Says nothing any more, as one that was killed; and then comes back, as one that was only frozen.
  aProcess({ tasks: [task(() => thaw.promise)], times: { ...TIMES, beatMs: 60_000 } });
  await eventually(() => expect(runs).toHaveLength(1));

  aProcess();
  await isDone('2026-11-21');
  expect(runs).toHaveLength(2);
  thaw.resolve(99);
  await rounds();

  expect(await schedule()).toMatchObject({ fence: 2, changed: 2 });
});

it('a task that takes long stays with who does it', async () => {
  const { aProcess, task, runs, isDone } = given();
  const long = Promise.withResolvers<number>();
  aProcess({ tasks: [task(() => long.promise)] });
  await eventually(() => expect(runs).toHaveLength(1));

  aProcess();
  await new Promise((resolve) => setTimeout(resolve, TIMES.leaseMs * 2));
  long.resolve(1);
  await isDone('2026-11-21');
  await rounds();

  expect(runs).toHaveLength(1);
});

it('a task that fails is tried again the same day and keeps no other from being done', async () => {
  const failing = given(async () => {
    if (failing.runs.length < 3) throw new Error('no luck');
    return 1;
  });
  const other = given();

  failing.aProcess({ tasks: [failing.task(), other.task()] });

  await other.isDone('2026-11-21');
  await failing.isDone('2026-11-21');
  expect(failing.runs).toHaveLength(3);
  expect(other.runs).toHaveLength(1);
});

it('a clock that is behind does not do yesterday once more', async () => {
  const { aProcess, runs, isDone, clock } = given();
  aProcess();
  await isDone('2026-11-21');

  aProcess({ now: () => new Date(clock().getTime() - DAY) });
  await rounds();

  expect(runs).toHaveLength(1);
});
