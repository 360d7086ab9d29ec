import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { givenTenant, PASSWORD } from '../../server/test/given-tenant.ts';
import { givenTrade } from '../../server/test/given-trade.ts';
import { testApp } from '../../server/test/test-app.ts';
import { hasTool } from './tool.ts';

const app = await testApp();
/** Each guide starts a hundred programs, on a machine that may be busy. */
const LONG_MS = 120_000;

/** What the other guides ask their reader to have gone through: the integrator's guide up to this heading. */
const BEGINNING = '## Moves';

/** The shell blocks of a guide, or of its part before a heading, in order. */
async function blocksOf(guide: string, before?: string): Promise<string[]> {
  const text = await readFile(new URL(`../../docs/guides/${guide}`, import.meta.url), 'utf8');
  const part = before === undefined ? text : text.slice(0, text.indexOf(`\n${before}\n`));
  return [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
}

/** Runs blocks as one script that stops at the first thing that is not as it says; `ran`, or the end of its trace. */
async function outcomeOf(blocks: readonly string[], env: Record<string, string>): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'symphonia-guide-'));
  // An address of its own: all tests together ask for more tokens than one address gets.
  const address = `10.${[1, 2, 3].map(() => randomInt(1, 255)).join('.')}`;
  await writeFile(join(scratch, '.curlrc'), `header = "X-Forwarded-For: ${address}"\n`);
  const script = ['set -euo pipefail', ...blocks].join('\n').replaceAll('/tmp/', `${scratch}/`);
  try {
    return await new Promise((resolve) => {
      execFile(
        'bash',
        ['-x', '-c', script],
        { env: { ...process.env, ...env, CURL_HOME: scratch } },
        (error, _stdout, stderr) => resolve(error ? stderr.slice(-1_500) : 'ran'),
      );
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

describe.skipIf(!hasTool('jq', 'apt-get install jq'))('runs as it stands, on a tenant of its own:', () => {
  it.each([
    ['integrator.md', []],
    ['documents.md', ['integrator.md']],
    ['reviews.md', ['integrator.md']],
    ['changing-things.md', ['integrator.md']],
    ['trackers.md', ['integrator.md']],
    ['tracking-links.md', ['integrator.md']],
    ['live-tracking.md', ['integrator.md']],
  ])(
    '%s',
    async (guide, first) => {
      const tenant = await givenTenant(app);
      await givenTrade(tenant);
      const beginnings = await Promise.all(first.map((one) => blocksOf(one, BEGINNING)));
      const blocks = [...beginnings.flat(), ...(await blocksOf(guide))];

      const outcome = await outcomeOf(blocks, {
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        URL: app.url,
        TENANT: tenant.slug,
        EMAIL: tenant.admin.email,
        PASSWORD,
      });

      expect(outcome).toBe('ran');
    },
    LONG_MS,
  );
});

it('operators read of the daily tasks that are done, and of no other', async () => {
  const text = await readFile(new URL('../../docs/guides/operator.md', import.meta.url), 'utf8');
  const told = [...text.matchAll(/^\| `(\w+\.[\w-]+)` \|/gm)].map(([, task]) => task);

  // The first round of a fresh database does all of them.
  await vi.waitFor(
    async () => expect(await app.mongo.db.collection('schedules').distinct('_id')).toEqual(told.toSorted()),
    { timeout: 20_000, interval: 200 },
  );
});
