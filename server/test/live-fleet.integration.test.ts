import { afterAll, expect, it, vi } from 'vitest';
import { cutAgainAndAgain } from './cut.ts';
import { deployUnderLoad } from './deploy.ts';
import { liveFleet } from './live-fleet.ts';

// A machine that stands still for longer than Redis may take gives a snapshot in place of events, and nothing is missing
// then either. How much is delivered without one, the full forms print: they are cut.proof.test.ts and deploy.proof.test.ts.
vi.setConfig({ testTimeout: 120_000 });
const house = await liveFleet({ drainSeconds: 1, sockets: 150 });
afterAll(() => house.end());

it('clients whose network goes away again and again are told everything, once and in order', async () => {
  const { verdict, ended } = await cutAgainAndAgain(house, {
    ...{ clients: 40, firms: 2, pauseMs: 200 },
    ...{ cuts: 3, awayMs: 500, everyMs: 2_500 },
  });

  expect(ended.every((count) => count > 0)).toBe(true);
  expect(verdict).toMatchObject({ watchers: 40, missing: 0, doubled: 0, outOfOrder: 0, unknown: 0 });
  expect(verdict.due).toBeGreaterThan(500);
});

it('a deployment loses no socket, no event and no request', async () => {
  const result = await deployUnderLoad(house, {
    ...{ sockets: 100, streams: 6, polls: 4, firms: 2, comePerSecond: 200 },
    ...{ pauseMs: 600, readsPerSecond: 10 },
  });

  expect(result.restarts.map(({ stop }) => stop.code)).toEqual([0, 0]);
  expect(result.gone).toBe(0);
  expect(result.meters.drains).toBeGreaterThan(50);
  expect(result.verdict).toMatchObject({ watchers: 110, missing: 0, doubled: 0, outOfOrder: 0, unknown: 0 });
  expect(result.orderFailures).toEqual([]);
  expect(result.reads.filter(({ status }) => status !== 200)).toEqual([]);
});
