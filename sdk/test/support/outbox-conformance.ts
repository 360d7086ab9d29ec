import { aRecord, claim, ids, NOW, type Rule, SCOPE, same, sameBytes, sorted, until } from './outbox-rule.ts';
import { CLAIMING } from './outbox-rules-claiming.ts';

export { aRecord, type Rule } from './outbox-rule.ts';

/** What is kept, for whom and how long. */
const KEEPING: readonly Rule[] = [
  {
    name: 'keeps a record byte for byte, also for the next that opens it',
    async run(open) {
      const store = open();
      await store.add(aRecord('a', { meta: { form: [1, 'two'] }, ifMatch: 'W/"v1"' }), new Uint8Array([0, 255, 7]));
      const again = open();
      const { seq, ...kept } = (await again.get('a')) ?? { seq: 0 };
      same(sorted(kept), sorted(aRecord('a', { meta: { form: [1, 'two'] }, ifMatch: 'W/"v1"' })), 'record');
      same([...((await again.blob('a')) ?? [])], [0, 255, 7], 'blob');
      same(seq > 0, true, 'seq');
    },
  },
  {
    name: 'answers the record that is there when an id comes twice',
    async run(open) {
      const [one, two] = [open(), open()];
      const [a, b] = await Promise.all([one.add(aRecord('a')), two.add(aRecord('a', { bodyHash: 'other' }))]);
      same(a.bodyHash === b.bodyHash && a.seq === b.seq, true, 'one record');
      same(ids(await one.list({})), 'a', 'list');
      await two.claim(claim());
      await two.patch('a', 1, { state: 'accepted', lease: undefined });
      same((await one.add(aRecord('a'))).state, 'accepted', 'after it was sent');
      same((await open().get('a'))?.epoch, 1, 'unchanged');
      same(ids(await open().list({})), 'a', 'alone');
    },
  },
  {
    name: 'keeps users apart and leaves unknown versions alone',
    async run(open) {
      const store = open();
      await store.add(aRecord('hers', { scope: 'api|ten|bob' }));
      await store.add(aRecord('future', { v: 2 as 1, lane: 'f' }));
      await store.add(aRecord('behind', { lane: 'f' }));
      same(ids(await store.claim(claim(9))), '', 'mine');
      same(ids(await store.list({ scope: SCOPE })), 'behind', 'listed');
      same(ids(await store.list({ scope: SCOPE, anyVersion: true })), 'future,behind', 'counted');
      same(await store.patch('future', 0, { state: 'cancelled' }), false, 'untouched');
    },
  },
  {
    name: 'lists by scope, state and lane, in the order of arrival',
    async run(open) {
      const store = open();
      for (const id of ['c', 'a', 'b'])
        await store.add(aRecord(id, { lane: id === 'b' ? 'c' : id, state: id === 'a' ? 'paused' : 'queued' }));
      same(ids(await store.list({ scope: SCOPE })), 'c,a,b', 'scope');
      same(ids(await store.list({ scope: SCOPE, state: ['queued', 'paused'] })), 'c,a,b', 'states');
      same(ids(await store.list({ scope: SCOPE, state: 'paused' })), 'a', 'state');
      same(ids(await store.list({ lane: 'c' })), 'c,b', 'lane');
    },
  },
  {
    name: 'keeps a document byte for byte until it is delivered, and no longer',
    async run(open) {
      const [one, two] = [open(), open()];
      const bytes = Uint8Array.from({ length: 500_000 }, (_, i) => (i * 7919) >> 5);
      await one.add(aRecord('photo', { body: { bytes: bytes.length } }), bytes);
      same(sameBytes(await two.blob('photo'), bytes), true, 'bytes');
      same(await two.blob('other'), undefined, 'nobody’s');
      await two.claim(claim());
      await two.patch('photo', 1, { state: 'queued', lease: undefined });
      same((await one.blob('photo'))?.length, bytes.length, 'after a failed attempt');
      await two.claim(claim());
      await two.patch('photo', 2, { state: 'accepted', lease: undefined });
      same(await one.blob('photo'), undefined, 'after its delivery');
    },
  },
  {
    name: 'keeps a document of 10 MB byte for byte, or says at once that it cannot and keeps nothing',
    async run(open) {
      const store = open();
      const bytes = new Uint8Array(10_000_000).map((_, i) => i >> 4);
      try {
        await store.add(aRecord('photo', { body: { bytes: bytes.length } }), bytes);
        same(sameBytes(await open().blob('photo'), bytes), true, 'bytes');
      } catch (error) {
        same((error as { kind?: string }).kind, 'quota', 'why not');
        same(ids(await store.list({})), '', 'kept');
      }
    },
  },
  {
    name: 'leaves a record of an unknown release byte for byte, also through claims and a year of pruning',
    async run(open) {
      const store = open();
      const future = { ...aRecord('future', { state: 'accepted', doneAt: 1 }), v: 2 as 1, shape: { of: ['things'] } };
      await store.add(future);
      await store.claim(claim(9));
      same(await store.patch('future', 0, { state: 'cancelled' }), false, 'patched');
      same(await store.prune(NOW + 400 * 86_400_000), 0, 'pruned');
      const { seq: _, ...kept } = (await open().get('future')) ?? { seq: 0 };
      same(sorted(kept), sorted(future), 'kept');
    },
  },
  {
    name: 'gives places in the order of arrival, whichever instance takes the order',
    async run(open) {
      const [one, two] = [open(), open()];
      const places: number[] = [];
      for (let i = 0; i < 10; i++) places.push((await (i % 2 ? one : two).add(aRecord(`r${9 - i}`))).seq);
      same(
        places,
        [...new Set(places)].sort((a, b) => a - b),
        'places',
      );
      same(ids(await one.list({})), ids(await two.list({})), 'both');
      same(ids(await one.list({})), [...Array(10).keys()].map((i) => `r${9 - i}`).join(), 'order');
    },
  },
  {
    name: 'keeps ids apart that differ in case or are no file names',
    async run(open) {
      const store = open();
      const odd = ['A', 'a', '../a', 'ä/b', 'con', 'x'.repeat(300), 'a.0.json'];
      for (const id of odd) {
        const bytes = new TextEncoder().encode(id);
        await store.add(aRecord(id, { body: { bytes: bytes.length } }), bytes);
      }
      const again = open();
      for (const id of odd) {
        same((await again.get(id))?.id, id, 'record');
        same(new TextDecoder().decode(await again.blob(id)), id, 'blob');
        await store.meta(id, id);
      }
      for (const id of odd) same(await open().meta(id), id, 'meta');
    },
  },
  {
    name: 'tells others of a change, where it can, and not the one who made it',
    async run(open) {
      const [one, two] = [open(), open()];
      if (!one.watch || !two.watch) return;
      await two.add(aRecord('before'));
      const told = { one: 0, two: 0 };
      const stops = [
        one.watch((what) => what === 'changed' && told.one++),
        two.watch((what) => what === 'changed' && told.two++),
      ];
      await two.add(aRecord('a'));
      await until(() => told.one > 0, 'a change was told');
      same(told.two, 0, 'told its maker');
      same(ids(await one.list({})), 'before,a', 'seen');
      for (const stop of stops) stop();
      const before = told.one;
      await two.add(aRecord('b'));
      same(ids(await one.list({})), 'before,a,b', 'unwatched');
      same(told.one, before, 'told after the end');
    },
  },
  {
    name: 'keeps small facts beside the records',
    async run(open) {
      const store = open();
      same(await store.meta('who'), undefined, 'absent');
      same(await store.meta('who', { tenant: 't' }), { tenant: 't' }, 'written');
      same(await open().meta('who'), { tenant: 't' }, 'read');
      same(await store.meta('who', null), undefined, 'removed');
    },
  },
  {
    name: 'forgets only what is finished, a week after its handler, a month at the latest',
    async run(open) {
      const store = open();
      const day = 86_400_000;
      await store.add(aRecord('open'));
      await store.add(aRecord('done', { state: 'accepted', notified: true, doneAt: NOW }));
      await store.add(aRecord('unheard', { state: 'accepted', doneAt: NOW }));
      await store.add(aRecord('refused', { state: 'attention', notified: true, createdAt: 1 }));
      await store.add(aRecord('paused', { state: 'paused', notified: true, createdAt: 1 }));
      await store.add(aRecord('taken back', { state: 'cancelled', notified: true, doneAt: NOW }), new Uint8Array(3));
      same(await store.prune(NOW + 6 * day), 0, 'too early');
      same(await store.prune(NOW + 8 * day), 2, 'a week');
      same(await store.blob('taken back'), undefined, 'its document');
      same(await store.prune(NOW + 400 * day), 1, 'a year');
      same(ids(await store.list({})), 'open,refused,paused', 'what is unfinished stays for ever');
      same(ids(await open().list({})), 'open,refused,paused', 'for others too');
    },
  },
];

/** The whole contract of an `OutboxStore`; each rule gets a fresh place, and opens it as often as it likes. */
export const OUTBOX_RULES: readonly Rule[] = [...KEEPING, ...CLAIMING];
