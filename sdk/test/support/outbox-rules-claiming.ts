import { aRecord, claim, ids, NOW, type Rule, same } from './outbox-rule.ts';

/** Who may send what, and when. */
export const CLAIMING: readonly Rule[] = [
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
    name: 'finds what may go behind many that wait, and orders behind many commands',
    async run(open) {
      const store = open();
      for (let n = 0; n < 10; n++) await store.add(aRecord(`waits-${n}`, { nextAttemptAt: NOW + 60_000 }));
      for (let n = 0; n < 10; n++) await store.add(aRecord(`cmd-${n}`, { op: 'orders.amend' }));
      await store.add(aRecord('due'));
      same(ids(await store.claim(claim(2))), 'due,cmd-0', 'claimed');
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
    name: 'sends one document at a time, and nothing of what must wait',
    async run(open) {
      const store = open();
      for (const id of ['p1', 'p2']) await store.add(aRecord(id, { body: { bytes: 1 } }), new Uint8Array(1));
      await store.add(aRecord('amend', { op: 'orders.amend', lane: 'x' }));
      await store.add(aRecord('order'));
      same(ids(await store.claim({ ...claim(9), exceptRanks: [0, 2] })), 'amend', 'kinds that wait');
      same(ids(await store.claim({ ...claim(9), exceptLanes: new Set(['order', 'p1']) })), 'p2', 'lanes that wait');
      same(ids(await store.claim(claim(9))), 'order,p1', 'the rest');
    },
  },
  {
    name: 'lets one of two claimers have each record, whoever comes first, until nothing is left',
    async run(open) {
      const stores = [open(), open(), open()];
      for (let i = 0; i < 20; i++) await stores[i % 3]?.add(aRecord(`r${i}`));
      const rounds = [...Array(8).keys()].flatMap(() => stores.map((store) => store.claim(claim(1))));
      const claimed = (await Promise.all(rounds)).flat();
      same(
        claimed
          .map(({ id }) => id)
          .sort()
          .join(),
        [...Array(20).keys()]
          .map((i) => `r${i}`)
          .sort()
          .join(),
        'claimed',
      );
      same(
        claimed.every(({ epoch }) => epoch === 1),
        true,
        'once each',
      );
    },
  },
  {
    name: 'lets one of two writers with the same fence win, and both see the same afterwards',
    async run(open) {
      const [one, two] = [open(), open()];
      await one.add(aRecord('a'));
      await one.claim(claim());
      const results = await Promise.all(
        [one, two, one, two].map((store, i) => store.patch('a', 1, { epoch: 2, attempts: i + 1 })),
      );
      same(results.filter(Boolean).length, 1, 'winners');
      same((await two.get('a'))?.attempts, results.indexOf(true) + 1, 'what stands there');
      same(await one.get('a'), await two.get('a'), 'both see it');
    },
  },
];
