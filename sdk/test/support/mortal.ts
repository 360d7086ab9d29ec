import type { OutboxStore } from '../../src/storage/outbox-store.ts';
import type { OpenOptions, Tab, World } from './given.ts';
import { diskOn } from './given.ts';

/** An app that can die at any `await` that leaves it: nothing it had begun goes on, what it had stored stays. */
export interface Mortal extends Tab {
  kill(): void;
  /** Stands still, timers and all, with its lock in its hands; `thaw` lets it go on as if nothing had been. */
  freeze(): void;
  thaw(): void;
  dead(): boolean;
  /** When it last stood still; now, while it does; never (`-Infinity`) if it did not. */
  frozenUntil(): number;
  /** Awaits passed so far. */
  steps(): number;
}

/** Opens an app that dies at its `dieAt`-th step, a step being the moment before or after a store or network call. */
export function openMortal(
  world: World,
  options: OpenOptions & { dieAt?: number; onStep?: (name: string) => boolean } = {},
): Mortal {
  let dead = false;
  let steps = 0;
  let frozen: Promise<void> | undefined;
  let frozenUntil = Number.NEGATIVE_INFINITY;
  let release: () => void = () => {};
  const never = new Promise<never>(() => {});
  const step = async (name: string): Promise<void> => {
    if (!dead && (++steps === options.dieAt || options.onStep?.(name))) dead = true;
    if (dead) await never;
    if (frozen) await frozen;
  };
  const mortal =
    <A extends unknown[], R>(name: string, fn: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await step(`before ${name}`);
      const result = await fn(...args);
      await step(`after ${name}`);
      return result;
    };
  const store = options.store ?? diskOn(world.shelf);
  const wrapped: OutboxStore = {
    durability: store.durability,
    // A lock dies with its holder.
    ...(store.locks
      ? {
          locks: {
            tryWith: (name, fn) =>
              Promise.race([store.locks?.tryWith(name, (s) => Promise.race([fn(s), death])), never]) as Promise<never>,
          },
        }
      : {}),
    add: mortal('add', store.add),
    claim: mortal('claim', store.claim),
    patch: mortal('patch', store.patch),
    get: mortal('get', store.get),
    list: mortal('list', store.list),
    blob: mortal('blob', store.blob),
    meta: (key, ...set) => mortal('meta', store.meta)(key, ...set),
    prune: mortal('prune', store.prune),
    close: store.close,
  };
  let die: () => void = () => {};
  const death = new Promise<never>((_, reject) => {
    die = () => reject(new Error('The page is gone.'));
  });
  death.catch(() => {});
  const fetcher = options.fetch ?? world.server.fetch;
  const clock = {
    ...world.clock,
    setTimeout: (fn: () => void, ms: number) =>
      world.clock.setTimeout(() => void (dead || (frozen ? frozen.then(fn) : fn())), ms),
  };
  const tab = world.open({
    ...options,
    store: wrapped,
    fetch: mortal('fetch', (input: Parameters<typeof fetch>[0], init?: RequestInit) => fetcher(input, init)),
    extra: { ...options.extra, clock },
  });
  const kill = () => {
    dead = true;
    die();
  };
  const freeze = () => {
    frozen ??= new Promise((resolve) => {
      release = () => {
        if (frozen) frozenUntil = world.clock.now();
        frozen = undefined;
        resolve();
      };
    });
  };
  return {
    ...tab,
    kill,
    freeze,
    thaw: () => release(),
    dead: () => dead,
    frozenUntil: () => (frozen ? world.clock.now() : frozenUntil),
    steps: () => steps,
  };
}
