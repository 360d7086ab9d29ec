import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { peakPerSecond, percentile } from '../../scripts/src/harness/meters.ts';
import { type DeployResult, deployUnderLoad } from './deploy.ts';
import { type LiveFleet, liveFleet } from './live-fleet.ts';
import { counted, seconds, table, writeProof } from './write-proof.ts';

vi.setConfig({ testTimeout: 900_000, hookTimeout: 120_000 });

const [SOCKETS, STREAMS, POLLS] = [5_000, 200, 100];

// The small form is in live-fleet.integration.test.ts.
describe.runIf(process.env.PROOF === 'full')('a rolling restart of two processes behind nginx', () => {
  const began = performance.now();
  let house: LiveFleet;
  beforeAll(async () => {
    house = await liveFleet({ drainSeconds: 5, sockets: SOCKETS + STREAMS + POLLS });
  });
  afterAll(() => house?.end());

  it('loses none of 5,000 sockets, no event and no request', async () => {
    const result = await deployUnderLoad(house, {
      ...{ sockets: SOCKETS, streams: STREAMS, polls: POLLS, firms: 10, comePerSecond: 300 },
      ...{ pauseMs: 3_000, readsPerSecond: 20 },
    });
    write(result, (performance.now() - began) / 1_000);
    // What nginx says of calls that it could not bring to an end.
    const broken = house.fleet.nginx.log('error').split('\n');
    console.log(broken.filter((line) => line.includes('"POST ')).join('\n'));

    expect(result.restarts.map(({ stop }) => stop.code)).toEqual([0, 0]);
    expect(result.gone).toBe(0);
    expect(result.orderFailures).toEqual([]);
    expect(result.reads.filter(({ status }) => status !== 200)).toEqual([]);
    const { verdict, meters } = result;
    expect(verdict).toMatchObject({
      watchers: SOCKETS + STREAMS + POLLS,
      missing: 0,
      doubled: 0,
      outOfOrder: 0,
      unknown: 0,
    });
    expect(verdict.delivered).toBe(verdict.due);
    expect(percentile(meters.returnMs, 0.95)).toBeLessThan(10_000);
  });
});

function write(
  { restarts, gone, meters, verdict, orderCalls, orderFailures, reads, bytes }: DeployResult,
  took: number,
) {
  const returned = (p: number) => seconds(percentile(meters.returnMs, p));
  const failed = reads.filter(({ status }) => status !== 200);
  const answered = (p: number) =>
    `${Math.round(
      percentile(
        reads.map(({ ms }) => ms),
        p,
      ),
    )} ms`;
  const each = (total: number) => `${(total / SOCKETS / 1_024).toFixed(1)} KiB`;
  writeProof({
    name: 'deploy',
    title: 'Deploy: a rolling restart that nobody loses anything by',
    seconds: took,
    parts: [
      `Two server processes behind nginx (ours, with two processes in place of one), a worker, Redis and MongoDB, all real; ${SOCKETS} sockets, ${STREAMS} server-sent streams and ${POLLS} long polls of ten firms, held by a process of their own. One server after the other gets SIGTERM, announces that it drains, ends by itself and starts again; the second one's turn comes when everybody is live again.
Meanwhile orders are placed and moved, and lists of orders are read, through nginx. Clients return as the SDK does: at a random moment of the 5 s that are announced.`,
      table(
        ['', 'figure'],
        [
          ['watchers that never came back', gone],
          ['returns', meters.returnMs.length],
          ['a return, from leaving until placed: median', returned(0.5)],
          ['p95', returned(0.95)],
          ['longest', returned(1)],
          ['connections begun, most in a second', peakPerSecond(meters.connectAt)],
          ['status events due, over all watchers', verdict.due],
          ['delivered', verdict.delivered],
          ['missing', verdict.missing],
          ['doubled', verdict.doubled],
          ['out of order', verdict.outOfOrder],
          ['told after a snapshot that knew them', verdict.again],
          ['snapshots in place of events', meters.resets],
          ['calls that placed and moved orders', orderCalls],
          ['of these not answered with 2xx', orderFailures.length],
          ['reads of lists of orders', reads.length],
          ['of these not answered with 200', failed.length],
          ['a read: median', answered(0.5)],
          ['p95', answered(0.95)],
        ],
      ),
      table(
        ['server', 'from SIGTERM to its end', 'exit code', 'from its start until ready'],
        restarts.map(({ stop, startMs }, index) => [
          `${index + 1}`,
          seconds(stop.tookMs),
          String(stop.code),
          seconds(startMs),
        ]),
      ),
      `How connections ended other than by the client's own move: ${counted(meters.ends)}. Memory for each socket: ${each(bytes.nginx)} in nginx, ${each(bytes.servers)} in the server (growth of RSS while they came).
Everything shares the cores named above, the generator too: figures of time are upper bounds.
\`npm test\` holds the small form: 100 sockets.`,
    ],
  });
}
