import { expect, it } from 'vitest';
import type { ApiError } from '../src/index.ts';
import { offlineQuote, type QuoteInput } from '../src/quote/index.ts';
import { seeded } from './support/given.ts';
import { aRandomRequest, aRandomVersion, homeRequest, TRANSPORT_TYPES } from './support/random-tariffs.ts';
import { type Device, realServer, watchedCache } from './support/real-server.ts';

const SEED = 7;
const TENANTS = 2;
const PEOPLE = 3; // of each client: a person may ask 60 times a minute
const EACH = 30;

const server = await realServer();

it('a device quotes offline what the server quotes online, for clients with and without a contract and for staff', async () => {
  const random = seeded(SEED);
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

  for (let n = 0; n < TENANTS; n++) {
    const tenant = await server.tenant();
    const { sym } = tenant.admin;
    const standard = await grids(sym, random, true);
    const agreed = await grids(sym, random, false);
    const [plain, bound] = await Promise.all(
      ['Elbwerk AG', 'Odenwald GmbH'].map((name) => sym.clients.create({ name })),
    );
    const [clientId, boundId] = [plain?.data.id ?? '', bound?.data.id ?? ''];
    const validFrom = '2026-01-01T00:00:00.000Z';
    for (const { transportType, id } of agreed.slice(0, 3)) {
      const { data } = await sym.contracts.create({ clientId: boundId, transportType, gridId: id, validFrom });
      await sym.contracts.transition(data.id, { to: 'active' }, { ifMatch: 'W/"v1"' });
    }

    const withContracts = [...agreed.slice(0, 3), ...standard.slice(3)];
    const asker = (who: string, tariffs: Tariffs, more: { belongs?: Owner; asks?: string } = {}) => {
      const requests = Array.from({ length: EACH }, (_, i): QuoteInput => {
        const { transportType, version } = tariffs[i % tariffs.length] as Tariffs[number]; // one for each type
        const request =
          i < tariffs.length ? homeRequest(transportType) : aRandomRequest(random, version, transportType);
        return { ...request, ...(more.asks ? { clientId: more.asks } : {}) } as QuoteInput; // within the contract's limits
      });
      return { who, tariffs, requests, belongs: more.belongs };
    };
    const clients = Array.from({ length: PEOPLE }, () => [
      asker('client', standard, { belongs: { clientId } }),
      asker('client with contracts', withContracts, { belongs: { clientId: boundId } }),
    ]);
    const people = [
      ...clients.flat(),
      asker('staff', standard),
      asker('staff for a client with contracts', withContracts, { asks: boundId }),
    ];
    const devices = [];
    for (const { belongs, ...person } of people) {
      const kept = watchedCache();
      const parts = { cache: kept.cache, quote: offlineQuote() };
      const device = await tenant.person(belongs ? 'client' : 'dispatcher', belongs, parts);
      devices.push({ ...person, kept, device });
    }
    await Promise.all(
      devices.map(async ({ who, tariffs, requests, kept, device }) => {
        const online: Outcome[] = [];
        for (const request of requests) {
          online.push(await outcomeOf(device, request));
          await pause(60); // 20 requests a second are allowed
        }
        await kept.tariffs(tariffs.length);
        device.online = false;
        for (const [i, request] of requests.entries()) {
          const live = online[i];
          const offline = await outcomeOf(device, request);
          expect(offline, `${who}, request ${i} of seed ${SEED}: ${JSON.stringify(request)}`).toEqual(
            live?.reason ? live : { ...live, provisional: true },
          );
          count(`${who}: ${live?.reason ?? 'priced'}`);
          if (live?.gridId) expect(tariffs.map(({ id }) => id)).toContain(live.gridId);
        }
        await device.sym.close();
      }),
    );
  }

  const all = [...seen.values()].reduce((a, b) => a + b, 0);
  console.log(
    `${all} requests over HTTP and offline, seed ${SEED}, 0 differences\n${[...seen]
      .sort()
      .map(([what, times]) => `  ${String(times).padStart(5)}  ${what}`)
      .join('\n')}`,
  );
  expect(all).toBeGreaterThan(400);
}, 120_000);

type Tariffs = Awaited<ReturnType<typeof grids>>;
type Owner = { readonly clientId: string };
type NewGrid = Parameters<Device['sym']['pricing']['createGrid']>[0];

/** A random grid of each transport type, made by the API. */
function grids(sym: Device['sym'], random: () => number, standard: boolean) {
  return Promise.all(
    TRANSPORT_TYPES.map(async (transportType) => {
      const version = aRandomVersion(random);
      const name = `${standard ? 'Standard' : 'Agreed'} ${transportType}`;
      const first = version as NewGrid['first']; // the price function would also take members that say `undefined`
      const { data } = await sym.pricing.createGrid({ name, transportType, currency: 'EUR', standard, first });
      return { transportType, version, id: data.id };
    }),
  );
}

/** What a quote comes to: all it says but when, or why there is none. */
interface Outcome {
  readonly gridId?: string;
  readonly reason?: string | undefined;
  readonly [member: string]: unknown;
}

async function outcomeOf({ sym, online }: Device, request: QuoteInput): Promise<Outcome> {
  try {
    const { price, breakdown, provisional } = await sym.pricing.quote(request, {
      timeoutMs: 20_000,
      maxRetries: online ? 3 : 0,
    });
    const { quotedAt: _, ...by } = price;
    return { ...by, breakdown, provisional };
  } catch (error) {
    const { problem } = error as ApiError; // looked at in the next line
    if (problem?.code !== 'quote_not_possible') throw error;
    const [first] = problem.errors ?? [];
    return { reason: first?.code, pointer: first?.pointer, message: first?.message };
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
