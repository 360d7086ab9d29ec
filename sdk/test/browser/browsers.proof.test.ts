import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it, vi } from 'vitest';
import { findChromium } from '../../../scripts/test/browser/chromium.ts';
import { findFirefox, firefox } from '../support/firefox.ts';
import { FULL } from '../support/proof.ts';
import { findWebkit, webkit } from '../support/webkit.ts';
import { type Chromium, chromium } from './chromium.ts';
import { CHROMIUM_RULES } from './chromium-only.ts';
import { room as aRoom } from './room.ts';
import { BROWSER_RULES } from './rules.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

/** Orders of each tab, and the like. */
const SIZE = 10;
const rows: { browser: string; rule: string; seconds: number; result: string }[] = [];
const missing: string[] = [];
// Nothing of it is needed while all is left out.
const room = FULL ? await aRoom() : (undefined as never);

/** Runs a rule and keeps what came of it for the written proof. */
async function proved(browser: string, rule: string, run: () => Promise<void>): Promise<void> {
  const began = Date.now();
  const row = { browser, rule, seconds: 0, result: 'failed' };
  rows.push(row);
  try {
    await run();
    row.result = 'passed';
  } finally {
    row.seconds = Math.round((Date.now() - began) / 1000);
    if (FULL) written();
  }
}

const program = findChromium();
describe.runIf(program && FULL)('in Chromium', () => {
  let started: Promise<Chromium> | undefined;
  afterAll(async () => (await started)?.kill());

  it.each([...BROWSER_RULES, ...CHROMIUM_RULES])('$name', async (rule) => {
    started ??= chromium(program ?? '');
    const browser = await (await started).profile();
    await proved('Chromium', rule.name, () => rule.run({ room, browser, size: SIZE })).finally(browser.kill);
  });
});

const foxProgram = findFirefox();
const kitProgram = findWebkit();
const OTHERS = [
  ['Firefox', foxProgram ? () => firefox(foxProgram) : undefined, 'firefox, or FIREFOX_PATH'],
  [
    'WebKit',
    kitProgram ? () => webkit(kitProgram.driver, kitProgram.display) : undefined,
    'WebKitWebDriver, MiniBrowser and Xvfb, or WEBKIT_PATH',
  ],
] as const;

for (const [name, open, needed] of OTHERS) {
  if (!open) {
    missing.push(`${name} was not there (${needed}); nothing of it is proved.`);
    console.warn(`skipped: ${name} is not installed (${needed})`);
  }
  describe.runIf(open && FULL)(`in ${name}`, () => {
    it.each(BROWSER_RULES)('$name', async (rule) => {
      const browser = await open?.(); // each rule on a profile of its own
      if (browser)
        await proved(name, rule.name, () => rule.run({ room, browser, size: SIZE })).finally(() => browser.kill());
    });
  });
}

/** After each rule, so that a run which is ended half-way shows how far it came. */
function written(): void {
  const passed = (browser: string, rule: string) => {
    const row = rows.find((one) => one.browser === browser && one.rule === rule);
    return row ? `${row.result}, ${row.seconds} s` : '';
  };
  const names = ['Chromium', 'Firefox', 'WebKit'];
  const rules = [...BROWSER_RULES, ...CHROMIUM_RULES].map(({ name }) => name);
  const text = [
    '# Browsers: the same promises in Chromium, Firefox and WebKit',
    '',
    `\`npm run proof -- browsers\`, ${new Date().toISOString().slice(0, 10)}; a real server, a real browser, ${SIZE} orders where a rule speaks of many.`,
    '',
    `| rule | ${names.join(' | ')} |`,
    `| --- |${names.map(() => ' --- |').join('')}`,
    ...rules.map((rule) => `| ${rule} | ${names.map((browser) => passed(browser, rule)).join(' | ')} |`),
    '',
    'An empty field: the rule needs what only Chromium can be told (freezing a tab, a quota, killing a worker, Background Sync).',
    ...missing,
    '`npm test` holds the small form in Chromium.',
    '',
    'An order placed offline, its tab closed, the browser killed, opened again and accepted once (`npm run proof -- screens`):',
    '[placed](screens/1-placed-offline.png), [reopened](screens/2-reopened-after-kill.png), [accepted](screens/3-accepted-once.png).',
    '',
  ].join('\n');
  writeFileSync(fileURLToPath(new URL('../../../docs/proofs/browsers.md', import.meta.url)), text);
}
