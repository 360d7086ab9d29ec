import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { startChromium } from '../../../scripts/test/browser/chromium.ts';
import type { Tab, TestBrowser } from './tabs.ts';

/** A window of Chromium, with what only Chromium can be told. */
export interface ChromiumTab extends Tab {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** The process of the page dies at once; its locks and connections are gone. */
  crash(): Promise<void>;
}

/** One process, of which each test takes a profile of its own that nobody else sees. */
export interface Chromium {
  profile(): Promise<ChromiumProfile>;
  kill(): Promise<void>;
}

export interface ChromiumProfile extends TestBrowser {
  readonly context: BrowserContext;
  tab(url: string): Promise<ChromiumTab>;
}

export async function chromium(program: string): Promise<Chromium> {
  const folder = mkdtempSync(join(tmpdir(), 'symphonia-profile-'));
  const started = await startChromium(program, folder);
  return {
    async profile() {
      const context = await started.context.browser()?.newContext();
      if (!context) throw new Error('Chromium has gone.');
      return {
        name: 'Chromium',
        context,
        tab: async (url) => {
          const page = await context.newPage();
          const tab = await tabOf(page);
          await tab.goto(url);
          return tab;
        },
        kill: () => context.close(),
      };
    },
    async kill() {
      await started.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function tabOf(page: Page): Promise<ChromiumTab> {
  const cdp = await page.context().newCDPSession(page);
  return {
    page,
    cdp,
    run: <A>(fn: (arg: A) => unknown, arg?: A) =>
      page.evaluate(`(${fn})(${JSON.stringify(arg) ?? ''})`) as Promise<never>, // the function's own result
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    close: () => page.close({ runBeforeUnload: false }),
    async crash() {
      const crashed = page.waitForEvent('crash');
      void cdp.send('Page.crash').catch(() => {}); // nobody is left to answer
      await crashed;
    },
  };
}
