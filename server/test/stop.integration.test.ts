import { Agent, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { givenTenant } from './given-tenant.ts';
import { givenTrade } from './given-trade.ts';
import { startServerProcess } from './server-process.ts';
import { testApp } from './test-app.ts';

const app = await testApp({ ROLES: 'api' });

interface Sent {
  readonly id: string;
  readonly outcome: number | 'refused' | 'cut';
}

/** Places an order over a kept-alive connection; tells a request that never got in from one that was cut. */
function place(url: string, agent: Agent, token: string, address: string, order: { id: string }): Promise<Sent> {
  return new Promise((resolve) => {
    const body = JSON.stringify(order);
    const sent = request(`${url}/api/v1/transport-orders`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-forwarded-for': address,
      },
    });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve({ id: order.id, outcome: response.statusCode ?? 0 }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ id: order.id, outcome: error.code === 'ECONNREFUSED' ? 'refused' : 'cut' }),
    );
    sent.end(body);
  });
}

describe('stopping a server', () => {
  it('answers every request it has taken, stores every order it has accepted, and ends by itself', async () => {
    const tenant = await givenTenant(app);
    const { client, productId } = await givenTrade(tenant);
    const server = await startServerProcess(app, { ROLES: 'api,realtime,worker' });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const sent: Sent[] = [];
    let stopping = false;
    const lane = async (): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        const one = await place(server.url, agent, client.token as string, tenant.address, aNewOrder(productId));
        sent.push(one);
        if (one.outcome === 'refused') return;
        if (sent.length > 20 && !stopping) {
          stopping = true;
          server.child.kill('SIGTERM');
        }
      }
    };

    const lanes = Array.from({ length: 6 }, lane);
    await Promise.all(lanes);
    const code = await server.exited;
    agent.destroy();

    expect(code).toBe(0);
    expect(stopping).toBe(true);
    // A kept-alive connection may be closed between two requests; one that is cut must not have stored anything twice.
    const accepted = sent.filter((one) => one.outcome === 201).map((one) => one.id);
    expect(accepted.length).toBeGreaterThan(20);
    const stored = await app.mongo.db
      .collection('orders')
      .find({ tenantId: tenant.id })
      .project<{ id: string }>({ id: 1 })
      .toArray();
    expect(accepted.filter((id) => !stored.some((order) => order.id === id))).toEqual([]);
    expect(sent.filter((one) => typeof one.outcome === 'number' && one.outcome >= 500)).toEqual([]);
    expect(server.log.at(-1)?.msg).toBe('stopped');
  });

  it('tells its sockets to come back elsewhere, with 1012', async () => {
    const tenant = await givenTenant(app);
    const server = await startServerProcess(app, { ROLES: 'api,realtime,worker' });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws/tracking`, 'symphonia.tracking.v1', {
      headers: { 'x-forwarded-for': tenant.address },
    });
    const frames: string[] = [];
    const welcomed = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data)) as { t: string };
        frames.push(frame.t);
        if (frame.t === 'welcome') resolve();
      });
    });
    socket.on('open', () => socket.send(JSON.stringify({ t: 'hello', v: 1, token: tenant.dispatcher.token })));
    await welcomed;
    const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));

    const code = await server.end('SIGTERM');

    expect(await closed).toBe(1012);
    expect(frames).toContain('drain');
    expect(code).toBe(0);
  });

  it('ends at once on a second signal', async () => {
    const server = await startServerProcess(app, { ROLES: 'api', DRAIN_SECONDS: '20' });
    server.child.kill('SIGTERM');
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!server.log.some((line) => line.msg === 'stopping')) return;
        clearInterval(look);
        resolve();
      }, 10);
    });
    expect(await server.end('SIGTERM')).toBe(1);
  });
});
