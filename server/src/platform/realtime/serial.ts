/** Runs tasks one after the other. */
export interface Serial {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** True while a task runs or waits. */
  readonly busy: boolean;
}

/** `onIdle` is called each time the last task has ended. A task that fails does not keep the next from running. */
export const createSerial = (onIdle: () => void): Serial => new Chain(onIdle);

/** A class, because every socket has one. */
class Chain implements Serial {
  private readonly onIdle: () => void;
  private running = 0;
  private last: Promise<unknown> = IDLE;

  constructor(onIdle: () => void) {
    this.onIdle = onIdle;
  }

  get busy(): boolean {
    return this.running > 0;
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    this.running += 1;
    const mine = this.last.then(task, task);
    // The next task waits for `ended` too, so that nothing runs between a task and what its end sets free.
    const ended = () => {
      this.running -= 1;
      if (this.running > 0) return;
      this.last = IDLE;
      this.onIdle();
    };
    this.last = mine.then(ended, ended);
    return mine;
  }
}

const IDLE: Promise<unknown> = Promise.resolve();

/** Lets at most `atOnce` tasks run at a time; the others wait for their turn, in the order in which they came. */
export function createTurns(atOnce: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    // Whoever ends hands his turn on, so nobody who comes in between takes it.
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
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
