/** Runs tasks one after the other. */
export interface Serial {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** True while a task runs or waits. */
  readonly busy: boolean;
}

/** `onIdle` is called each time the last task has ended. A task that fails does not keep the next from running. */
export function createSerial(onIdle: () => void): Serial {
  let running = 0;
  let last: Promise<unknown> = Promise.resolve();
  const ended = () => {
    running -= 1;
    if (running === 0) onIdle();
  };
  return {
    get busy() {
      return running > 0;
    },
    run(task) {
      running += 1;
      const mine = last.then(task, task);
      // The next task waits for `ended` too, so that nothing runs between a task and what its end sets free.
      last = mine.then(ended, ended);
      return mine;
    },
  };
}

/** Calls `work` for each item, at most `parallel` at a time. */
export async function inParallel<T>(
  items: Iterable<T>,
  parallel: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
