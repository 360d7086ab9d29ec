import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Symphonia } from '../src/index.ts';
import { isRejected, type NewOrder, outbox } from '../src/outbox/index.ts';
import { offlineQuote } from '../src/quote/index.ts';
import { sqliteOutbox } from '../src/storage/sqlite-outbox.ts';
import { type Tracking, type TrackingEvent, tracking } from '../src/tracking/index.ts';
import { anOrderFor, aVersion } from './support/a-trade.ts';
import { type Device, realServer, watchedCache } from './support/real-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'sym-show-'));
afterAll(() => rmSync(folder, { recursive: true }));
const server = await realServer();

it('an order placed offline at a price that changed meanwhile is kept, reviewed, and placed at the new price when its client agrees', async () => {
  const { tenant, clientId, productId, gridId } = await aTrade();
  const kept = watchedCache();
  const parts = { outbox: outbox(sqliteOutbox(join(folder, 'outbox.db'))), cache: kept.cache, quote: offlineQuote() };
  const client = await tenant.person('client', { clientId }, { ...parts, realtime: tracking() });
  const dispatcher = await tenant.person('dispatcher', undefined, { realtime: tracking() });
  const watchers = [watch(client, clientId), watch(dispatcher, clientId)];
  await eventually(() => expect(watchers.map(({ live }) => live())).toEqual([true, true]));
  const { sym } = client;

  const { price: _, ...asked } = anOrderFor(productId);
  const live = await sym.pricing.quote(forQuote(asked));
  await kept.tariffs(1);
  say(`online, the client quotes ${money(live.price)} and keeps the grid`);
  expect(live).toMatchObject({ provisional: false, price: { total: 22_500, gridId, gridVersion: 1 } });

  client.online = false;
  const quoted = await sym.pricing.quote(forQuote(asked));
  say(`offline, it quotes ${money(quoted.price)}, provisionally`);
  expect(quoted).toMatchObject({ provisional: true, price: { ...live.price, quotedAt: quoted.price.quotedAt } });

  const draft = sym.orders.draft();
  const submitted = await sym.orders.submit(draft, { ...asked, price: quoted.price });
  say(`and places its order: on ${submitted.durability}, ${await submitted.state()}`);
  expect([submitted.durability, await submitted.state()]).toEqual(['disk', 'queued']);

  const { data: second } = await tenant.admin.sym.pricing.addGridVersion(gridId, aVersion(5000));
  say(`meanwhile the admin publishes version ${second.version} at 50.00 instead of 45.00 a 100 kg; quotes hold 0 days`);
  expect(await sym.outbox.flush({ timeoutMs: 100 })).toEqual({ pending: 1 });

  client.online = true;
  await sym.outbox.flush();
  const reviewed = await submitted.accepted({ timeoutMs: 20_000 });
  if (isRejected(reviewed)) throw new Error(`Refused: ${JSON.stringify(reviewed)}`);
  const { issues, alternative } = reviewed;
  say(
    `back online it is accepted as ${reviewed.status}: ${issues.map(({ code }) => code)}, alternative ${money(alternative?.price)}`,
  );
  expect(reviewed).toMatchObject({ id: draft.id, status: 'review', price: { total: 22_500, gridVersion: 1 } });
  expect(issues.map(({ code }) => code)).toEqual(['price_changed']);
  expect(alternative?.price).toMatchObject({ total: 25_000, gridId, gridVersion: 2 });

  const agreed = await sym.orders.acceptAlternative(draft.id, alternative?.id ?? '');
  const placed = await agreed.accepted({ timeoutMs: 20_000 });
  if (isRejected(placed)) throw new Error(`Refused: ${JSON.stringify(placed)}`);
  say(`the client agrees: ${placed.status} at ${money(placed.price)}`);
  expect(placed).toMatchObject({
    id: draft.id,
    status: 'placed',
    issues: [],
    price: { total: 25_000, gridVersion: 2 },
  });

  // The last event: what was told twice before it has been told twice by then.
  const last = await sym.orders.amend(draft.id, { instructions: 'Ring twice.' });
  expect(isRejected(await last.accepted({ timeoutMs: 20_000 }))).toBe(false);
  const told: string[] = [];
  for await (const event of dispatcher.sym.orders.events(draft.id)) told.push(`${event.sequence} ${event.type}`);
  told.sort();
  await eventually(() => expect(watchers.map(({ seen }) => seen.at(-1))).toEqual([told.at(-1), told.at(-1)]));
  for (const { seen } of watchers) expect(seen).toEqual(told);
  say(`both watchers saw every event once: ${told.join(', ')}`);
  expect(told).toEqual(['1 order.review_needed', '2 order.placed', '3 order.amended']);
  expect(await idsOf(dispatcher.sym.orders.list())).toEqual([draft.id]);
  await Promise.all([client.sym.close(), dispatcher.sym.close()]);
}, 60_000);

/** A tenant whose quotes hold for no day beyond their version, with a client, a product and a grid. */
async function aTrade() {
  const tenant = await server.tenant();
  await server.db.collection('tenants').updateOne({ slug: tenant.slug }, { $set: { priceHoldDays: 0 } });
  const { clients, products, pricing } = tenant.admin.sym;
  const { data: client } = await clients.create({ name: 'Odenwald Maschinenbau GmbH' });
  const { data: product } = await products.create({ name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });
  const head = { name: 'Groupage', transportType: 'ltl', currency: 'EUR' } as const;
  const { data: grid } = await pricing.createGrid({ ...head, first: aVersion(4500) });
  return { tenant, clientId: client.id, productId: product.id, gridId: grid.id };
}

function forQuote({
  transportType,
  lines,
  pickup,
  delivery,
}: Pick<NewOrder, 'transportType' | 'lines' | 'pickup' | 'delivery'>) {
  const place = ({ city, postcode, country, coordinates }: typeof pickup) => ({ city, postcode, country, coordinates });
  return {
    transportType,
    lines: lines.map(({ weightGrams }) => ({ weightGrams })),
    pickup: place(pickup),
    delivery: place(delivery),
  };
}

/** Watches all orders of a client, and keeps what it sees. */
function watch({ sym }: Device, client: string) {
  const subscription = sym.tracking.subscribe({ client });
  const seen: string[] = [];
  void (async () => {
    for await (const event of subscription) if (event.kind === 'event') seen.push(label(event));
  })();
  return { seen, live: () => subscription.status().state === 'live' };
}

const label = ({ type, data }: Extract<TrackingEvent, { kind: 'event' }>) =>
  `${(data as { sequence?: number }).sequence} ${type}`;

async function idsOf(orders: ReturnType<Symphonia<Tracking>['orders']['list']>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of orders) ids.push(id);
  return ids;
}

const steps: string[] = [];
const say = (what: string) => steps.push(`${steps.length + 1}. ${what}`);
afterAll(() => console.log(steps.join('\n')));
const money = (price?: { readonly total: number; readonly currency: string }) =>
  price ? `${(price.total / 100).toFixed(2)} ${price.currency}` : 'nothing';

async function eventually(check: () => void): Promise<void> {
  for (const until = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
