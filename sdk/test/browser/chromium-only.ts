import { expect } from 'vitest';
import type { Chromium, ChromiumTab } from './chromium.ts';
import { appRuns, flushed, isCreate, leasesRunOut, times } from './helpers.ts';
import type { Room } from './room.ts';
import { until } from './tabs.ts';

/** A promise whose test needs what only Chromium can be told: freezing, quotas, killed workers. */
export interface ChromiumRule {
  readonly name: string;
  run(given: { room: Room; browser: Awaited<ReturnType<Chromium['profile']>>; size: number }): Promise<void>;
}

export const CHROMIUM_RULES: readonly ChromiumRule[] = [
  {
    name: 'a tab that freezes with the lock in its hands holds nobody up, and is fenced out when it thaws (sdk scenario 6)',
    async run({ room, browser }) {
      const { trade, front } = await room.given();
      const one = await browser.tab(`${front.url}/?tab=one`);
      const two = await browser.tab(`${front.url}/?tab=two`);
      for (const tab of [one, two]) await tab.run(() => app.signIn());
      front.holds = ({ tab }) => tab === 'one';
      const { id } = await one.run((order) => app.submit(order), trade.order);
      await front.seen(1, (passed) => isCreate(passed) && passed.status === 201);
      await two.page.bringToFront();
      await one.cdp.send('Page.setWebLifecycleState', { state: 'frozen' });

      expect((await two.run(() => app.flush(3000))).pending).toBe(1); // the lock is busy
      expect(front.passed.filter(isCreate)).toHaveLength(1);
      await leasesRunOut(two);
      await flushed(two); // without the lock: its holder has had it for a minute
      const [done] = await two.run(() => app.list());
      expect(done).toMatchObject({ id, state: 'accepted', receipt: { replayed: true } });
      const held = await two.run(async () => (await navigator.locks.query()).held?.length);
      expect(held).toBe(1); // still: it was frozen all the time

      front.release();
      await one.cdp.send('Page.setWebLifecycleState', { state: 'active' });
      await until(() => two.run(async () => (await navigator.locks.query()).held?.length === 0), 'it is awake');
      expect(await one.run(() => app.list())).toEqual([done]);
      expect(front.passed.filter(isCreate).map(({ tab, status }) => [tab, status])).toEqual([
        ['one', 201],
        ['two', 200],
      ]);
      expect(await trade.orders()).toEqual([id]);
    },
  },
  {
    name: 'on a full disk the cache makes room for the order; when that does not help the page says so and sends at once (sdk scenario 23)',
    async run({ room, browser }) {
      const { trade, front } = await room.given();
      const tab = await browser.tab(`${front.url}/conformance.html`); // nothing is stored yet
      const quota = (bytes?: number) =>
        tab.cdp.send('Storage.overrideQuotaForOrigin', {
          origin: front.url,
          ...(bytes === undefined ? {} : { quotaSize: bytes }),
        });
      await quota(5_000_000);
      await tab.goto(front.url);
      await appRuns(tab);
      await tab.run(() => app.signIn());
      const { transportType, lines, pickup, delivery } = trade.order;
      await tab.run((request) => app.show(request), { transportType, lines, pickup, delivery });
      expect(await tab.run(entries)).toBeGreaterThan(0);
      await tab.run(fillDisk);
      front.weather = 'cut';
      const order = () => tab.run((value) => app.submit(value), trade.order);
      const squeezed = await order();
      expect(squeezed.durability).toBe('disk');
      expect(await tab.run(entries)).toBe(0);

      // The browser tidies up now and then what was filled: an order that then fits is stored, as it should be.
      const stored = [squeezed.id];
      let full = squeezed;
      for (let round = 0; full.durability === 'disk' && round < 20; round++) {
        await tab.run(fillDisk);
        full = await order();
        if (full.durability === 'disk') stored.push(full.id);
      }
      expect(full.durability).toBe('memory');
      expect(await tab.run(() => app.storageEvents)).toContain('quota');
      front.weather = 'fine';
      await tab.run(() => app.flush(10_000));
      await until(async () => (await trade.orders()).includes(full.id), 'it was sent from memory');

      await quota();
      const roomy = await order();
      expect(roomy.durability).toBe('disk');
      await flushed(tab);
      expect(await trade.orders()).toEqual([...stored, full.id, roomy.id].sort());
    },
  },
  {
    name: 'service worker and page send at once, and the worker is killed: nothing doubled, nothing stuck (sdk scenario 31)',
    async run({ room, browser, size }) {
      const { trade, front } = await room.given();
      const tab = await browser.tab(`${front.url}/?worker&tab=page`);
      await appRuns(tab);
      await tab.run(() => app.signIn());
      await tab.run(() => navigator.serviceWorker.ready.then(() => true));
      front.weather = 'cut';
      const stored = await tab.run(
        (orders) => app.submitMany(orders),
        times(4 * size, () => trade.order),
      );
      front.weather = 'fine';
      front.holds = ({ tab: by }) => by === 'worker';
      front.blocks = ({ tab: by }) => by === 'page'; // until the worker has the lock
      await tab.run(askWorker);
      await front.seen(1, (passed) => passed.tab === 'worker' && passed.status !== undefined);
      front.blocks = () => false;
      const flush = tab.run(() => app.flush(2000));
      await tab.cdp.send('ServiceWorker.enable');
      await tab.cdp.send('ServiceWorker.stopAllWorkers');
      front.holds = () => false;
      front.release();
      await flush;
      await leasesRunOut(tab);
      await flushed(tab);
      expect(await trade.orders()).toEqual(stored.map(({ id }) => id).sort());
      expect(new Set(front.passed.filter(isCreate).map(({ tab: by }) => by))).toEqual(new Set(['worker', 'page']));
    },
  },
  {
    name: 'a closed page leaves its queue to the service worker: the browser calls it when the network is back',
    async run({ room, browser, size }) {
      const { trade, front } = await room.given();
      const tab = await browser.tab(`${front.url}/?worker&tab=page`);
      await appRuns(tab);
      await tab.run(() => app.signIn());
      await tab.run(() => navigator.serviceWorker.ready.then(() => true));
      front.blocks = () => true;
      const stored = await tab.run(
        (orders) => app.submitMany(orders),
        times(size, () => trade.order),
      );
      const other = await browser.tab(`${front.url}/conformance.html`); // of this origin, without an SDK
      await tab.close();
      front.blocks = () => false;
      await sync(other, front.url);
      await until(async () => (await trade.orders()).length === size, 'the worker has sent them');
      expect(await trade.orders()).toEqual(stored.map(({ id }) => id).sort());
      const sent = front.passed.filter(isCreate);
      expect(sent.map(({ tab: by }) => by)).toEqual(times(size, () => 'worker'));
    },
  },
  {
    name: 'the worker borrows the token of an open window, and no token ever lies on the disk',
    async run({ room, browser }) {
      const { trade, front } = await room.given();
      const tab = await browser.tab(`${front.url}/?tab=page`);
      await appRuns(tab);
      await tab.run(() => app.signIn());
      await tab.run(async () => {
        const script = document.createElement('script');
        document.head.append(Object.assign(script, { type: 'module', src: '/lend.js' }));
        await new Promise((resolve) => {
          script.onload = resolve;
        });
        await navigator.serviceWorker.register('/sw.js?ask');
        await navigator.serviceWorker.ready;
      });
      const { token } = await tab.run(() => app.token());
      front.blocks = ({ tab: by }) => by === 'page';
      const { id } = await tab.run((order) => app.submit(order), trade.order);
      await until(async () => {
        await tab.run(askWorker);
        return (await trade.orders()).length === 1;
      }, 'the worker has sent it');
      const [sent] = front.passed.filter(isCreate);
      expect(sent).toMatchObject({ key: id, tab: 'worker', token });
      const disk = await tab.run(onDisk);
      expect(disk).toContain(id);
      expect(disk).not.toContain(token);
    },
  },
];

// All of these run in the page.
const askWorker = async () => (await navigator.serviceWorker.ready).active?.postMessage('sym-outbox');

const entries = () =>
  new Promise<number>((resolve, reject) => {
    const open = indexedDB.open('sym-cache-1');
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const count = open.result.transaction('entries').objectStore('entries').count();
      count.onsuccess = () => {
        open.result.close();
        resolve(count.result);
      };
    };
  });

/** Leaves no room for anything. */
const fillDisk = () =>
  new Promise<void>((resolve, reject) => {
    const open = indexedDB.open('junk');
    open.onerror = () => reject(open.error);
    open.onupgradeneeded = () => open.result.createObjectStore('junk', { autoIncrement: true });
    open.onsuccess = () => {
      const add = (bytes: number) => {
        const noise = new Uint8Array(bytes); // zeros would be compressed to nothing
        for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
        const tx = open.result.transaction('junk', 'readwrite');
        tx.objectStore('junk').add(noise);
        tx.oncomplete = () => add(bytes);
        tx.onabort = () => (bytes > 60 ? add(Math.floor(bytes / 8)) : resolve());
      };
      add(1_000_000);
    };
  });

/** All that this origin has stored, as text. */
const onDisk = async () => {
  const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
  for (const { name = '' } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open(name);
      open.onsuccess = () => resolve(open.result);
    });
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => {
        rows.onsuccess = resolve;
      });
      found.push(rows.result);
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await (await cache.match(request))?.text());
  }
  return JSON.stringify(found);
};

/** What the browser does when it believes that the network is back. */
async function sync({ cdp }: ChromiumTab, origin: string): Promise<void> {
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [mine] = registrations.filter(({ scopeURL }) => scopeURL.startsWith(origin));
      if (mine) resolve(mine.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registered;
  await cdp.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'sym-outbox', lastChance: false });
}
