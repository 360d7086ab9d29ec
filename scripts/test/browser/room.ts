import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type GivenTenant, givenTenant } from '../../../server/test/given-tenant.ts';
import { type GivenTrade, givenTrade } from '../../../server/test/given-trade.ts';
import type { TestApp } from '../../../server/test/test-app.ts';
import { type Browser, startChromium } from './chromium.ts';
import { type ServedWeb, servedWeb } from './web-root.ts';

/** What the tests of this folder share: the application with its pages, and browsers that go away after each test. */
export interface Room {
  readonly app: TestApp;
  /** A fresh tenant in which one can order. */
  given(): Promise<{ tenant: GivenTenant; trade: GivenTrade }>;
  /** An empty profile folder, removed after the test. */
  profile(): Promise<string>;
  browser(profile: string): Promise<Browser>;
  /** Another process' worth of the application on the same data; stopped after the test unless it was before. */
  anotherApp(): Promise<TestApp>;
  /** Ids of the tenant's orders on the server. */
  ordersOf(tenant: GivenTenant): Promise<string[]>;
}

/** Builds the pages and starts the application before the file's tests. */
export function room(program: string): Room {
  const tidy: (() => Promise<unknown>)[] = [];
  let web: ServedWeb;
  let app: TestApp;

  beforeAll(async () => {
    web = await servedWeb();
    app = await web.start();
  }, 120_000);
  afterEach(async () => {
    for (const step of tidy.splice(0).reverse()) await step();
  });
  afterAll(async () => {
    await app.mongo.db.dropDatabase();
    await app.stop();
    await web.remove();
  });

  return {
    get app() {
      return app;
    },
    async given() {
      const tenant = await givenTenant(app);
      return { tenant, trade: await givenTrade(tenant) };
    },
    async profile() {
      const folder = await mkdtemp(join(tmpdir(), 'symphonia-profile-'));
      tidy.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
      return folder;
    },
    async browser(profile) {
      const browser = await startChromium(program, profile);
      tidy.push(browser.kill);
      return browser;
    },
    async anotherApp() {
      const other = await web.start();
      let stopped = false;
      const stop = async () => {
        if (!stopped) await other.stop();
        stopped = true;
      };
      tidy.push(stop);
      return { ...other, stop };
    },
    async ordersOf(tenant) {
      const orders = app.mongo.db.collection<{ id: string; tenantId: string }>('orders');
      return (await orders.find({ tenantId: tenant.id }, { maxTimeMS: 2_000 }).toArray()).map(({ id }) => id);
    },
  };
}
