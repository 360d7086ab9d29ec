import type { NewRecord } from '../../src/outbox/record.ts';
import type { OutboxStore } from '../../src/storage/outbox-store.ts';

/** One rule every outbox store must keep. Throws when it is broken; knows no test runner. */
export interface Rule {
  readonly name: string;
  run(open: () => OutboxStore): Promise<void>;
}

const SCOPE = 'api|ten|ada';
const NOW = 1_800_000_000_000;

export function aRecord(id: string, change: Partial<NewRecord> = {}): NewRecord {
  return {
    v: 1,
    id,
    scope: SCOPE,
    op: 'orders.create',
    method: 'POST',
    path: '/transport-orders',
    apiVersion: '2026-11-01',
    contentType: 'application/json',
    body: `{"id":"${id}","note":"Köln ✓"}`,
    bodyHash: `hash-${id}`,
    lane: id,
    state: 'queued',
    maybeSent: false,
    attempts: 0,
    nextAttemptAt: 0,
    epoch: 0,
    notified: false,
    createdAt: NOW,
    sdk: '0.1.0',
    ...change,
  };
}

const claim = (limit = 3, now = NOW, scope = SCOPE) => ({ scope, owner: 'me', limit, now, leaseMs: 40_000 });
const ids = (records: readonly { id: string }[]) => records.map((r) => r.id).join();

function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

export const OUTBOX_RULES: readonly Rule[] = [
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
    },
  },
  {
    name: 'gives every record to one claimer only, in order',
    async run(open) {
      const [one, two] = [open(), open()];
      for (const id of ['a', 'b', 'c', 'd']) await one.add(aRecord(id));
      const [first, second] = await Promise.all([one.claim(claim(2)), two.claim(claim(3))]);
      same(
        [...first, ...second]
          .map((r) => r.id)
          .sort()
          .join(),
        'a,b,c,d',
        'claimed',
      );
      same(
        ids(first),
        [...first]
          .sort((x, y) => x.seq - y.seq)
          .map((r) => r.id)
          .join(),
        'order',
      );
      same(first[0]?.state, 'sending', 'state');
      same(first[0]?.lease, { owner: 'me', epoch: 1, until: NOW + 40_000 }, 'lease');
      same(ids(await one.claim(claim(3))), '', 'nothing is left');
    },
  },
  {
    name: 'gives an expired lease to another, and fences the first out',
    async run(open) {
      const [one, two] = [open(), open()];
      await one.add(aRecord('a'));
      const [slow] = await one.claim(claim());
      same(ids(await two.claim(claim(3, NOW + 39_000))), '', 'still leased');
      const [quick] = await two.claim(claim(3, NOW + 41_000));
      same(quick?.epoch, 2, 'epoch');
      same(await one.patch('a', slow?.epoch ?? 0, { state: 'accepted' }), false, 'late result');
      same(await two.patch('a', 2, { state: 'accepted', lease: undefined }), true, 'result');
      same((await one.get('a'))?.lease, undefined, 'a removed field is gone');
      same(await one.patch('nobody', 0, { state: 'accepted' }), false, 'unknown id');
    },
  },
  {
    name: 'claims the head of a lane only, orders before commands, and what others depend on first',
    async run(open) {
      const store = open();
      await store.add(aRecord('cmd', { lane: 'x', op: 'orders.amend' }));
      await store.add(aRecord('a'));
      await store.add(aRecord('a2', { lane: 'a', op: 'orders.transition' }));
      await store.add(aRecord('late', { dependsOn: ['a'] }));
      same(ids(await store.claim(claim(9))), 'a,cmd', 'first');
      await store.patch('a', 1, { state: 'attention' });
      same(ids(await store.claim(claim(9))), '', 'a refused order holds its lane and its dependents');
      await store.patch('a', 1, { state: 'accepted' });
      same(ids(await store.claim(claim(9))), 'late,a2', 'then');
    },
  },
  {
    name: 'claims an order before its own command that was stored earlier, also when that one was refused',
    async run(open) {
      const store = open();
      await store.add(aRecord('cmd', { lane: 'x', op: 'orders.amend', path: '/transport-orders/x' }));
      await store.add(aRecord('y', { lane: 'x' }));
      await store.add(aRecord('x')); // lay in memory until now
      same(ids(await store.claim(claim(9))), 'x', 'the order alone');
      await store.patch('x', 1, { state: 'queued', lease: undefined });
      await store.patch('cmd', 0, { state: 'attention' });
      same(ids(await store.claim(claim(9))), 'x', 'past the refused command');
      await store.patch('x', 2, { state: 'accepted' });
      same(ids(await store.claim(claim(9))), '', 'what else is in the lane waits');
    },
  },
  {
    name: 'respects backoff, but not a time that only a moved clock explains',
    async run(open) {
      const store = open();
      await store.add(aRecord('soon', { nextAttemptAt: NOW + 5000, lastError: { code: 'x', at: NOW - 10 } }));
      await store.add(aRecord('moved', { nextAttemptAt: NOW + 86_400_000 }));
      same(ids(await store.claim(claim())), 'moved', 'due');
      same(ids(await store.claim({ ...claim(), retryFailedBefore: NOW })), 'soon', 'the network came back');
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
      same(await store.prune(NOW + 6 * day), 0, 'too early');
      same(await store.prune(NOW + 8 * day), 1, 'a week');
      same(await store.prune(NOW + 400 * day), 1, 'a year');
      same(ids(await store.list({})), 'open', 'what is unfinished stays for ever');
    },
  },
];

function sorted(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
