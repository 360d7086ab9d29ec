import { afterAll } from 'vitest';
import type { AccessToken } from '../../src/index.ts';
import { fixture } from '../fixtures/make.ts';
import { anOrderFor, aVersion } from '../support/a-trade.ts';
import {
  PASSWORD,
  type Device as Person,
  type RealServer,
  type RealTenant,
  realServer,
} from '../support/real-server.ts';
import { bundled } from './bundles.ts';
import { type Front, front } from './front.ts';
import type { App } from './page/app.ts';

/** The page's own, inside functions that run there. */
declare global {
  var app: App;
}

/** A tenant in which one can order, and two people who do. */
export interface Trade {
  readonly tenant: RealTenant;
  readonly people: readonly [Person, Person];
  readonly order: ReturnType<typeof anOrderFor>;
  /** Ids of the tenant's orders on the server. */
  orders(): Promise<string[]>;
}

/** What all tests of a file share. */
export interface Room {
  /** A fresh tenant, origin and person; the person is signed in on the device. */
  given(): Promise<{ trade: Trade; front: Front }>;
}

export async function room(): Promise<Room> {
  const server = await realServer();
  const [app, old, worker, lend, conformance] = await Promise.all([
    bundled('app'),
    bundled('app', fixture('0.1.0').tarball),
    bundled('worker'),
    bundled('lend'),
    bundled('conformance'),
  ]);
  const page = (script: string) => `<!doctype html><form></form><script type="module" src="${script}"></script>`;
  const files = {
    '/app.js': app,
    '/sw.js': worker,
    '/lend.js': lend,
    '/old.js': old,
    '/old.html': page('/old.js'),
    '/conformance.js': conformance,
    '/conformance.html': page('/conformance.js'),
  };
  const fronts: Front[] = [];
  afterAll(() => Promise.all(fronts.map((it) => it.stop())));
  return {
    async given() {
      const trade = await aTrade(server);
      const address = `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.7`;
      const it = await front(server.url, address, files);
      it.user = session(trade.people[0]);
      fronts.push(it);
      return { trade, front: it };
    },
  };
}

/** The app's own server: who is signed in there gets a token of the API. */
export function session(person: Person): () => Promise<AccessToken> {
  return () => person.tokens.getToken({ force: false, signal: new AbortController().signal });
}

/** The same after a sign-out, which ended what there was before. */
export async function newSession({ tenant }: Trade, { email }: Person): Promise<NonNullable<Front['user']>> {
  const { data } = await tenant.admin.sym.auth.login({ tenant: tenant.slug, email, password: PASSWORD });
  return async () => data;
}

async function aTrade(server: RealServer): Promise<Trade> {
  const tenant = await server.tenant();
  const { sym } = tenant.admin;
  const [client, product] = await Promise.all([
    sym.clients.create({ name: 'Odenwald Maschinenbau GmbH' }),
    sym.products.create({ name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' }),
    sym.pricing.createGrid({ name: 'Groupage', transportType: 'ltl', currency: 'EUR', first: aVersion(4500) }),
    sym.carriers.create({
      name: 'Main Kurier',
      citiesCovered: ['Darmstadt', 'Frankfurt am Main'],
      transportTypes: ['ltl'],
    }),
  ]);
  const belongs = { clientId: client.data.id };
  const people = [await tenant.person('client', belongs), await tenant.person('client', belongs)] as const;
  const { tenant: tenantId } = await session(tenant.admin)();
  return {
    tenant,
    people,
    order: anOrderFor(product.data.id),
    orders: async () => {
      const all = server.db.collection<{ id: string; tenantId: string }>('orders');
      return (await all.find({ tenantId }).toArray()).map(({ id }) => id).sort();
    },
  };
}
