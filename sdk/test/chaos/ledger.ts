import type { OutboxRecord, OutboxStore, RecordState } from '../../src/outbox/index.ts';
import { hashOf } from './network.ts';

/** What is known of one queued request from the moment in which it first lay on a disk. */
export interface Entry {
  /** Its first place; lanes go by it. */
  readonly seq: number;
  readonly lane: string;
  readonly order: string;
  /** Every user it was filed under; a cart moves to whoever signs in. */
  readonly scopes: Set<string>;
  /** Every body that it had, as hashes. */
  readonly bodies: Set<string>;
  /** It lies there now, for all that is known: not deleted with the whole database. */
  there: boolean;
  state: RecordState;
  epoch: number;
  /** When the disk took down that a handler had finished, by final state; a refusal may come again after a retry. */
  readonly heard: Map<string, number>;
  /** It was stored once more after it was pruned, or deleted with the database. */
  anew: boolean;
  /** A write of it failed or was late, though it may have been made: its page does not know. */
  unsure: boolean;
}

/** An observer beside the disks: it sees what they have committed, whatever the pages know of it. */
export interface Ledger {
  readonly entries: Map<string, Entry>;
  /** Keys of the amendments that replaced orders became. */
  readonly amendKeys: Set<string>;
  /** How often anybody claimed, one way to count passes. */
  claims: number;
  /** All that lay there was deleted. */
  wiped(): void;
  watched(store: OutboxStore): OutboxStore;
}

/** Under which name a final state is heard once. */
export function finalState(state: RecordState, epoch: number): string {
  return state === 'accepted' ? state : `${state} ${epoch}`;
}

export function ledgerOf(now: () => number): Ledger {
  const entries = new Map<string, Entry>();
  const amendKeys = new Set<string>();
  const given = new Set<number>();
  let rounds = 0;
  /** A store that has nothing left may begin to count anew. */
  const placeOf = (seq: number) => {
    if (given.has(seq)) {
      rounds++;
      given.clear();
    }
    given.add(seq);
    return rounds * 1_000_000 + seq;
  };
  const note = (record: OutboxRecord, blob?: Uint8Array) => {
    const found = entries.get(record.id) ?? {
      seq: placeOf(record.seq),
      lane: record.lane,
      order: record.op === 'orders.create' ? record.id : (record.path.split('/')[2] ?? ''),
      scopes: new Set<string>(),
      bodies: new Set<string>(),
      there: true,
      state: record.state,
      epoch: record.epoch,
      heard: new Map<string, number>(),
      anew: false,
      unsure: false,
    };
    Object.assign(found, { there: true, state: record.state, epoch: record.epoch });
    found.scopes.add(record.scope);
    if (record.amendKey) amendKeys.add(record.amendKey);
    if (blob) found.bodies.add(hashOf(blob));
    if (typeof record.body === 'string') found.bodies.add(hashOf(record.body));
    entries.set(record.id, found);
  };
  let wipes = 0;
  const ledger: Ledger = {
    entries,
    amendKeys,
    claims: 0,
    wiped() {
      wipes++;
      for (const entry of entries.values()) entry.there = false;
    },
    watched: (store) => ({
      ...store,
      async add(record, blob) {
        const before = await store.get(record.id);
        const wipesBefore = wipes;
        const stored = await store.add(record, blob);
        const known = entries.get(record.id);
        // Pruned, or deleted with the database: the same draft once more is told once more.
        if (!before && known) {
          known.heard.clear();
          known.anew = true;
        }
        note(stored, before ? undefined : blob);
        if (wipes > wipesBefore) (entries.get(record.id) as Entry).there = false;
        return stored;
      },
      async claim(query) {
        ledger.claims++;
        const claimed = await store.claim(query);
        for (const record of claimed) note(record);
        return claimed;
      },
      async patch(id, epoch, patch) {
        const done = await store.patch(id, epoch, patch);
        const entry = entries.get(id);
        if (!done || !entry) return done;
        if (patch.body !== undefined) entry.bodies.add(hashOf(String(patch.body)));
        if (patch.scope !== undefined) entry.scopes.add(patch.scope);
        if (patch.amendKey !== undefined) amendKeys.add(patch.amendKey);
        if (patch.state !== undefined) entry.state = patch.state;
        if (patch.epoch !== undefined) entry.epoch = patch.epoch;
        const final = finalState(entry.state, entry.epoch);
        if (patch.notified === true && !entry.heard.has(final)) entry.heard.set(final, now());
        return done;
      },
    }),
  };
  return ledger;
}
