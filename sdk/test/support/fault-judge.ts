import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { AuthRequired, createSymphonia, type TokenSource, tokenSource } from '../../src/index.ts';
import { type NewOrder, type OutboxStore, outbox } from '../../src/outbox/index.ts';
import type { Somebody } from './contract-call.ts';
import type { FaultProxy } from './fault-proxy.ts';

/** One line of the table: what was queued while the fault lasted, and what came of it. */
export interface FaultRow {
  readonly row: number;
  readonly fault: string;
  readonly queued: number;
  readonly state: string;
  readonly onServer: number;
  readonly lost: number;
  readonly doubled: number;
}

/** A real server, reached by devices through the proxy only. */
export interface FaultSite {
  readonly proxy: FaultProxy;
  /** The real server, without the proxy. */
  readonly direct: string;
  /** A client's user; `alone` = one of his own, whose session and limits are used up. */
  user(alone?: 'alone'): Promise<User>;
  /** A store on a disk; the same name is the same disk. */
  store(name: string): OutboxStore;
}

export interface User {
  readonly token: Somebody & { readonly expiresAt: number };
  readonly session: { readonly refreshToken: string };
  readonly order: Omit<NewOrder, 'id'>;
  signIn(): Promise<User['token']>;
  /** Ids of all orders that came to the server since this was made, asked of the server itself. */
  orders(): Promise<string[]>;
}

/** An SDK on a disk. */
export interface App {
  readonly sym: ReturnType<typeof createSymphonia>;
  readonly tokens: TokenSource;
}

/** Who placed what, and on which devices; `then` = what a person does once the weather is good. */
export interface Case {
  readonly user: User;
  readonly apps: readonly App[];
  readonly ids: readonly string[];
  readonly then?: () => unknown;
}

/** What must be true while the fault lasts, and of the receipt afterwards. */
export interface Expected {
  readonly state?: 'queued' | 'paused';
  readonly gate?: string;
  /** Orders that the server has already. */
  readonly before?: number;
  readonly attempts?: number;
  readonly replayed?: boolean;
}

export type Outcome = Omit<FaultRow, 'row' | 'fault'>;

/** Opens the app of a user on a disk: another tab, or the next start. */
export function openApp(
  site: FaultSite,
  user: User,
  disk: string,
  change: (store: OutboxStore) => OutboxStore = (store) => store,
): App {
  const tokens = tokenSource({ refresh: () => Promise.reject(new AuthRequired()) });
  tokens.set(user.token);
  const sym = createSymphonia({
    baseUrl: `${site.proxy.url}/api/v1`,
    auth: tokens,
    outbox: outbox(change(site.store(disk))),
    random: () => 0.01, // pauses of milliseconds
  });
  return { sym, tokens };
}

const unfinished = ({ sym }: App) => sym.outbox.list({ state: ['queued', 'sending', 'paused', 'attention'] });

/** Holds the queue against what it must show while the fault lasts, ends the fault, and waits for the end. */
export async function judge(site: FaultSite, { user, apps, ids, then }: Case, expected: Expected): Promise<Outcome> {
  const { state = 'queued', gate, before = 0, attempts = 1, replayed } = expected;
  const [app] = apps as [App]; // every case has one
  await until(`${state} after ${attempts} attempts`, async () =>
    (await unfinished(app)).every((record) => record.state === state && record.attempts >= attempts),
  );
  const waiting = await unfinished(app);
  assert.deepEqual(waiting.map(({ id }) => id).sort(), [...ids].sort());
  if (gate) await until(`gate ${gate}`, async () => (await app.sym.outbox.health()).gate === gate);
  assert.equal((await user.orders()).length, before);

  await goodWeather(site.proxy);
  await then?.();
  await until('accepted', async () => {
    for (const { sym } of apps) void sym.outbox.flush();
    return (await unfinished(app)).length === 0;
  });
  const records = await app.sym.outbox.list();
  assert.deepEqual([...new Set(records.map((record) => record.state))], ['accepted']);
  if (replayed) assert.equal(records[0]?.receipt?.replayed, true);
  return conclude({ user, apps, ids }, waiting.length, state);
}

/** Closes the apps and counts on the server. */
export async function conclude({ user, apps, ids }: Case, queued: number, state: string): Promise<Outcome> {
  for (const { sym } of apps) await sym.close();
  const found = await user.orders();
  const lost = ids.filter((id) => !found.includes(id)).length;
  return { queued, state, onServer: found.length, lost, doubled: found.length - (ids.length - lost) };
}

/** Everything goes through. */
export async function goodWeather(proxy: FaultProxy): Promise<void> {
  proxy.fault = () => undefined;
  await proxy.up();
}

/** Looks until it holds; gives up after a minute, which is not what any row is about. */
export async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await done()); await pause(20))
    if (Date.now() > end) throw new Error(`Did not happen in a minute: ${what}.`);
}
