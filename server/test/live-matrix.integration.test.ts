import { describe, expect, it } from 'vitest';
import { givenTransport } from '../src/features/tracking/given-transport.fixtures.ts';
import { watcher } from '../src/features/tracking/watcher.fixtures.ts';
import { aLinkTo } from '../src/features/tracking-links/tracking-links.fixtures.ts';
import { eventually } from '../src/platform/cache/redis.fixtures.ts';
import type { OperationId } from '../src/platform/http/contract.gen.ts';
import { read } from '../src/platform/realtime/fallback.fixtures.ts';
import { caller } from './caller.ts';
import { methodOf, OPERATION_IDS, rowOf } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { testApp } from './test-app.ts';

const app = await testApp();

/** An order under way with everybody who might want to watch it, and a job of its admin. */
async function given() {
  const transport = await givenTransport(app);
  const { tenant, client, carrier, driver, dispatcher, clientId, carrierId, vehicleId, orderId, place } = transport;
  const others = {
    clientId: String((await tenant.admin.post('/clients', { name: 'Elbwerk' })).body.id),
    carrierId: String(
      (
        await tenant.admin.post('/carriers', {
          name: 'Elbe Kurier',
          citiesCovered: ['Darmstadt'],
          transportTypes: ['ltl'],
        })
      ).body.id,
    ),
  };
  const csv = 'name,transportType,unit\nBox,express,piece\n';
  const job = (await tenant.admin.raw('post', '/products/import', csv, { 'Content-Type': 'text/csv' })).body;
  const people: Record<string, string | undefined> = {
    admin: tenant.admin.token,
    dispatcher: dispatcher.token,
    'its client': client.token,
    'another client': (await tenant.person('client', { clientId: others.clientId })).token,
    'its carrier': carrier.token,
    'another carrier': (await tenant.person('carrier', { carrierId: others.carrierId })).token,
    'its driver': driver.token,
    'a colleague of its driver': (await tenant.person('driver', { carrierId })).token,
    'its recipient': (await aLinkTo(orderId, client)).token,
    'the recipient of another order': (await aLinkTo(await place(), client)).token,
    'an admin of another tenant': (await givenTransport(app, 'accepted')).tenant.admin.token,
  };
  const channels = [
    `order:${orderId}`,
    `client:${clientId}`,
    `vehicle:${vehicleId}`,
    'board:5,47,15,55',
    `job:${job.id}`,
  ];
  return { people, channels };
}

/** What each of them may watch, of order, client, vehicle, board and the admin's job. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  admin: ['order', 'client', 'vehicle', 'board', 'job'],
  dispatcher: ['order', 'client', 'vehicle', 'board', 'job'],
  'its client': ['order', 'client'],
  'another client': [],
  'its carrier': ['order', 'vehicle', 'board'],
  'another carrier': ['board'],
  'its driver': ['order', 'vehicle'],
  'a colleague of its driver': [],
  'its recipient': ['order'],
  'the recipient of another order': [],
  'an admin of another tenant': ['board'],
};

type Answers = readonly { readonly t: string; readonly ch?: unknown; readonly code?: unknown }[];
/** The kinds of channels that were opened; every other one was answered as one that is not there. */
function opened(answers: Answers): string[] {
  const refused = answers.filter(({ t }) => t === 'error');
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(refused.length > 0 ? ['not_found'] : []));
  return answers.filter(({ t }) => t === 'subscribed').map(({ ch }) => String(ch).split(':')[0] ?? '');
}

describe('who may watch what', () => {
  it('is the same over sockets, server-sent events and long polls', async () => {
    const { people, channels } = await given();
    const found: Record<string, string[][]> = {};
    for (const [who, token = ''] of Object.entries(people)) {
      const socket = await watcher(app.url, token);
      const bySocket = [];
      for (const ch of channels) bySocket.push(await socket.sub(ch));
      socket.close();
      const address = anAddress();
      const stream = await read(app.url, channels, { token, headers: { 'x-forwarded-for': address } });
      await eventually(() => expect(stream.frames.length).toBeGreaterThanOrEqual(channels.length));
      stream.leave();
      const query = channels.map((ch) => `ch=${encodeURIComponent(ch)}`).join('&');
      const polled = await caller(app.url, { address, token }).get(`/tracking/events?${query}&wait=0`);
      found[who] = [opened(bySocket), opened(stream.frames as Answers), opened(polled.body.frames)];
    }
    const promised = Object.entries(MAY).map(([who, kinds]) => [who, [kinds, kinds, kinds]]);
    expect(found).toEqual(Object.fromEntries(promised));
  });
});

describe('a tracking link', () => {
  it('opens no other operation of the whole contract', async () => {
    const { people } = await given();
    const recipient = caller(app.url, { address: anAddress(), token: people['its recipient'] ?? '' });
    const others = OPERATION_IDS.filter((id) => !rowOf(id).public && !rowOf(id).device && !WATCHING.includes(id));
    const answers: [string, number, string][] = [];
    for (const id of others) {
      const answer = await recipient.send(methodOf(id), rowOf(id).path.replaceAll(/\{\w+\}/g, 'x'), undefined);
      answers.push([id, answer.status, answer.body.code]);
    }
    expect(answers).toEqual(others.map((id) => [id, 403, 'action_not_allowed']));
  });
});

const WATCHING: readonly OperationId[] = ['streamTracking', 'pollTracking'];
