import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { bundle } from '../../examples/bundle.ts';
import { aNewOrder } from '../../server/src/features/orders/orders.fixtures.ts';
import { type GivenTenant, givenTenant, PASSWORD, type Person } from '../../server/test/given-tenant.ts';
import { givenTrade } from '../../server/test/given-trade.ts';
import { testApp } from '../../server/test/test-app.ts';
import { type Browser, findChromium, startChromium } from './browser/chromium.ts';

// A browser on a busy machine takes its time; nothing here is about time.
vi.setConfig({ testTimeout: 120_000 });
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NEVER_MS = 45_000;

const app = await testApp();
const folder = await mkdtemp(join(tmpdir(), 'symphonia-examples-'));
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** The SDK's entries by their sources, so that no build is needed or disturbed. */
const { exports } = JSON.parse(readFileSync(join(ROOT, 'sdk/package.json'), 'utf8')) as {
  exports: Record<string, { default?: string }>;
};
const SDK = Object.fromEntries(
  Object.entries(exports).flatMap(([entry, { default: built }]) => {
    const source = built && join(ROOT, 'sdk', built.replace(/^\.\/dist(.*)js$/, 'src$1ts'));
    return source && existsSync(source) ? [[`@symphonia/sdk${entry.slice(1)}`, source]] : [];
  }),
);

const ordersOf = (tenant: GivenTenant) =>
  app.mongo.db.collection('orders').find({ tenantId: tenant.id }, { maxTimeMS: 2_000 }).toArray();

const program = findChromium();

describe.runIf(program)('a page', () => {
  const browser: Promise<Browser> | undefined = program ? startChromium(program, folder) : undefined;
  afterAll(async () => (await browser)?.kill());

  it.each(['vanilla', 'react'])(
    '%s: an order placed without a network is stored, and placed as soon as there is one',
    async (example) => {
      const tenant = await givenTenant(app);
      const { client } = await givenTrade(tenant);
      const page = await opened(example, await browser);
      const shows = (selector: string, text: string | RegExp) =>
        page.locator(selector).filter({ hasText: text }).first().waitFor();

      await signIn(page, tenant, client);
      await page.getByLabel('Euro pallet').check();
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Place order' }).click();
      await shows('#message', 'Stored');
      await shows('#queue li', 'queued');
      expect(await ordersOf(tenant)).toEqual([]);

      await page.context().setOffline(false);
      await shows('#live li', /placed/);
      const [order] = await ordersOf(tenant);
      const move = `/transport-orders/${order?.id}/transitions`;
      const moved = await tenant.dispatcher.post(move, { to: 'accepted' }, { 'If-Match': 'W/"v1"' });
      expect(moved.status).toBe(200);
      await shows('#live li', /accepted/);
      expect(await ordersOf(tenant)).toHaveLength(1);
      expect(await page.locator('#queue li').count()).toBe(0);
    },
  );
});

type Page = Awaited<ReturnType<Browser['context']['newPage']>>;

/** The example's page from a small server of its own: another origin than the API's. */
async function opened(example: string, browser: Browser | undefined): Promise<Page> {
  const files = await bundle(example, SDK);
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '', 'http://here').pathname);
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' }).end(file?.content);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as { port: number }; // it listens on a port
  if (!browser) throw new Error('There is no browser.');
  const page = await browser.context.newPage();
  page.setDefaultTimeout(NEVER_MS);
  await page.goto(`http://127.0.0.1:${port}/?api=${app.url}/api/v1`);
  return page;
}

async function signIn(page: Page, tenant: GivenTenant, person: Person): Promise<void> {
  await page.getByPlaceholder('Company').fill(tenant.slug);
  await page.getByPlaceholder('E-mail').fill(person.email);
  await page.getByPlaceholder('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const preload = (code: string) => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
/** `kill -9` when the server has answered its fifth order, before the program has read that. */
const KILLED = preload(`
  const send = globalThis.fetch;
  let answered = 0;
  globalThis.fetch = async (url, init) => {
    const answer = await send(url, init);
    if (String(url).endsWith('/transport-orders') && ++answered === 5) process.kill(process.pid, 'SIGKILL');
    return answer;
  };`);
/** What a killed process had on its way is left alone until its lease has run out. */
const A_MINUTE_LATER = preload('const { now } = Date; Date.now = () => now() + 60_000;');

it('the worker, killed with its orders on their way and started again, places each line once and ends', async () => {
  const tenant = await givenTenant(app);
  const { client, productId } = await givenTrade(tenant);
  const orders = Array.from({ length: 15 }, () => aNewOrder(productId));
  const lines = join(folder, 'orders.jsonl');
  await writeFile(lines, orders.map((order) => JSON.stringify(order)).join('\n'));
  const outfile = join(folder, 'worker.mjs');
  const entryPoints = [join(ROOT, 'examples/node-worker/main.ts')];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node22', alias: SDK });
  const env = { ...process.env, SYMPHONIA_URL: app.url, TENANT: tenant.slug, EMAIL: client.email, PASSWORD };
  const start = (flags: readonly string[]) => {
    const child = spawn(process.execPath, [...flags, outfile, lines, join(folder, 'queue')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    return { ended, printed: () => printed };
  };

  const first = start(KILLED);
  const [, signal] = await first.ended;
  const before = (await ordersOf(tenant)).length;
  const second = start(A_MINUTE_LATER);
  const [code] = await second.ended;

  expect(signal).toBe('SIGKILL');
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(orders.length);
  expect(code).toBe(0);
  const told = `${first.printed()}${second.printed()}`.trim().split('\n');
  const ids = orders.map(({ id }) => id).sort();
  expect([...new Set(told.map((line) => (JSON.parse(line) as { id: string }).id))].sort()).toEqual(ids);
  expect((await ordersOf(tenant)).map(({ id }) => id).sort()).toEqual(ids);
});
