import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { percentile } from '../../scripts/src/harness/meters.ts';
import { cutAgainAndAgain } from './cut.ts';
import { type LiveFleet, liveFleet } from './live-fleet.ts';
import { counted, seconds, table, writeProof } from './write-proof.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

const CLIENTS = 2_000;

// The small form is in live-fleet.integration.test.ts.
describe.runIf(process.env.PROOF === 'full')('a network that is away for 2 s of every 15 s, for two minutes', () => {
  const began = performance.now();
  let house: LiveFleet;
  beforeAll(async () => {
    house = await liveFleet({ drainSeconds: 5, sockets: CLIENTS });
  });
  afterAll(() => house?.end());

  it('2,000 clients are told every status event, once and in order', async () => {
    const options = { clients: CLIENTS, firms: 10, cuts: 8, awayMs: 2_000, everyMs: 15_000, pauseMs: 2_000 };
    const { events, ended, liveBefore, verdict, meters } = await cutAgainAndAgain(house, options);
    const returned = (p: number) => seconds(percentile(meters.returnMs, p));
    const head = ['cut', ...ended.map((_, index) => String(index + 1))];
    writeProof({
      name: 'cut',
      title: 'Cut: nothing missed, nothing doubled, however often the network goes away',
      seconds: (performance.now() - began) / 1_000,
      parts: [
        `Two server processes behind nginx (ours, with two processes in place of one), a worker, Redis and MongoDB, all real; ${CLIENTS} clients of ten firms in a process of their own, each with a socket over a wire that is cut for 2 s every 15 s for two minutes: every connection ends without a word, every new one is refused.
Meanwhile the firms' orders are placed and moved by the API. Each client watches all orders of its firm, returns as the SDK does (same numbers) and resumes from where it was.`,
        table(
          ['', 'figure'],
          [
            ['status events', events],
            ['status events due, over all clients', verdict.due],
            ['delivered', verdict.delivered],
            ['missing', verdict.missing],
            ['doubled', verdict.doubled],
            ['out of order', verdict.outOfOrder],
            ['snapshots in place of events', meters.resets],
            ['returns', meters.returnMs.length],
            ['a return, from the loss until placed: median', returned(0.5)],
            ['p95', returned(0.95)],
            ['longest', returned(1)],
          ],
        ),
        table(head, [
          ['live when it came', ...liveBefore],
          ['connections ended', ...ended],
        ]),
        `How connections ended: ${counted(meters.ends)}. A client that was away and back for less than 30 s goes on counting its attempts, so its waits grow from cut to cut, up to 30 s: that is why not everybody is live when the next cut comes, and what spreads the returns.
\`npm test\` holds the small form: 40 clients, three cuts.`,
      ],
    });

    expect(verdict).toMatchObject({ watchers: CLIENTS, missing: 0, doubled: 0, outOfOrder: 0, unknown: 0 });
    expect(verdict.delivered).toBe(verdict.due);
    expect(meters.resets).toBe(0);
  });
});
