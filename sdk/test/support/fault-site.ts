import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { accessTokenOf } from '../../src/core/token-source.ts';
import { sqliteOutbox } from '../../src/storage/sqlite-outbox.ts';
import { anOrderFor, aVersion } from './a-trade.ts';
import type { FaultSite } from './fault-judge.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { PASSWORD, type RealServer, realServer } from './real-server.ts';

/** A real server of the file's own behind a fault proxy, and SQLite stores on a disk; each call makes a tenant of its own. */
export async function faultServer(): Promise<() => Promise<FaultSite>> {
  const server = await realServer();
  const address = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const proxy = await faultProxy(server.url, address);
  const folder = mkdtempSync(join(tmpdir(), 'sym-faults-'));
  afterAll(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });
  return () => siteOf(server, proxy, (name) => sqliteOutbox(join(folder, `${name}.db`)));
}

async function siteOf(server: RealServer, proxy: FaultProxy, store: FaultSite['store']): Promise<FaultSite> {
  const { slug, admin, person } = await server.tenant();
  const product = await admin.sym.products.create({ name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });
  const first = aVersion(4500);
  await admin.sym.pricing.createGrid({ name: 'Groupage', transportType: 'ltl', currency: 'EUR', first });
  const order = anOrderFor(product.data.id);
  const counter = await person('dispatcher');

  const someone = async () => {
    const { data: client } = await admin.sym.clients.create({ name: 'Elbwerk AG' });
    return { clientId: client.id, device: await person('client', { clientId: client.id }) };
  };
  const shared = await someone();

  return {
    proxy,
    direct: server.url,
    store,
    async user(alone) {
      const { clientId, device } = alone ? await someone() : shared;
      const all = async () => {
        const { data } = await counter.sym.orders.list({ clientId, limit: 100 });
        return data.data.map(({ id }) => id);
      };
      const old = new Set(await all());
      return {
        token: await device.tokens.getToken({ force: false, signal: new AbortController().signal }),
        session: device,
        order,
        async signIn() {
          const { data } = await device.sym.auth.login({ tenant: slug, email: device.email, password: PASSWORD });
          return accessTokenOf(data, Date.now());
        },
        orders: async () => (await all()).filter((id) => !old.has(id)),
      };
    },
  };
}
