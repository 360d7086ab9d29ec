import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { findChromium } from './chromium.ts';
import { orderOutlivesBrowser } from './outlives.ts';
import { room } from './room.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const program = findChromium();
const FOLDER = fileURLToPath(new URL('../../../docs/proofs/screens/', import.meta.url));

describe.runIf(program && process.env.PROOF === 'full')('the page, seen', () => {
  const here = room(program ?? '');

  it('an order placed offline, after the browser was killed, and accepted once: a picture of each', async () => {
    vi.stubEnv('SCREENSHOTS', FOLDER);
    await orderOutlivesBrowser(here);
    vi.unstubAllEnvs();
    for (const name of ['1-placed-offline', '2-reopened-after-kill', '3-accepted-once']) {
      const { size } = statSync(`${FOLDER}${name}.png`);
      expect(size, name).toBeGreaterThan(20_000);
      expect(size, name).toBeLessThan(150_000);
    }
  });
});
