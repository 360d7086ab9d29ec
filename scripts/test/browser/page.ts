import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { GivenTenant, Person } from '../../../server/test/given-tenant.ts';
import { PASSWORD } from '../../../server/test/given-tenant.ts';

/** Waiting is for conditions; this only says when a condition is taken for never. */
const NEVER_MS = 45_000;

/** A window of the page, used as a person would. */
export interface Window {
  readonly page: Page;
  signIn(person: Person): Promise<void>;
  /** Fills the order form; the product is the first one shown. */
  fillOrder(order: { from?: string; to?: string; kg: number }): Promise<void>;
  placeOrder(): Promise<void>;
  /** Waits until an element holds what is looked for. */
  shows(selector: string, text: string | RegExp): Promise<void>;
  /** Looks at the page for whoever wants to see it: a file in `SCREENSHOTS`, when that is set. */
  picture(name: string): Promise<void>;
}

/** Opens the page of a tenant in a new window; its requests come from that tenant's own address. */
export async function openWindow(context: BrowserContext, url: string, tenant: GivenTenant): Promise<Window> {
  await context.setExtraHTTPHeaders({ 'X-Forwarded-For': tenant.address });
  const page = await context.newPage();
  page.setDefaultTimeout(NEVER_MS);
  await page.goto(url);
  return windowOf(page, tenant);
}

function windowOf(page: Page, tenant: GivenTenant): Window {
  const shows = async (selector: string, text: string | RegExp) => {
    await page.locator(selector).filter({ hasText: text }).first().waitFor();
  };
  return {
    page,
    shows,
    async signIn(person) {
      await page.getByLabel('Company', { exact: true }).first().fill(tenant.slug);
      await page.getByLabel('E-mail').fill(person.email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await shows('#who', 'Sign out');
    },
    async fillOrder({ from = 'Darmstadt', to = 'Frankfurt am Main', kg }) {
      const form = page.locator('#order-form');
      await page.locator('#product-list input').first().check();
      await form.locator('[name=from]').selectOption(from);
      await form.locator('[name=fromName]').fill('Odenwald Maschinenbau');
      await form.locator('[name=fromStreet]').fill('Rheinstraße 99');
      await form.locator('[name=to]').selectOption(to);
      await form.locator('[name=toName]').fill('Messe Frankfurt, Tor Nord');
      await form.locator('[name=toStreet]').fill('Ludwig-Erhard-Anlage 1');
      await form.locator('[name=kg]').fill(String(kg));
    },
    placeOrder: () => page.getByRole('button', { name: 'Place order' }).click(),
    async picture(name) {
      const folder = process.env.SCREENSHOTS;
      if (!folder) return;
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    },
  };
}
