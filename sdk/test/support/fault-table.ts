import assert from 'node:assert/strict';
import { StorageError } from '../../src/index.ts';
import type { OutboxStore } from '../../src/outbox/index.ts';
import {
  type App,
  conclude,
  type Expected,
  type FaultRow,
  type FaultSite,
  goodWeather,
  judge,
  type Outcome,
  openApp,
  type User,
  until,
} from './fault-judge.ts';
import type { WireFault } from './fault-proxy.ts';

const page = (status: number, headers: Record<string, string> = {}): WireFault => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'text/html', ...headers },
  body: '<!doctype html><h1>Please wait</h1>',
});
const json = (status: number, body: object): WireFault => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const PROXY_429 = [json(429, { message: 'Too many requests' }), page(429, { 'retry-after': '1' })];
const OFFLINE: Expected = { gate: 'offline', attempts: 2 };
const WAIT: Expected = { gate: 'wait', attempts: 2 };

let disks = 0;

/** The rows of the fault table; `run` throws where a state is not what the table says. Time decides nothing. */
export function faultRows(site: FaultSite): { row: number; fault: string; run: () => Promise<FaultRow> }[] {
  const { proxy } = site;
  const line = (row: number, fault: string, run: () => Promise<Outcome>) => ({
    row,
    fault,
    run: async () => ({ row, fault, ...(await run()) }),
  });
  /** Faults in their order, the last for ever, until the weather is good again. */
  const bad = (faults: readonly WireFault[]) => {
    let n = 0;
    proxy.fault = () => faults[Math.min(n++, faults.length - 1)];
  };
  const submit = async ({ sym }: App, user: User) => {
    const sub = await sym.orders.submit(sym.orders.draft(), user.order);
    assert.equal(sub.durability, 'disk');
    return sub.id;
  };
  /** An order that an app left behind which never had a network. */
  const leftBehind = async (user: User, disk: string): Promise<string> => {
    await proxy.down();
    const app = openApp(site, user, disk);
    const id = await submit(app, user);
    await until('an attempt without a network', async () => ((await app.sym.outbox.get(id))?.attempts ?? 0) > 0);
    await app.sym.close();
    return id;
  };

  /** A fault that is there when the order is placed. */
  const live = (row: number, fault: string, faults: WireFault[] | 'down', expected: Expected) =>
    line(row, fault, async () => {
      const user = await site.user();
      if (faults === 'down') await proxy.down();
      else bad(faults);
      const app = openApp(site, user, `d${disks++}`);
      return judge(site, { user, apps: [app], ids: [await submit(app, user)] }, expected);
    });
  /** An order that lay in the queue when the app was opened, and then meets the fault. */
  const stored = (row: number, fault: string, faults: WireFault[], expected: Expected) =>
    line(row, fault, async () => {
      const [user, disk] = [await site.user(), `d${disks++}`];
      const id = await leftBehind(user, disk);
      bad(faults);
      await proxy.up();
      return judge(site, { user, apps: [openApp(site, user, disk)], ids: [id] }, expected);
    });

  const asked = (user: User, path: string, method = 'GET') =>
    fetch(`${site.direct}/api/v1${path}`, { method, headers: { authorization: `Bearer ${user.token.token}` } });
  const overSession = async (user: User, app: App, ids: string[]) => {
    const then = async () => app.tokens.set(await user.signIn());
    return judge(site, { user, apps: [app], ids, then }, { state: 'paused', gate: 'auth', attempts: 0 });
  };
  /** The server itself says that it has enough, when it is asked for too much at once. */
  const ownLimit = async (user: User): Promise<WireFault> => {
    for (;;) {
      const many = await Promise.all(Array.from({ length: 40 }, () => asked(user, '/products')));
      const answers = await Promise.all(many.map(async (one) => ({ one, body: await one.text() })));
      const found = answers.find(({ one }) => one.status === 429);
      if (!found) continue;
      const { 'transfer-encoding': _, connection: __, ...headers } = Object.fromEntries(found.one.headers);
      return { kind: 'answer', status: 429, headers, body: found.body };
    }
  };

  return [
    live(1, 'offline: the connection is refused', 'down', OFFLINE),
    live(2, 'captive portal: 200 HTML', [page(200)], OFFLINE),
    live(3, '200 {} that is not ours', [json(200, {})], OFFLINE),
    live(4, '503 HTML of a load balancer', [page(503)], OFFLINE),
    live(5, '500 JSON', [json(500, { error: 'boom' })], OFFLINE),
    live(6, '429 of a proxy, JSON, then HTML', PROXY_429, WAIT),
    line(7, '429 of our own limiter', async () => {
      const user = await site.user('alone');
      let refused: WireFault | undefined;
      let at = 0;
      proxy.fault = async ({ method }) => {
        if (method !== 'POST') return undefined;
        refused ??= await ownLimit(user);
        at = Date.now();
        return refused;
      };
      const app = openApp(site, user, `d${disks++}`);
      const outcome = await judge(site, { user, apps: [app], ids: [await submit(app, user)] }, { attempts: 1 });
      assert.ok(Date.now() - at >= 1000, 'It waits as long as it was told.');
      return outcome;
    }),
    line(8, 'expired session (401)', async () => {
      const user = await site.user('alone');
      await asked(user, '/auth/logout', 'POST');
      const app = openApp(site, user, `d${disks++}`);
      return overSession(user, app, [await submit(app, user)]);
    }),
    live(9, 'commit, then the connection is cut', [{ kind: 'cut-reply' }], { before: 1, replayed: true }),
    stored(10, 'flush meets 503', [page(503)], OFFLINE),
    stored(11, 'flush meets 500', [json(500, { error: 'boom' })], OFFLINE),
    stored(12, 'flush meets a proxy’s 429', PROXY_429, WAIT),
    line(13, 'flush meets an expired session', async () => {
      const [user, disk] = [await site.user('alone'), `d${disks++}`];
      const id = await leftBehind(user, disk);
      await asked(user, '/auth/logout', 'POST');
      await goodWeather(proxy);
      return overSession(user, openApp(site, user, disk), [id]);
    }),
    stored(14, 'offline again during flush', [{ kind: 'reset' }], OFFLINE),
    line(15, 'two tabs enqueue 3 orders; restart', async () => {
      const [user, disk] = [await site.user(), `d${disks++}`];
      await proxy.down();
      const [one, two] = [openApp(site, user, disk), openApp(site, user, disk)];
      const ids = await Promise.all([submit(one, user), submit(two, user), submit(one, user)]);
      for (const { sym } of [one, two]) await sym.close();
      const apps = [openApp(site, user, disk), openApp(site, user, disk)];
      return judge(site, { user, apps, ids }, { attempts: 0 });
    }),
    line(16, 'two tabs flush one order', async () => {
      const [user, disk] = [await site.user(), `d${disks++}`];
      const id = await leftBehind(user, disk);
      const apps = [openApp(site, user, disk), openApp(site, user, disk)];
      return judge(site, { user, apps, ids: [id] }, { attempts: 0 });
    }),
    line(17, 'storage full', async () => {
      const [user, disk] = [await site.user(), `d${disks++}`];
      await goodWeather(proxy);
      const full = (store: OutboxStore): OutboxStore => ({
        ...store,
        add: () => Promise.reject(new StorageError('quota', 'The disk is full.')),
      });
      const apps = [openApp(site, user, disk, full), openApp(site, user, disk)] as const;
      const { orders } = apps[0].sym;
      const sub = await orders.submit(orders.draft(), user.order);
      assert.equal(sub.durability, 'memory');
      await sub.accepted({ timeoutMs: 60_000 });
      return conclude({ user, apps, ids: [sub.id] }, 0, 'memory, sent at once');
    }),
  ];
}

/** The table as Markdown. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cells = (values: readonly unknown[]) => `| ${values.join(' | ')} |`;
  return [
    cells(['row', 'fault', 'queued meanwhile', 'then on the server', 'lost', 'doubled']),
    cells(['---:', '---', '---', '---:', '---:', '---:']),
    ...rows.map((r) => cells([r.row, r.fault, `${r.queued} ${r.state}`, r.onServer, r.lost, r.doubled])),
  ].join('\n');
}
