import { expect } from 'vitest';
import { appRuns, type BrowserRule, flushed, type Given, isCreate, leasesRunOut, times } from './helpers.ts';
import { photos } from './photos.ts';
import { reloads } from './reloads.ts';
import { newSession, session } from './room.ts';
import { type Tab, until } from './tabs.ts';

export const BROWSER_RULES: readonly BrowserRule[] = [
  ...(['with Web Locks', 'without Web Locks'] as const).map((how) => ({
    name: `five tabs send at once, ${how}, and the one at work is killed: each order arrives once (sdk scenario 5)`,
    run: (given: Given) => fiveTabs(given, how === 'with Web Locks' ? '' : '&locks=off'),
  })),
  {
    name: 'a double tap, a reload in the middle and the back button are one order (sdk scenario 9)',
    async run({ room, browser }) {
      const { trade, front } = await room.given();
      const tab = await browser.tab(front.url);
      await tab.run((order) => app.remember('order', order), trade.order);
      const draft = () =>
        until(() => tab.run(() => history.state?.draft as string | undefined).catch(() => undefined), 'a draft');
      const id = await draft();

      await tab.run(() => {
        Object.assign(globalThis, { before: true });
        const form = document.querySelector('form');
        form?.requestSubmit();
        form?.requestSubmit(); // the second tap
        location.reload();
      });
      await until(
        () => tab.run(() => typeof app === 'object' && !('before' in globalThis)).catch(() => false),
        'the page is back',
      );
      expect(await draft()).toBe(id);
      const press = () =>
        tab.run(() => {
          document.querySelector('form')?.requestSubmit();
        });
      await press();
      await until(() => tab.run(() => document.querySelector('form')?.dataset.stored), 'it is stored');
      await tab.goto(`${front.url}/?elsewhere`);
      await appRuns(tab);
      expect(await draft()).not.toBe(id);
      await tab.run(() => setTimeout(() => history.back(), 0));
      await until(
        () =>
          tab
            .run(() => history.state?.draft)
            .then(
              (now) => now === id,
              () => false,
            ),
        'back',
      );
      await appRuns(tab);
      await press();
      await leasesRunOut(tab);
      await flushed(tab);
      expect(await trade.orders()).toEqual([id]);
    },
  },
  {
    name: 'a reload shows products, price grids and a quote within 3 s: server stopped, hanging or failing, portal, dead line',
    run: reloads,
  },
  {
    name: 'behind a captive portal orders wait, also through its redirects, and arrive once afterwards (sdk scenario 15)',
    async run({ room, browser, size }) {
      const { trade, front } = await room.given();
      const tab = await browser.tab(front.url);
      await tab.run(() => app.signIn());
      const ids: string[] = [];
      for (const weather of ['portal', 'redirect', '503'] as const) {
        front.weather = weather;
        const stored = await tab.run(
          (orders) => app.submitMany(orders),
          times(size, () => trade.order),
        );
        ids.push(...stored.map(({ id }) => id));
        expect(stored.map(({ durability }) => durability)).toEqual(times(size, () => 'disk'));
        expect((await tab.run(() => app.flush(2000))).pending).toBe(ids.length);
        const states = (await tab.run(() => app.list())).map(({ state }) => state);
        expect(states.filter((state) => state !== 'queued' && state !== 'sending')).toEqual([]);
      }
      front.weather = 'fine';
      await flushed(tab);
      expect(await trade.orders()).toEqual(ids.sort());
    },
  },
  {
    name: 'two people share a device: nobody sees or sends the other one’s orders (sdk scenario 21)',
    async run({ room, browser, size }) {
      const { trade, front } = await room.given();
      const [ada, bob] = trade.people;
      const tab = await browser.tab(front.url);
      await tab.run(() => app.signIn());
      front.weather = 'cut';
      const hers = (
        await tab.run(
          (orders) => app.submitMany(orders),
          times(size, () => trade.order),
        )
      ).map(({ id }) => id);
      front.weather = 'fine';
      front.holds = () => true; // the sign-out must not find them sent already
      await tab.run(() => app.logout());
      const { token: his } = await session(bob)();
      const before = front.passed.filter(isCreate).length;

      front.user = session(bob);
      front.release();
      front.holds = () => false;
      await tab.run(() => app.signIn());
      expect(await tab.run(() => app.list())).toEqual([]);
      expect((await tab.run(() => app.health())).pending).toBe(0);
      const [bobs] = await tab.run((order) => app.submitMany([order]), trade.order);
      await flushed(tab);
      const since = front.passed.filter(isCreate).slice(before);
      expect(since.map(({ key, token }) => ({ key, token }))).toEqual([{ key: bobs?.id, token: his }]);

      await tab.run(() => app.logout());
      front.user = await newSession(trade, ada);
      await tab.run(() => app.signIn());
      expect((await tab.run(() => app.list())).map(({ id }) => id).sort()).toEqual([...hers].sort());
      await flushed(tab);
      for (const { key, token } of front.passed.filter(isCreate)) expect(token === his).toBe(key === bobs?.id);
      expect(await trade.orders()).toEqual([...hers, bobs?.id].sort());
    },
  },
  {
    name: 'two releases in two tabs share one queue: what either stored arrives once, byte for byte (sdk scenario 26)',
    async run({ room, browser, size }) {
      const { trade, front } = await room.given();
      front.weather = 'fine';
      const tabs = [await browser.tab(`${front.url}/?tab=present`), await browser.tab(`${front.url}/old.html?tab=old`)];
      for (const tab of tabs) {
        await appRuns(tab);
        await tab.run(() => app.signIn());
      }
      front.weather = 'cut';
      const bodies = new Map<string, string>();
      for (const tab of tabs) {
        await tab.run(
          (orders) => app.submitMany(orders),
          times(size, () => trade.order),
        );
        for (const { id, body } of await tab.run(() => app.list())) bodies.set(id, String(body));
      }
      expect(bodies.size).toBe(2 * size);
      for (const tab of tabs)
        for (const { id, body } of await tab.run(() => app.list())) expect(body).toBe(bodies.get(id));
      // The one that stored them goes; the other one delivers all, in turns.
      const [present, old] = tabs as [Tab, Tab];
      await present.close();
      front.weather = 'fine';
      await leasesRunOut(old);
      await flushed(old);
      expect(await trade.orders()).toEqual([...bodies.keys()].sort());

      front.weather = 'cut';
      const late = await old.run(
        (orders) => app.submitMany(orders),
        times(size, () => trade.order),
      );
      await old.close();
      front.weather = 'fine';
      const back = await browser.tab(front.url);
      await appRuns(back);
      await leasesRunOut(back);
      await flushed(back);
      expect(await trade.orders()).toEqual([...bodies.keys(), ...late.map(({ id }) => id)].sort());
    },
  },
  {
    name: 'photos up to 10 MB that were taken without a network arrive once, in order, after the tab was closed',
    run: photos,
  },
  {
    name: 'the store keeps all its rules here',
    async run({ room, browser }) {
      const { front } = await room.given();
      const tab = await browser.tab(`${front.url}/conformance.html`);
      await until(() => tab.run(() => 'conformance' in globalThis), 'the page runs');
      const results = await tab.run(() => (globalThis as unknown as Conformance).conformance()); // of the page
      expect(results.filter(({ failed }) => failed)).toEqual([]);
      expect(results.length).toBeGreaterThan(9);
    },
  },
];

interface Conformance {
  conformance(): Promise<{ name: string; failed?: string }[]>;
}

async function fiveTabs({ room, browser, size }: Given, query: string): Promise<void> {
  const { trade, front } = await room.given();
  const tabs = await Promise.all(times(5, (i) => browser.tab(`${front.url}/?tab=${i}${query}`)));
  for (const tab of tabs) {
    await appRuns(tab);
    await tab.run(() => app.signIn());
  }
  front.weather = 'cut';
  const stored = await Promise.all(
    tabs.map((tab) =>
      tab.run(
        (orders) => app.submitMany(orders),
        times(size, () => trade.order),
      ),
    ),
  );
  const ids = stored.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(5 * size);

  // The server does the leader's first orders, its answers stay on the way, and the leader dies.
  let leader: string | undefined;
  front.holds = (passed) => {
    if (isCreate(passed)) leader ??= passed.tab;
    return isCreate(passed) && passed.tab === leader;
  };
  front.weather = 'fine';
  for (const tab of tabs) void tab.run(() => app.flush(20_000)).catch(() => {}); // one of them dies meanwhile
  await front.seen(1, (passed) => isCreate(passed) && passed.status !== undefined);
  await tabs[Number(leader)]?.close();
  front.holds = () => false;
  front.release();

  const left = tabs.filter((_, i) => i !== Number(leader));
  // The dead one's leases run out.
  for (const tab of left) await leasesRunOut(tab);
  await Promise.all(left.map(flushed));
  expect(await trade.orders()).toEqual(ids.sort());
}
