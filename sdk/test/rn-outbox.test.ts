import { describe, expect, it } from 'vitest';
import { fromBase64, rnOutbox, toBase64 } from '../src/storage/rn-outbox.ts';
import { aPhone, type Phone, type PhoneCall } from './support/async-storage.ts';
import { aNewOrder, givenWorld, seeded, type World } from './support/given.ts';
import { openMortal } from './support/mortal.ts';
import { aRecord } from './support/outbox-conformance.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SCOPE = aRecord('x').scope;
const claim = (now = aRecord('x').createdAt) => ({ scope: SCOPE, owner: 'me', limit: 3, now, leaseMs: 40_000 });
const recordsOn = (phone: Phone) => [...phone.disk.keys()].filter((key) => key.startsWith('sym-outbox:r:'));
const aDocument = (id: string, bytes: number) => aRecord(id, { op: 'orders.attach', body: { bytes }, lane: 'o' });

/** The app on that phone; it dies at its `dieAt`-th step, a step being the moment before or after a call of the platform. */
function openOn(world: World, phone: Phone, dieAt = 0, diesAfter: (call: PhoneCall) => boolean = () => false) {
  let steps = 0;
  const reached = () => ++steps === dieAt;
  const step = (call: PhoneCall) => {
    if (reached() || diesAfter(call)) app.kill();
    return app.dead() ? new Promise<void>(() => {}) : undefined;
  };
  const store = rnOutbox({ ...phone.boot({ step }), clock: world.clock });
  const app = openMortal(world, { store, onStep: reached });
  return { ...app, steps: () => steps };
}

/** The next start of the app on the same phone. */
function restartOn(world: World, phone: Phone) {
  return world.open({ store: rnOutbox({ ...phone.boot(), clock: world.clock }) });
}

describe('orders on a phone whose app is killed', () => {
  it('at any await of submit and drain: what was promised arrives, once; what was stored arrives, once', async () => {
    let acknowledged = 0;
    let dieAt = 1;
    for (; dieAt < 400; dieAt++) {
      const world = givenWorld({ seed: dieAt });
      const phone = aPhone(seeded(dieAt));
      const app = openOn(world, phone, dieAt);
      let answer: 'disk' | 'memory' | 'refused' | undefined;
      app.sym.orders.submit(app.sym.orders.draft(), aNewOrder()).then(
        (sub) => {
          answer = sub.durability;
        },
        () => {
          answer = 'refused';
        },
      );
      await world.clock.advance(1000);
      const died = app.steps() >= dieAt;
      app.kill();
      const [told, stored] = [answer, recordsOn(phone).length];

      restartOn(world, phone);
      await world.clock.advance(10 * MINUTE);

      const orders = world.server.orders.size;
      if (told) expect(told, `step ${dieAt}`).toBe('disk');
      expect(orders, `step ${dieAt}`).toBe(told || stored ? 1 : 0);
      if (told) acknowledged++;
      if (!died) break;
    }
    expect(dieAt).toBeGreaterThan(60);
    expect(dieAt).toBeLessThan(400);
    expect(acknowledged).toBeGreaterThan(20);
  });

  it('numbers go on after a restart, so that orders keep their turn', async () => {
    const phone = aPhone();
    for (const id of ['c', 'a']) await rnOutbox(phone.boot()).add(aRecord(id));
    const next = rnOutbox(phone.boot());
    await next.add(aRecord('b'));
    expect((await next.list({})).map(({ id, seq }) => [id, seq])).toEqual([
      ['c', 1],
      ['a', 2],
      ['b', 3],
    ]);
  });

  it('in the middle of storing a photo: no half photo is sent, and none stays behind', async () => {
    for (const withFiles of [true, false]) {
      for (let dieAt = 1; ; dieAt++) {
        const phone = aPhone(seeded(dieAt));
        let steps = 0;
        const { storage, files } = phone.boot({
          step: () => (++steps >= dieAt ? new Promise(() => {}) : undefined),
        });
        const store = rnOutbox({ storage, ...(withFiles ? { files } : {}) });
        let kept = false;
        void store.add(aDocument('d', 3), Uint8Array.of(1, 2, 3)).then(() => {
          kept = true;
        });
        await new Promise((resolve) => setImmediate(resolve));
        const next = rnOutbox(phone.boot());
        const there = await next.get('d');
        if (kept) expect(there).toBeDefined();
        if (there) expect([...((await next.blob('d')) ?? [])]).toEqual([1, 2, 3]);
        else expect([phone.disk.size, phone.files.size], `step ${dieAt}`).toEqual([0, 0]);
        if (steps < dieAt) break;
      }
    }
  });
});

describe('orders on a phone whose power is cut', () => {
  it('lose at most the last write, and then as a whole', async () => {
    const phone = aPhone();
    const store = rnOutbox(phone.boot());
    await store.add(aRecord('a'));
    await store.add(aDocument('d', 3), Uint8Array.of(1, 2, 3));
    phone.powerCut();
    const next = rnOutbox(phone.boot());
    expect((await next.list({})).map((record) => record.id)).toEqual(['a']);
    expect([phone.files.size, recordsOn(phone).length]).toEqual([0, 1]);
  });

  it('go out again when the receipt was the last write: one order', async () => {
    const world = givenWorld();
    const phone = aPhone();
    const isReceipt = ({ key }: PhoneCall) => phone.disk.get(key)?.includes('"state":"accepted"') ?? false;
    const app = openOn(world, phone, 0, isReceipt);
    await app.sym.orders.submit(app.sym.orders.draft(), aNewOrder());
    await world.clock.advance(1000);
    expect(app.dead()).toBe(true);
    expect(world.server.orders.size).toBe(1);
    phone.powerCut();
    const { sym } = restartOn(world, phone);
    await world.clock.advance(10 * MINUTE);
    expect((await sym.outbox.list()).map((record) => record.state)).toEqual(['accepted']);
    expect(world.server.orders.size).toBe(1);
    expect(world.server.seen.filter((request) => request.method === 'POST')).toHaveLength(2);
  });

  it('and never send a photo that was cut short', async () => {
    const phone = aPhone();
    const store = rnOutbox(phone.boot());
    await store.add(aDocument('d', 3), Uint8Array.of(1, 2, 3));
    phone.files.set('d', Uint8Array.of(1));
    expect(await store.blob('d')).toBeUndefined();
  });
});

describe('orders on a phone whose storage fails', () => {
  it('now and then, before or after the write: nothing is lost, nothing doubled, and the app is told the truth', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const world = givenWorld({ seed });
      const phone = aPhone(seeded(seed));
      const luck = seeded(seed * 7);
      const sick = () => {
        const dice = luck();
        return dice < 0.1 ? 'lost' : dice < 0.2 ? 'late' : undefined;
      };
      phone.fault = sick;
      world.server.fault = () => (luck() < 0.3 ? { kind: luck() < 0.5 ? 'drop' : 'drop-reply' } : undefined);
      let app = openOn(world, phone);
      const promised: string[] = [];
      for (let i = 0; i < 6; i++) {
        const sub = await app.sym.orders.submit(app.sym.orders.draft(), aNewOrder());
        await world.clock.advance(luck() * 2000);
        const safe = sub.durability === 'disk' || (await sub.state()) === 'accepted';
        if (safe) promised.push(sub.id);
        if (i % 2 && safe) {
          app.kill();
          app = openOn(world, phone);
        }
      }
      await world.clock.advance(20 * MINUTE);
      world.server.fault = () => undefined;
      phone.fault = () => undefined;
      await world.clock.advance(20 * MINUTE);
      const orders = [...world.server.orders.keys()];
      expect(
        promised.filter((id) => !orders.includes(id)),
        `seed ${seed}`,
      ).toEqual([]);
      expect(
        orders.filter((key) => key.includes('#')),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it('a write that was refused and landed all the same is one record, not two', async () => {
    const phone = aPhone();
    const store = rnOutbox(phone.boot());
    await store.add(aRecord('a'));
    phone.fault = ({ what }) => (what === 'set' ? 'late' : undefined);
    await expect(store.add(aRecord('b'))).rejects.toMatchObject({ name: 'StorageError', kind: 'unavailable' });
    await expect(store.patch('a', 0, { attempts: 7 })).rejects.toMatchObject({ kind: 'unavailable' });
    phone.fault = () => undefined;
    expect((await store.add(aRecord('b', { bodyHash: 'other' }))).bodyHash).toBe('hash-b');
    expect((await store.get('a'))?.attempts).toBe(7);
    expect((await store.list({})).map((record) => record.seq)).toEqual([1, 2]);
  });

  it('a write that was refused leaves memory as the disk is', async () => {
    const phone = aPhone();
    const store = rnOutbox(phone.boot());
    await store.add(aRecord('a'));
    phone.fault = ({ what }) => (what === 'set' ? 'lost' : undefined);
    await expect(store.claim(claim())).rejects.toMatchObject({ name: 'StorageError' });
    phone.fault = () => undefined;
    expect(await store.get('a')).toMatchObject({ state: 'queued', epoch: 0 });
    expect((await store.claim(claim())).map((record) => record.epoch)).toEqual([1]);
  });

  it('a write that never ends is given up after 4 s, and holds up nobody behind it', async () => {
    const world = givenWorld();
    const phone = aPhone();
    const store = rnOutbox({ ...phone.boot(), clock: world.clock });
    await store.list({});
    phone.fault = ({ what }) => (what === 'set' ? 'hang' : undefined);
    const hung = store.add(aRecord('a'));
    hung.catch(() => {});
    await world.clock.advance(4000);
    await expect(hung).rejects.toMatchObject({ kind: 'blocked' });
    phone.fault = () => undefined;
    phone.thaw();
    expect((await store.add(aRecord('b'))).id).toBe('b');
    expect((await store.list({})).map((record) => record.id).sort()).toEqual(['a', 'b']);
  });

  it('a row of a release that writes otherwise is left alone', async () => {
    const phone = aPhone();
    phone.disk.set('sym-outbox:r:x', 'z85:not json');
    const store = rnOutbox(phone.boot());
    await store.add(aRecord('a'));
    await store.prune(aRecord('a').createdAt + 400 * DAY);
    expect((await store.list({ anyVersion: true })).map((record) => record.id)).toEqual(['a']);
    expect(phone.disk.get('sym-outbox:r:x')).toBe('z85:not json');
  });

  it('emptied by the app itself while orders wait: they are written again, and the app is told', async () => {
    const world = givenWorld();
    world.server.fault = () => ({ kind: 'drop' });
    const phone = aPhone();
    const { sym } = restartOn(world, phone);
    const kinds: string[] = [];
    sym.outbox.on('storage', (error) => kinds.push(error.kind));
    const { id } = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(MINUTE);
    phone.disk.clear();
    await world.clock.advance(10 * MINUTE);
    expect(kinds).toContain('corrupt');
    expect(recordsOn(phone)).toEqual([`sym-outbox:r:${id}`]);

    const store = rnOutbox(phone.boot());
    await store.add(aRecord('waits', { state: 'attention' }));
    phone.disk.clear();
    await store.claim(claim());
    expect(recordsOn(phone)).toContain('sym-outbox:r:waits');
  });
});

describe('a phone that is full', () => {
  it('stores no order, says so, sends it from memory, and stores it when there is room', async () => {
    const world = givenWorld();
    const phone = aPhone();
    const { sym } = restartOn(world, phone);
    const kinds: string[] = [];
    sym.outbox.on('storage', (error) => kinds.push(error.kind));
    await world.clock.advance(1000);
    phone.capacity = 0;
    world.server.fault = () => ({ kind: 'drop' });
    const sub = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    expect([sub.durability, recordsOn(phone).length]).toEqual(['memory', 0]);
    expect(kinds).toContain('quota');

    phone.capacity = 6_000_000;
    await world.clock.advance(10 * MINUTE);
    expect(recordsOn(phone)).toHaveLength(1);
    world.server.fault = () => undefined;
    await world.clock.advance(10 * MINUTE);
    expect(world.server.orders.size).toBe(1);
  });

  it('takes a photo of 10 MB into its files, and refuses it at once where it has none', async () => {
    const phone = aPhone();
    const { storage, files } = phone.boot();
    const photo = new Uint8Array(10_000_000).fill(7);
    const store = rnOutbox({ storage, files });
    await store.add(aDocument('d', photo.length), photo);
    expect((await store.blob('d'))?.length).toBe(10_000_000);
    expect([...phone.disk.values()].join('').length).toBeLessThan(2000);
    await store.patch('d', 0, { state: 'accepted' });
    expect([phone.files.size, await store.blob('d')]).toEqual([0, undefined]);

    const bare = aPhone();
    const calls: string[] = [];
    bare.fault = ({ what }) => void calls.push(what);
    const without = rnOutbox({ storage: bare.boot().storage });
    await expect(without.add(aDocument('e', photo.length), photo)).rejects.toMatchObject({ kind: 'quota' });
    expect(calls).not.toContain('set');
  });

  it('keeps a small photo beside its record, byte for byte, within what Android reads back', async () => {
    const phone = aPhone();
    const store = rnOutbox({ storage: phone.boot().storage });
    const photo = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 31) & 255);
    await store.add(aDocument('d', photo.length), photo);
    const next = rnOutbox(phone.boot()); // an app that has files by now
    expect(Buffer.compare((await next.blob('d')) ?? new Uint8Array(), photo)).toBe(0);
    await next.prune(0);
    await next.patch('d', 0, { state: 'cancelled' });
    expect([...phone.disk.keys()]).toEqual(['sym-outbox:r:d']);
  });

  it('refuses a record that Android would write and never read again', async () => {
    const phone = aPhone();
    const store = rnOutbox(phone.boot());
    await expect(store.add(aRecord('a', { meta: 'x'.repeat(700_000) }))).rejects.toMatchObject({ kind: 'quota' });
    expect(recordsOn(phone)).toEqual([]);
  });

  it.each([0, 1, 2, 3, 24_575, 24_576, 24_577])('has %i bytes as text and back', (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 255);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes]);
  });
});

describe('a phone that says that the network or the app is back', () => {
  const given = () => {
    const world = givenWorld();
    const phone = aPhone();
    let toFront: (state: string) => void = () => {};
    let toNetwork: (state: { isConnected: boolean | null }) => void = () => {};
    let listening = 0;
    const app = world.open({
      store: rnOutbox({
        ...phone.boot(),
        clock: world.clock,
        appState: {
          addEventListener(_, fn) {
            listening++;
            toFront = fn;
            return { remove: () => void listening-- };
          },
        },
        netInfo: {
          addEventListener(fn) {
            listening++;
            toNetwork = fn;
            fn({ isConnected: true });
            return () => void listening--;
          },
        },
      }),
    });
    return {
      world,
      sym: app.sym,
      listening: () => listening,
      front: (state: string) => toFront(state),
      network: (isConnected: boolean) => toNetwork({ isConnected }),
    };
  };

  it.each([
    ['the app comes to the front', (phone: ReturnType<typeof given>) => phone.front('active')],
    ['the network comes back', (phone: ReturnType<typeof given>) => phone.network(true)],
  ])('%s: what waits goes out within 3 s', async (_, happens) => {
    const phone = given();
    const { world, sym } = phone;
    world.server.fault = () => ({ kind: 'drop' });
    await sym.orders.submit(sym.orders.draft(), aNewOrder());
    await world.clock.advance(10 * MINUTE);
    phone.network(false);
    phone.front('background');
    world.server.fault = () => undefined;
    const before = world.clock.now();
    happens(phone);
    await world.clock.until(() => world.server.orders.size === 1, 5000);
    expect(world.clock.now() - before).toBeLessThanOrEqual(3250);
  });

  it('and is not listened to any more when the app has closed the queue', async () => {
    const { sym, listening } = given();
    expect(listening()).toBe(2);
    await sym.close();
    expect(listening()).toBe(0);
  });
});

it('two queues on one storage see each other, and close without harm', async () => {
  const world = givenWorld();
  const modules = aPhone().boot();
  const [one, two] = [world.open({ store: rnOutbox(modules) }), world.open({ store: rnOutbox(modules) })];
  const heard: unknown[] = [];
  two.sym.outbox.on('change', () => heard.push(1));
  await one.sym.orders.submit(one.sym.orders.draft(), aNewOrder());
  expect(heard.length).toBeGreaterThan(0);
  await world.clock.advance(MINUTE);
  await one.sym.close();
  expect((await two.sym.outbox.list()).map((record) => record.state)).toEqual(['accepted']);
  expect(world.server.orders.size).toBe(1);
});
