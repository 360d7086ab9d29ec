import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freePort, silent } from '../cache/redis.fixtures.ts';
import { createNewRelicTelemetry, type NewRelicAgent } from './telemetry.ts';

const script = fileURLToPath(new URL('./telemetry-process.fixtures.ts', import.meta.url));

/** What a process says that was started with these flags and this environment. */
async function said(flags: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const result = await promisify(execFile)(process.execPath, [...flags, script], { env });
  return result.stdout;
}

it('without the flag nobody is told, and jobs run all the same', async () => {
  expect(await said([])).toBe('none: on its own');
});

it('with the flag and a key jobs run as transactions of the agent', { timeout: 30_000 }, async () => {
  const env = {
    NEW_RELIC_NO_CONFIG_FILE: 'true',
    NEW_RELIC_APP_NAME: 'symphonia-test',
    NEW_RELIC_LICENSE_KEY: '0'.repeat(40),
    NEW_RELIC_LOG_ENABLED: 'false',
    // Nobody listens there: what the agent would tell stays here.
    NEW_RELIC_HOST: '127.0.0.1',
    NEW_RELIC_PORT: String(await freePort()),
  };

  expect(await said(['-r', 'newrelic'], env)).toBe('newrelic: inside a transaction');
});

it('with the flag but switched off nobody is told', { timeout: 30_000 }, async () => {
  const env = { NEW_RELIC_NO_CONFIG_FILE: 'true', NEW_RELIC_ENABLED: 'false', NEW_RELIC_LOG_ENABLED: 'false' };

  expect(await said(['-r', 'newrelic'], env)).toBe('none: on its own');
});

it('a job that fails is noticed and fails, and the last measurements leave before the end', async () => {
  const told: unknown[] = [];
  const agent: NewRelicAgent = {
    recordMetric: (name, value) => void told.push([name, value]),
    startBackgroundTransaction: (name, group, handle) => {
      told.push([name, group]);
      return handle();
    },
    noticeError: (error) => void told.push(error.message),
    shutdown: (options, done) => {
      told.push(options);
      done(new Error('collector away'));
    },
  };
  const telemetry = createNewRelicTelemetry(agent, silent);

  telemetry.businessMetric('Orders/placed', 2);
  await expect(telemetry.background('a.job', () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
  await telemetry.stop?.(AbortSignal.timeout(1_000));

  expect(told).toEqual([
    ['Custom/Orders/placed', 2],
    ['a.job', 'symphonia'],
    'no luck',
    { collectPendingData: true, timeout: 2_000 },
  ]);
});
