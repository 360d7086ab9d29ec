import type { OutboxRecord, OutboxStore } from '../../src/outbox/index.ts';
import type { ChaosClock } from './clock.ts';

/** A broken build of the SDK or its server, and the promise by which it must be caught. */
export interface Mutant {
  readonly what: string;
  /** The invariant that must notice, or those of which one must; `undefined` for the control, which must pass. */
  readonly caughtBy: string | undefined;
  /** What it may do all the same. */
  readonly excused?: RegExp;
  /** How long the server remembers a key, in milliseconds. */
  readonly keyLifeMs?: number;
  /** What it throws instead of dice for its pauses. */
  readonly dice?: () => number;
  readonly store?: (store: OutboxStore, env: MutantEnv) => OutboxStore;
  readonly fetch?: (fetcher: typeof fetch, env: MutantEnv) => typeof fetch;
}

export interface MutantEnv {
  readonly clock: ChaosClock;
  readonly dead: () => boolean;
  /** Changes a stored record behind everybody's back; `undefined` removes it. */
  force(id: string, change: (record: OutboxRecord) => OutboxRecord | undefined): void;
  records(): OutboxRecord[];
}

const HOUR = 3_600_000;

const withoutLocks = ({ locks: _, ...bare }: OutboxStore): OutboxStore => bare;

/** Writes whoever asks; the epoch stays as it is. */
const unfenced = (store: OutboxStore): OutboxStore => ({
  ...store,
  async patch(id, epoch, patch) {
    const present = (await store.get(id))?.epoch ?? 0;
    return store.patch(id, present, present === epoch ? patch : { ...patch, epoch: present });
  },
});

/** The losing variants that the outbox was designed against, then habits that real queues have had. */
export const MUTANTS = {
  // Handlers run under the lock: without one, two pages may tell the same.
  'no lock': {
    what: 'the same without any lock',
    caughtBy: undefined,
    excused: / was told again /,
    store: withoutLocks,
  },
  'lock without key': { what: 'lock held, no key on the server', caughtBy: 'I2', keyLifeMs: 0 },
  'lease without key': {
    what: 'lease and fence, no key on the server',
    caughtBy: 'I2',
    keyLifeMs: 0,
    store: withoutLocks,
  },
  'short key': { what: 'key with a life shorter than the offline gap', caughtBy: 'I2', keyLifeMs: HOUR },
  'dequeue first': {
    what: 'dequeued before sending',
    caughtBy: 'I1',
    store: (store, { force }) => ({
      ...store,
      async claim(query) {
        const claimed = await store.claim(query);
        for (const { id } of claimed) force(id, () => undefined);
        return claimed;
      },
      patch: async (id, epoch, patch) => ((await store.get(id)) ? store.patch(id, epoch, patch) : true),
    }),
  },
  'early success': {
    what: 'success shown before the durable write',
    caughtBy: 'I1',
    store: (store, { clock, dead }) => ({
      ...store,
      async add(record, blob) {
        clock.setTimeout(() => void (dead() || store.add(record, blob)), 50);
        return { ...record, seq: 0 };
      },
    }),
  },
  'no fence': { what: 'a result is written whoever owns the record by now', caughtBy: 'I1 I7', store: unfenced },
  'finish first': {
    what: 'finished when sent, before the receipt',
    caughtBy: 'I1',
    store: (store) => ({
      ...store,
      patch: (id, epoch, patch) => store.patch(id, epoch, patch.maybeSent ? { ...patch, state: 'accepted' } : patch),
    }),
  },
  'ten attempts': {
    what: 'dropped after the tenth attempt',
    caughtBy: 'I1',
    store: (store, { force }) => ({
      ...store,
      async patch(id, epoch, patch) {
        const done = await store.patch(id, epoch, patch);
        if (patch.state === 'queued' && ((await store.get(id))?.attempts ?? 0) >= 10) force(id, () => undefined);
        return done;
      },
    }),
  },
  'by age': {
    what: 'dropped after a week',
    caughtBy: 'I1',
    store: (store, { force, records }) => ({
      ...store,
      async prune(now) {
        for (const { id, v, createdAt } of records())
          if (v === 1 && now - createdAt > 7 * 24 * HOUR) force(id, () => undefined);
        return store.prune(now);
      },
    }),
  },
  're-serialised': {
    what: 'the body is read and written again before it is sent',
    caughtBy: 'bytes',
    fetch: (fetcher) => (input, init) =>
      fetcher(
        input,
        typeof init?.body === 'string'
          ? { ...init, body: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(init.body)).reverse())) }
          : init,
      ),
  },
  'whoever is signed in': {
    what: 'sent under whoever is signed in',
    caughtBy: 'I4',
    store: (store, { records }) => ({
      ...store,
      list: async ({ scope, ...query }) =>
        (await store.list(query)).map((record) => ({ ...record, scope: scope ?? record.scope })),
      async claim(query) {
        const scopes = new Set(records().map(({ scope }) => scope));
        const claimed = await Promise.all([...scopes].map((scope) => store.claim({ ...query, scope })));
        return claimed.flat().map((record) => ({ ...record, scope: query.scope }));
      },
    }),
  },
  'no lanes': {
    what: 'requests of one order overtake each other',
    caughtBy: 'I3',
    store: (store, { force, records }) => ({
      ...store,
      async claim(query) {
        for (const { id } of records()) force(id, (record) => ({ ...record, lane: id }));
        return store.claim(query);
      },
    }),
  },
  'a proxy decides': {
    what: "a proxy's 403 or 404 is taken for the server's answer",
    caughtBy: 'I6',
    fetch: (fetcher) => async (input, init) => {
      const reply = await fetcher(input, init);
      if ((reply.status !== 403 && reply.status !== 404) || !/html/.test(reply.headers.get('content-type') ?? ''))
        return reply;
      return new Response(JSON.stringify({ code: 'not_found', title: 'Not found', status: 404 }), {
        status: 404,
        headers: { 'content-type': 'application/problem+json' },
      });
    },
  },
  impatient: {
    what: 'tries again without a pause',
    caughtBy: 'I6',
    dice: () => 0,
  },
  'deaf to Retry-After': {
    what: 'does not wait for as long as the server asked',
    caughtBy: 'I6',
    fetch: (fetcher) => async (input, init) => {
      const reply = await fetcher(input, init);
      reply.headers.delete('retry-after');
      return reply;
    },
  },
  silent: {
    what: 'heard before it was told',
    caughtBy: 'I7',
    store: (store) => ({
      ...store,
      patch: (id, epoch, patch) =>
        store.patch(id, epoch, patch.state === 'accepted' ? { ...patch, notified: true } : patch),
    }),
  },
  forgetful: {
    what: 'does not take down that it was told',
    caughtBy: 'I7',
    store: (store) => ({
      ...store,
      patch: async (id, epoch, { notified, ...patch }) =>
        store.patch(id, epoch, notified ? patch : { ...patch, notified }),
    }),
  },
  'token kept': {
    what: 'the token is stored with the record',
    caughtBy: 'I5',
    fetch:
      (fetcher, { force, records }) =>
      (input, init) => {
        const meta = new Headers(init?.headers).get('authorization');
        for (const { id } of records().slice(0, 1)) force(id, (record) => ({ ...record, meta }));
        return fetcher(input, init);
      },
  },
} as const satisfies Record<string, Mutant>;

export type MutantName = keyof typeof MUTANTS;
