import type { Logger } from '../../src/core/logger.ts';
import {
  AuthRequired,
  ConnectionError,
  type createSymphonia,
  StorageError,
  type tokenSource,
} from '../../src/index.ts';
import type { OutboxStore } from '../../src/outbox/index.ts';
import type { FakeSymphonia } from '../../src/testing/index.ts';
import { seeded } from '../support/given.ts';
import { type Mortal, openMortal } from '../support/mortal.ts';
import type { Release } from '../support/release.ts';
import type { ChaosClock } from './clock.ts';
import type { Network } from './network.ts';

/** Something open on a device: a tab, a service worker, an app. */
export interface Page extends Mortal {
  readonly device: number;
  user: string;
  /** Signs in, in this page. */
  signIn(user: string): void;
}

/** Sessions at the identity provider, and every token that was ever given out. */
export interface Sessions {
  /** Users whose session is over until they sign in again. */
  readonly over: Set<string>;
  issue(user: string): { accessToken: string; expiresAt: string; expiresIn: number; tenant: string; sub: string };
  /** Ends the session on the server: no token of it counts any more. */
  end(user: string): void;
  /** Forgets tokens that have run out. */
  expire(): void;
}

const TOKEN_S = 600;
export const TENANT = 'ten_1';
/** What every token begins with, and nothing else. */
export const SECRET = 'tok-SECRET-';

export function sessionsOf(server: FakeSymphonia, clock: ChaosClock): Sessions {
  const ends = new Map<string, number>();
  return {
    over: new Set(),
    issue(user) {
      const accessToken = `${SECRET}${user}-${ends.size}`;
      server.tokens.set(accessToken, { tenant: TENANT, sub: user });
      const until = clock.server.now() + TOKEN_S * 1000;
      ends.set(accessToken, until);
      return { accessToken, expiresAt: new Date(until).toISOString(), expiresIn: TOKEN_S, tenant: TENANT, sub: user };
    },
    end(user) {
      this.over.add(user);
      for (const [token, { sub }] of [...server.tokens]) if (sub === user) server.tokens.delete(token);
    },
    expire() {
      for (const token of [...server.tokens.keys()])
        if ((ends.get(token) ?? 0) <= clock.server.now()) server.tokens.delete(token);
    },
  };
}

export interface PageOptions {
  readonly device: number;
  readonly user: string;
  readonly release: Pick<Release, 'createSymphonia' | 'tokenSource' | 'outbox'>;
  readonly store: OutboxStore;
  readonly fetch: typeof fetch;
  readonly seed: number;
  /** The dice of its pauses, instead of those of the seed. */
  readonly dice?: (() => number) | undefined;
  readonly log: (line: string) => void;
  /** Asked before and after each call that leaves the page. */
  readonly fate: () => 'live' | 'die' | 'freeze';
}

/** Opens a page that may die or freeze at any await. */
export function openPage(env: { clock: ChaosClock; network: Network; sessions: Sessions }, options: PageOptions): Page {
  const { clock, network, sessions } = env;
  const { release, device } = options;
  const random = seeded(options.seed);
  const say = (level: string) => (message: string, fields?: object) =>
    options.log(`${level} ${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') };
  const tokens: ReturnType<typeof tokenSource> = release.tokenSource({
    clock,
    async refresh() {
      if (!network.reachable()) throw new ConnectionError(new Error('offline'));
      if (sessions.over.has(page.user)) throw new AuthRequired('The session is over.');
      return sessions.issue(page.user);
    },
  });
  let app: Mortal | undefined;
  const open: Parameters<typeof openMortal>[0]['open'] = ({ store, fetch, extra } = {}) => ({
    tokens,
    sym: release.createSymphonia({
      baseUrl: 'https://api.test/api/v1',
      auth: tokens,
      outbox: release.outbox(store as OutboxStore), // handed on by openMortal
      ...(fetch ? { fetch } : {}),
      logger,
      random: options.dice ?? random,
      randomBytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(random() * 256)),
      ...(extra as Partial<Parameters<typeof createSymphonia>[0]>), // the page's own clock
    }),
  });
  const page = { device, user: options.user } as Page; // the rest follows in the next lines
  if (!sessions.over.has(options.user)) tokens.set(sessions.issue(options.user));
  app = openMortal(
    {
      open,
      clock,
      now: clock.server.now,
      server: network,
      shelf: { records: new Map(), blobs: new Map(), meta: new Map(), seq: 0 },
    },
    {
      store: options.store,
      fetch: options.fetch,
      onStep: () => {
        const fate = app ? options.fate() : 'live';
        if (fate === 'freeze') app?.freeze();
        if (fate === 'die') app?.kill();
        return fate === 'die';
      },
    },
  );
  return Object.assign(page, app, {
    signIn(user: string) {
      page.user = user;
      tokens.set(sessions.issue(user));
    },
  });
}

/** Some writes are refused, some are made though the answer comes too late for anybody to wait for it. */
export function sickStore(
  store: OutboxStore,
  env: {
    clock: ChaosClock;
    random: () => number;
    sick: () => boolean;
    full: () => boolean;
    unsure: (id: string) => void;
  },
): OutboxStore {
  const trouble = async (id?: string): Promise<void> => {
    const dice = env.sick() ? env.random() : 1;
    if (dice >= 0.2) return;
    if (id !== undefined) env.unsure(id);
    if (dice < 0.15) throw new StorageError('quota', 'Full.');
    await new Promise<void>((resolve) => env.clock.setTimeout(resolve, 8000));
  };
  return {
    ...store,
    async add(...args) {
      if (env.full()) throw new StorageError('quota', 'Full.');
      await trouble();
      return store.add(...args);
    },
    claim: (query) => trouble().then(() => store.claim(query)),
    async patch(id, ...args) {
      const done = await store.patch(id, ...args);
      await trouble(id);
      return done;
    },
  };
}
