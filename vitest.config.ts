import { defineConfig } from 'vitest/config';

const COVERED = ['server/src/**/*.ts', 'sdk/src/**/*.ts'];
/** Not code that a test could run: what the contract generates, what only tests use, the tests themselves. */
const NOT_COVERED = ['**/*.gen.*', '**/generated/**', '**/*.fixtures.ts', '**/*.test.ts', '**/*.d.ts'];

/** A real server may be busy for a while on a shared machine; what hangs is still found. */
const common = { testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks' } as const;

/** Says in one sentence how to get the servers when they are not there. */
const needServers = './scripts/test/need-servers.ts';
const NOT_UNIT = ['**/node_modules/**', '**/*.integration.test.ts', '**/*.proof.test.ts'];

/** `npm test` runs all projects; `npm run check` only `unit`, `npm run proof` only `proof`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['server/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: NOT_UNIT,
        },
      },
      {
        test: {
          ...common,
          name: 'integration',
          include: ['{server,scripts,sdk}/**/*.integration.test.ts'],
          globalSetup: needServers,
        },
      },
      { test: { ...common, name: 'sdk', include: ['sdk/test/**/*.test.ts'], exclude: NOT_UNIT } },
      { test: { ...common, name: 'proof', include: ['**/*.proof.test.ts'], globalSetup: needServers } },
    ],
    coverage: {
      // Every code path is counted only when all projects run, so it is asked for: COVERAGE=1 npm test.
      enabled: process.env.COVERAGE === '1',
      provider: 'v8',
      include: COVERED,
      exclude: NOT_COVERED,
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90, branches: 85 },
    },
  },
});
