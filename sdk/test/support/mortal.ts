import type { Clock } from '../../src/core/clock.ts';
import type { OutboxStore } from '../../src/storage/outbox-store.ts';
import type { OpenOptions, Tab, World } from './given.ts';
import { diskOn } from './given.ts';

/** Where such an app lives: as much of a world as it needs. */
type Place = Pick<World, 'open' | 'shelf'> & {
  readonly clock: Clock;
  readonly server: Pick<World['server'], 'fetch'>;
  /** Time that nobody sets, when the device's clock may be set. */
  readonly now?: () => number;
};

/** An app that can die at any `await` that leaves it: nothing it had begun goes on, what it had stored stays. */
export interface Mortal extends Tab {
  kill(): void;
  /** Stands still, timers and all, with its lock in its hands; `thaw` lets it go on as if nothing had been. */
  freeze(): void;
  thaw(): void;
  dead(): boolean;
  /** When it last stood still; now, while it does; never (`-Infinity`) if it did not. */
  frozenUntil(): number;
  /** How often it stood still. */
  freezes(): number;
  /** Awaits passed so far. */
  steps(): number;
}

/** Opens an app that dies at its `dieAt`-th step, a step being the moment before or after a store or network call. */
export function openMortal(
  world: Place,
  options: OpenOptions & { dieAt?: number; onStep?: (name: string) => boolean } = {},
): Mortal {
  let dead = false;
  let steps = 0;
  let freezes = 0;
  let frozen: Promise<void> | undefined;
  let frozenUntil = Number.NEGATIVE_INFINITY;
  let release: () => void = () => {};
  const now = world.now ?? world.clock.now;
  const never = new Promise<never>(() => {});
  const step = async (name: string): Promise<void> => {
    if (!dead && (++steps === options.dieAt || options.onStep?.(name))) dead = true;
    if (dead) await never;
    if (frozen) await frozen;
    if (dead) await never; // it was closed while it stood still
  };
  const mortal =
    <A extends unknown[], R>(name: string, fn: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await step(`before ${name}`);
      const result = await fn(...args);
      await step(`after ${name}`);
      return result;
    };
  /** What a page that is gone or stands still does not do now. */
  const awake = (fn: () => void) => void (dead || (frozen ? frozen.then(fn) : fn()));
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
    ...(store.watch ? { watch: (fn) => store.watch?.((what) => awake(() => fn(what))) ?? (() => {}) } : {}),
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
    setTimeout: (fn: () => void, ms: number) => world.clock.setTimeout(() => awake(fn), ms),
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
    if (!frozen) freezes++;
    frozen ??= new Promise((resolve) => {
      release = () => {
        if (frozen) frozenUntil = now();
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
    frozenUntil: () => (frozen ? now() : frozenUntil),
    freezes: () => freezes,
    steps: () => steps,
  };
}
