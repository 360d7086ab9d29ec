import { afterAll, describe, it, vi } from 'vitest';
import { findChromium } from '../../../scripts/test/browser/chromium.ts';
import { type Chromium, chromium } from './chromium.ts';
import { CHROMIUM_RULES } from './chromium-only.ts';
import { room as aRoom } from './room.ts';
import { BROWSER_RULES } from './rules.ts';

// A browser on a busy machine takes its time; what hangs is still found.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const program = findChromium();

describe.runIf(program)('in Chromium', async () => {
  if (!program) return;
  const room = await aRoom();
  let started: Promise<Chromium> | undefined;
  const browser = () => {
    started ??= chromium(program);
    return started;
  };
  afterAll(async () => (await started)?.kill());

  describe.concurrent('', () => {
    it.each([...BROWSER_RULES, ...CHROMIUM_RULES])('$name', async (rule) => {
      const profile = await (await browser()).profile();
      await rule.run({ room, browser: profile, size: 3 });
      await profile.kill();
    });
  });
});
