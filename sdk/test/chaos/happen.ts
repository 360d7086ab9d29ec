import { isSymphoniaError } from '../../src/index.ts';
import type { OutboxRecord, Submission } from '../../src/outbox/index.ts';
import { aNewOrder } from '../support/given.ts';
import type { Happening } from './happenings.ts';
import { hashOf } from './network.ts';
import { type Page, SECRET } from './page.ts';
import { OTHER_DEVICE, type Scene, TABS, USERS, WORKER } from './storm.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** As long as a write is waited for, and a disk that did not answer is left alone. */
const HANGS_MS = 15 * SECOND;

const JPEG = [0xff, 0xd8, 0xff];

type Body = ReturnType<typeof aNewOrder>;
const drafts = new WeakMap<Scene, { id: string; user: string; body: Body }[]>();

/** Lets one thing happen. What a page was asked to do goes on by itself; only time is waited for. */
export async function happen(scene: Scene, { kind, tab, n }: Happening): Promise<void> {
  const { clock, network, sessions, promised } = scene;
  const place = tab % TABS;
  const page = scene.pages[place] ?? scene.open(place, USERS[n % 2] as string);
  const { user, sym } = page;
  const mine = promised.ordersOf(user);
  const order = mine[n % Math.max(1, mine.length)];
  const known = drafts.get(scene) ?? [];
  drafts.set(scene, known);
  /** What the queue promised about an order of mine. */
  const promise = (
    sub: Promise<Submission<unknown>>,
    about?: { draft?: string; order?: string; body?: string; document?: string },
    by = page,
  ) => {
    const known = by.tokens.identity()?.sub;
    // Nobody is signed in: it will be his who was last, or who comes next, and may not be allowed.
    if (known === undefined && about?.order) promised.contested.add(about.order);
    if (known === undefined && about?.draft) promised.nobodys.add(about.draft);
    const freezes = by.freezes();
    // What stood still in a write has the disk hang: for a while it is left alone.
    const rested = clock.server.now() - by.frozenUntil() > HANGS_MS;
    const made = (answer: Submission<unknown>) =>
      promised.made(answer, by, known, { ...about, awake: rested && freezes === by.freezes() });
    doing(scene, by, sub.then(made));
  };

  switch (kind) {
    case 'submit':
    case 'faulty': {
      const { id } = sym.orders.draft();
      const body = aNewOrder({ instructions: kind === 'faulty' ? 'faulty' : `order ${n}` });
      known.push({ id, user, body });
      promised.gave(id, textHash({ ...body, id }));
      return promise(sym.orders.submit({ id }, body), { draft: id });
    }
    case 'again': {
      const draft = known[n % Math.max(1, known.length)];
      if (draft?.user !== user) return;
      const neighbour = scene.pages[(place + 1) % TABS];
      const other = neighbour?.user === user && n % 2 ? neighbour : page;
      for (const by of [page, other]) promise(by.sym.orders.submit(draft, draft.body), { draft: draft.id }, by);
      return;
    }
    case 'amend':
      if (order === undefined) return;
      return promise(sym.orders.amend(order, { instructions: `change ${n}` }), {
        order,
        body: textHash({ instructions: `change ${n}` }),
      });
    case 'transition':
      if (order === undefined) return;
      promised.contested.add(order); // a second one is refused
      return promise(sym.orders.transition(order, 'accepted'), { order, body: textHash({ to: 'accepted' }) });
    case 'attach': {
      const attach = (sym.orders as { attach?: Attach }).attach; // absent in older releases
      if (!order || !attach) return;
      const bytes = Uint8Array.from({ length: 3 + (n % 3000) }, (_, i) => JPEG[i] ?? (i * 31 + n) & 0xff);
      const document = hashOf(bytes);
      return promise(attach(order, bytes, { kind: 'photo', fileName: `${n}.jpg`, contentType: 'image/jpeg' }), {
        order,
        document,
      });
    }
    case 'cancel':
      if (order === undefined) return;
      promised.takenBack.add(order);
      promised.contested.add(order);
      return promise(sym.orders.cancel(order, 'No longer needed.'), {
        order,
        body: textHash({ to: 'cancelled', reason: 'No longer needed.' }),
      });
    case 'takeback':
      return withRecord(scene, page, n, (record) => {
        promised.takenBack.add(record.id);
        promised.contested.add(record.lane);
        return sym.outbox.cancel(record.id);
      });
    case 'discard':
      return withRecord(scene, page, n, (record) => {
        promised.takenBack.add(record.id);
        promised.contested.add(record.lane);
        return sym.outbox.discard(record.id, { confirm: true });
      });
    case 'replace':
      return withRecord(scene, page, n, (record) => {
        promised.contested.add(record.lane);
        const create = record.op === 'orders.create';
        if (create) promised.replaced.add(record.id);
        const body = create
          ? aNewOrder({ instructions: `new ${n}` })
          : JSON.parse(typeof record.body === 'string' ? record.body : '{}');
        promised.gave(record.id, textHash(create ? { ...body, id: record.id } : body));
        return sym.outbox.replace(record.id, body);
      });
    case 'retry':
      return doing(
        scene,
        page,
        sym.outbox.list({ state: 'attention' }).then((all) => Promise.all(all.map(({ id }) => sym.outbox.retry(id)))),
      );
    case 'flush':
      return doing(scene, page, sym.outbox.flush({ timeoutMs: n }));
    case 'keep':
    case 'drop':
      if (!page.tokens.identity()) return; // nobody is there to sign out
      if (kind === 'drop') promised.signedOut.add(`${page.device} ${user}`);
      return doing(scene, page, sym.auth.logout({ pending: kind === 'keep' ? 'keep' : 'discard' }));
    case 'switch':
      return void scene.open(place, USERS[n % 2] as string);
    case 'swap':
    case 'signin': {
      const who = kind === 'swap' ? (USERS[n % 2] as string) : user;
      sessions.over.delete(who);
      return page.signIn(who);
    }
    case 'carry':
      return doing(
        scene,
        page,
        sym.outbox.export().then((text) => {
          if (text.includes(SECRET)) scene.broken.add('I5 a token was exported');
          const { records } = JSON.parse(text) as { records: OutboxRecord[] }; // written by `export`
          for (const { id, lane, path } of records)
            for (const name of [id, lane, path.split('/')[2]]) promised.apart.add(name ?? id);
          const there = scene.pages[OTHER_DEVICE];
          const other = there?.user === user && !there.dead() ? there : scene.open(OTHER_DEVICE, user);
          sessions.over.delete(user);
          other.signIn(user);
          doing(scene, other, other.sym.outbox.import(text));
        }),
      );
    case 'crash':
      return void scene.open(place, user);
    case 'freeze':
      return page.freeze();
    case 'thaw':
      page.thaw();
      return clock.settle(); // a page that thaws runs before it can freeze again
    case 'wait':
      return clock.advance(n % (20 * SECOND));
    case 'sleep':
      return n % 2 ? asleep(scene, (n % 24) * HOUR) : clock.advance((n % 3) * HOUR);
    case 'month': {
      const users = scene.pages.map((open) => open?.user);
      for (const at of users.keys()) scene.close(at);
      await clock.advance(30 * DAY);
      for (let at = 0; at < TABS; at++) scene.open(at, users[at] ?? user);
      return;
    }
    case 'jump':
      return clock.jump(((n % 7) - 3) * DAY);
    case 'worker': {
      const worker = scene.open(WORKER, user);
      doing(scene, worker, worker.sym.outbox.flush({ timeoutMs: 25 * SECOND }));
      clock.setTimeout(() => scene.pages[WORKER] === worker && scene.close(WORKER), 30 * SECOND);
      return;
    }
    case 'wipe':
      if (!scene.disks[0]?.wipe) return;
      promised.wiped();
      scene.futures.clear();
      return scene.disks[0].wipe();
    case 'cut':
      promised.diskFailed = true;
      return scene.disks[0]?.cut();
    case 'full':
      promised.diskFailed = true;
      scene.full = true;
      return;
    case 'room':
      scene.full = false;
      return;
    case 'future': {
      const id = `future-${scene.futures.size}-${n}`; // never the same twice, whatever the dice say
      const record = { ...future(id), scope: `${n % 2}|${user}`, lane: id };
      await scene.undisturbed(0).add(record as never); // of a release to come
      scene.futures.set(record.id, JSON.stringify(record));
      return;
    }
    case 'expire':
      return sessions.end(user);
    case 'offline':
      network.offline = true;
      return;
    case 'online':
      network.offline = false;
      return;
    case 'portal':
    case 'proxy':
    case 'busy':
    case 'limited':
    case 'scarce':
    case 'restart':
      return network.spell(kind, (kind === 'restart' ? 20 : 60 + (n % 600)) * SECOND);
    case 'staff': {
      const found = order === undefined ? undefined : scene.server.orders.get(order);
      if (found) found.version++;
      if (order !== undefined) promised.contested.add(order);
      return;
    }
  }
}

const textHash = (body: object) => hashOf(JSON.stringify(body));

type Attach = (
  id: string,
  file: Uint8Array,
  about: { kind: 'photo'; fileName: string; contentType: string },
) => Promise<Submission<unknown>>;

/** The device sleeps with all that is open on it. */
async function asleep(scene: Scene, ms: number): Promise<void> {
  const pages = scene.pages.filter((page) => page?.device === 0 && page.frozenUntil() < scene.clock.server.now());
  for (const page of pages) page?.freeze();
  await scene.clock.advance(ms);
  for (const page of pages) page?.thaw();
}

/** Runs on by itself. An error of ours is an answer like any other; another error is a defect. */
function doing(scene: Scene, page: Page, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!page.dead() && !isSymphoniaError(error))
      scene.broken.add(`errors: ${String((error as Error)?.stack ?? error)}`);
  });
}

/** Does it with some unfinished request, as a person picks one from a list. */
function withRecord(scene: Scene, page: Page, n: number, act: (record: OutboxRecord) => Promise<unknown>): void {
  const picking = page.sym.outbox.list({ state: ['queued', 'sending', 'paused', 'attention'] });
  doing(
    scene,
    page,
    picking.then((all) => all.length > 0 && act(all[n % all.length] as OutboxRecord)),
  );
}

function future(id: string) {
  return {
    v: 9,
    id,
    op: 'orders.teleport',
    method: 'POST',
    path: '/transport-orders',
    apiVersion: '2030-01-01',
    contentType: 'application/json',
    body: '{ "b": 1, "a": 2 }',
    bodyHash: 'x',
    state: 'queued',
    maybeSent: false,
    attempts: 0,
    nextAttemptAt: 0,
    epoch: 0,
    notified: false,
    createdAt: 0,
    sdk: '9.0.0',
    aFieldToCome: [1, 2, 3],
  };
}
