// Runs on Node 20 with node:test: live faults at submit() over real sockets; each order queued, then one on the server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createSymphonia } from '@symphonia/sdk';
import { outbox } from '@symphonia/sdk/outbox';
import { nodeOutbox } from '@symphonia/sdk/outbox-node';
import { fakeSymphonia } from '@symphonia/sdk/testing';
import { aNewOrder } from './order.mjs';

const root = mkdtempSync(join(tmpdir(), 'sym-faults20-'));
after(() => rmSync(root, { recursive: true }));

const html = (status) => (response) => {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end('<h1>Welcome to the Wi-Fi</h1>');
};

/** How the server treats a request instead of answering it; `after` = it works first. */
const ROWS = {
  '1. offline': { cut: true },
  '2. captive portal: 200 HTML': { instead: html(200) },
  '3. 200 {} that is not ours': {
    instead: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  },
  '4. 503 HTML of a load balancer': { instead: html(503) },
  '9. commit, then connection cut': { cut: true, after: true },
};

for (const [name, { cut, instead, after: works }] of Object.entries(ROWS)) {
  test(name, async () => {
    const api = fakeSymphonia();
    const token = { token: 't', sub: 'ada', tenant: 'ten_1', expiresAt: Date.now() + 3_600_000 };
    api.tokens.set('t', token);
    let bad = true;
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const init = { method: request.method, headers: request.headers, ...(body ? { body } : {}) };
      const ask = () => api.fetch(api.baseUrl + request.url.replace('/api/v1', ''), init);
      if (bad && works) await ask();
      if (bad && cut) return request.socket.destroy();
      if (bad) return instead(response);
      const answer = await ask();
      response.writeHead(answer.status, [...answer.headers].flat());
      response.end(await answer.text());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sym = createSymphonia({
      baseUrl: `http://127.0.0.1:${server.address().port}/api/v1`,
      auth: { getToken: async () => token },
      outbox: outbox(nodeOutbox(join(root, name.slice(0, 1)))),
    });
    const submitted = await sym.orders.submit(sym.orders.draft(), aNewOrder());
    assert.equal(submitted.durability, 'disk');
    await sym.outbox.flush({ timeoutMs: 500 });
    assert.equal(await submitted.state(), 'queued');
    assert.equal(api.orders.size, works ? 1 : 0);
    bad = false;
    assert.deepEqual(await sym.outbox.flush({ timeoutMs: 20_000 }), { pending: 0 });
    assert.deepEqual(
      [...api.orders.values()].map(({ id }) => id),
      [submitted.id],
    );
    assert.equal((await sym.outbox.get(submitted.id)).receipt.replayed, works === true);
    await sym.outbox.close();
    server.closeAllConnections();
    server.close();
  });
}
