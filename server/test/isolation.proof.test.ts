import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Fleet } from '../../scripts/src/harness/fleet.ts';
import { percentile } from '../../scripts/src/harness/meters.ts';
import { type IsolationResult, isolated, type Phase } from './isolated-live.ts';
import { type LiveFleet, liveFleet } from './live-fleet.ts';
import { seconds, table, writeProof } from './write-proof.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

const SOCKETS = 1_000;
/** Processes stand for machines: what serves sockets and what makes their load has one core, the API has the other. */
const [API, LIVE] = [0, 1];

describe.runIf(process.env.PROOF === 'full')('a realtime process beside the API', () => {
  const began = performance.now();
  let house: LiveFleet;
  let live: Fleet;
  beforeAll(async () => {
    const processes = [
      { roles: 'api', core: API },
      { roles: 'worker', core: API },
    ];
    house = await liveFleet({ drainSeconds: 1, sockets: 200, processes, loadCore: LIVE });
    live = await house.anotherFleet([{ roles: 'realtime', core: LIVE }], SOCKETS);
  });
  afterAll(() => house?.end());

  it('is saturated, then killed, and nobody who uses the API notices', async () => {
    const result = await isolated(house, live, {
      ...{ sockets: SOCKETS, rounds: 4, phaseMs: 10_000 },
      ...{ readsPerSecond: 40, positionsPerSecond: 200 },
    });
    const ratio = p95(result, 'saturated') / p95(result, 'quiet');
    write(result, ratio, (performance.now() - began) / 1_000);

    expect(result.orderFailures).toEqual([]);
    expect(readsIn(result).filter(({ status }) => status !== 200)).toEqual([]);
    expect(result.back).toBe(SOCKETS);
    expect(ratio).toBeLessThan(1.1);
  });
});

const readsIn = ({ phases }: IsolationResult, name?: Phase['name']) =>
  phases.filter((phase) => name === undefined || phase.name === name).flatMap(({ reads }) => reads);

const p95 = (result: IsolationResult, name: Phase['name']) =>
  percentile(
    readsIn(result, name).map(({ ms }) => ms),
    0.95,
  );

function write(result: IsolationResult, ratio: number, took: number): void {
  const of = (phase: Phase, p: number) =>
    percentile(
      phase.reads.map(({ ms }) => ms),
      p,
    ).toFixed(1);
  const failed = readsIn(result).filter(({ status }) => status !== 200).length;
  const summary = (['quiet', 'saturated', 'killed'] as const).map((name) => p95(result, name).toFixed(1));
  writeProof({
    name: 'isolation',
    title: 'Isolation: sockets in need do not slow the API',
    seconds: took,
    parts: [
      `An API process and a worker behind one nginx, a process of \`ROLES=realtime\` behind another, as a dedicated environment has them; one MongoDB and one Redis for all. ${SOCKETS} sockets watch one channel. People read lists and place orders by the API while the realtime process is quiet, saturated with fan-out, quiet … and at last killed with SIGKILL.
Processes stand for machines here: API, worker and their nginx run on one core, the realtime process, its nginx and the process that holds the sockets on the other; readers, MongoDB and Redis run where they find room.`,
      table(
        [
          'phase',
          'reads',
          'median ms',
          'p95 ms',
          'deliveries/s',
          'cores: API',
          'realtime',
          'its load',
          'machine in all',
        ],
        result.phases.map((phase) => [
          ...[phase.name, phase.reads.length, of(phase, 0.5), of(phase, 0.95), Math.round(phase.deliveriesPerSecond)],
          ...[phase.cores.api, phase.cores.realtime, phase.cores.load, phase.cores.machine].map((n) => n.toFixed(2)),
        ]),
      ),
      `p95 over all reads of a kind of phase: quiet ${summary[0]} ms, saturated ${summary[1]} ms, killed ${summary[2]} ms; saturated to quiet ${ratio.toFixed(2)}. Noise: the p95 of the quiet phases alone ranges from ${range(result, 'quiet')} ms, that of the saturated ones from ${range(result, 'saturated')} ms.`,
      `Reads not answered with 200: ${failed} of ${readsIn(result).length}. Calls that placed and moved orders: ${result.orderCalls}, not answered with 2xx: ${result.orderFailures.length}. After the kill ${result.back} of ${SOCKETS} sockets came back and resumed, p95 ${seconds(result.returnP95Ms)} after they were lost (the process was away for 10 s and its start).`,
      'This proof has no small form.',
    ],
  });
}

function range({ phases }: IsolationResult, name: Phase['name']): string {
  const values = phases
    .filter((phase) => phase.name === name)
    .map(({ reads }) =>
      percentile(
        reads.map(({ ms }) => ms),
        0.95,
      ),
    );
  return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
}
