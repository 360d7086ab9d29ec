import { randomInt } from 'node:crypto';
import { describe } from 'vitest';
import { anOrderFor, aVersion } from './support/a-trade.ts';
import { type Device, PASSWORD, realServer } from './support/real-server.ts';
import { type Somebody, serverContract } from './support/server-contract.ts';

const server = await realServer();

const somebody = async ({ tokens }: Device): Promise<Somebody> =>
  tokens.getToken({ force: false, signal: new AbortController().signal });

describe('the real server keeps the contract', () => {
  serverContract(async () => {
    const { slug, admin, person } = await server.tenant();
    const { sym } = admin;
    const product = {
      name: 'Pallet',
      transportType: 'ltl',
      unit: 'pallet',
      limits: {},
      proofRequired: 'none',
    } as const;
    const { data } = await sym.products.create(product);
    const grid = {
      name: 'Standard',
      transportType: 'ltl',
      currency: 'EUR',
      first: aVersion(1200),
    } as const;
    await sym.pricing.createGrid(grid);
    const clients = await Promise.all(['Elbwerk AG', 'Odenwald GmbH'].map((name) => sym.clients.create({ name })));
    const [ada, bob] = await Promise.all(clients.map((one) => person('client', { clientId: one.data.id })));
    const dan = await person('dispatcher');
    if (!ada || !bob) throw new Error('Two have signed in.');
    const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
    return {
      ada: await somebody(ada),
      bob: await somebody(bob),
      dan: await somebody(dan),
      base: `${server.url}/api/v1`,
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('X-Forwarded-For', address);
        return fetch(input, { ...init, headers });
      },
      account: { tenant: slug, email: ada.email, password: PASSWORD },
      order: anOrderFor(data.id),
    };
  });
});
