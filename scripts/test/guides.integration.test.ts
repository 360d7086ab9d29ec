import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { givenTenant, PASSWORD } from '../../server/test/given-tenant.ts';
import { givenTrade } from '../../server/test/given-trade.ts';
import { testApp } from '../../server/test/test-app.ts';
import { hasTool } from './tool.ts';

const run = promisify(execFile);
const app = await testApp();

/** The shell of a guide: its blocks in order, as one script that stops at the first thing that is not as it says. */
async function shellOf(guide: string): Promise<string> {
  const text = await readFile(new URL(`../../docs/guides/${guide}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]);
  return `set -euo pipefail\n${blocks.join('\n')}`;
}

describe('the guides', () => {
  it.skipIf(!hasTool('jq', 'apt-get install jq'))('for integrators runs as it stands', async () => {
    const tenant = await givenTenant(app);
    await givenTrade(tenant);
    const script = await shellOf('integrator.md');

    const env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      URL: app.url,
      TENANT: tenant.slug,
      EMAIL: tenant.admin.email,
      PASSWORD,
    };
    const outcome = await run('bash', ['-x', '-c', script], { env }).catch((error: { stderr: string }) => error);

    expect(
      'stdout' in outcome && !(outcome instanceof Error)
        ? 'ran'
        : `${(outcome as { stderr: string }).stderr.slice(-1_500)}`,
    ).toBe('ran');
  });
});
