import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWire, type Wire } from '../../scripts/src/harness/wire.ts';
import { connected, eventually } from '../src/platform/cache/redis.fixtures.ts';
import { type LiveFleet, liveFleet } from './live-fleet.ts';
import { type OutageRow, outage } from './outages.ts';
import { type SlowReadersResult, slowReaders } from './slow-readers.ts';
import { counted, seconds, table, writeProof } from './write-proof.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const [FIRMS, WATCHERS] = [5, 40];
const AWAY_MS = 5_000;
const FAULTS = 6;

// Small forms: platform/realtime/outage.integration.test.ts and slow-reader.integration.test.ts.
describe.runIf(process.env.PROOF === 'full')('while something is away', () => {
  const began = performance.now();
  const rows: OutageRow[] = [];
  let slow: SlowReadersResult | undefined;
  let house: LiveFleet;
  let wire: Wire;
  beforeAll(async () => {
    house = await liveFleet({ drainSeconds: 5, sockets: FIRMS * WATCHERS });
    wire = await openWire(house.fleet.nginx.port);
  });
  afterAll(async () => {
    await wire?.close();
    await house?.end();
    if (rows.length === FAULTS && slow) write(rows, slow, (performance.now() - began) / 1_000);
  });

  async function everybodyKnows(name: string, begin: () => unknown, end: () => unknown): Promise<OutageRow> {
    const options = { firms: FIRMS, watchers: WATCHERS, patienceMs: 120_000 };
    const row = await outage(house, wire, { name, begin, end, forMs: AWAY_MS }, options);
    rows.push(row);
    console.log(name, row.verdict, { ends: row.meters.ends, resets: row.meters.resets, after: row.wholeAfterMs });
    expect(row.verdict).toMatchObject({
      watchers: FIRMS * WATCHERS,
      missing: 0,
      doubled: 0,
      outOfOrder: 0,
      unknown: 0,
    });
    expect(row.live).toBe(FIRMS * WATCHERS);
    expect(row.untrue).toEqual([]);
    return row;
  }
  const server = () => house.fleet.behind[0] as LiveFleet['fleet']['behind'][number]; // there are two

  it('Redis is stopped (SIGSTOP)', async () => {
    await everybodyKnows('Redis: SIGSTOP, 5 s', house.redis.freeze, house.redis.thaw);
  });

  it('Redis is killed and comes back empty', async () => {
    await everybodyKnows('Redis: SIGKILL, back and empty after 5 s', house.redis.kill, house.redis.start);
  });

  it('Redis is flushed: everybody gets a snapshot', async () => {
    const admin = await connected(house.redis);
    const flush = () => eventually(() => admin.port.command(['FLUSHALL']));
    const row = await everybodyKnows('Redis: flushed', flush, () => {});
    await admin.part.stop?.(AbortSignal.abort());
    expect(row.meters.resets).toBeGreaterThanOrEqual(FIRMS * WATCHERS);
  });

  it('a server is stopped (SIGSTOP)', async () => {
    await everybodyKnows('a server: SIGSTOP, 5 s', server().freeze, server().thaw);
  });

  it('a server is killed and started again', async () => {
    await everybodyKnows(
      'a server: SIGKILL, started again after 5 s',
      () => server().stop('SIGKILL'),
      () => server().start(),
    );
  });

  it('the network swallows everything, and ends nothing', async () => {
    await everybodyKnows('every connection half-open', wire.swallow, wire.restore);
  });

  it('readers that stop cost a bounded amount of memory, and the others nothing', async () => {
    slow = await slowReaders(house, { stopped: 50, reading: 50, messages: 400 });
    console.log(slow);
    expect(slow.toldAll).toBe(slow.reading);
    expect(slow.back).toBe(slow.stopped);
    expect(slow.rss.peak - slow.rss.before).toBeLessThan(slow.stopped * 2 * 1_048_576 + 150 * 1_048_576);
  });
});

function write(rows: readonly OutageRow[], slow: SlowReadersResult, took: number): void {
  const head =
    'fault,events due,delivered,missing,doubled,out of order,snapshots,told again after one,returned p95,all known after';
  const mib = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
  writeProof({
    name: 'outages',
    title: 'Outages: whatever stops, in the end everybody knows everything',
    seconds: took,
    parts: [
      `Two server processes behind nginx (ours, with two processes in place of one), a worker, a Redis that can be stopped and killed, MongoDB, all real. ${FIRMS * WATCHERS} clients of ${FIRMS} firms watch, half of them the orders of their firm, half one order; all orders take a step before the fault, one while it lasts and one right after it.
An event counts as known when it was told, or when a snapshot that took its place had the order in that version or a later one. A client may be told again what its snapshot knew: it sees that by the version.`,
      table(
        head.split(','),
        rows.map(({ fault, verdict, meters, returnP95Ms, wholeAfterMs }) => [
          ...[fault, verdict.due, verdict.delivered, verdict.missing, verdict.doubled, verdict.outOfOrder],
          ...[meters.resets, verdict.again, seconds(returnP95Ms), seconds(wholeAfterMs)],
        ]),
      ),
      `After each fault every client is connected, and for every order the snapshot that the API gives is what was told last. How connections ended:\n\n${rows.map(({ fault, meters }) => `- ${fault}: ${counted(meters.ends)}`).join('\n')}`,
      `Readers that stop: ${slow.stopped} of ${slow.stopped + slow.reading} clients of one channel stop reading while ${mib(slow.sentBytes)} of status events are sent. Memory of both servers together: ${mib(slow.rss.before)} before, ${mib(slow.rss.peak)} at the most, ${mib(slow.rss.after)} afterwards. ${slow.toldAll} of ${slow.reading} who read were told all, in order, the last one ${seconds(slow.lastAfterMs)} after it was sent. The others, when they read again: ${counted(slow.ends)}; ${slow.back} of ${slow.stopped} are back and up to date.`,
      'Small forms in `npm test`: `platform/realtime/outage.integration.test.ts` (Redis), `slow-reader.integration.test.ts`, `live-fleet.integration.test.ts` (a network that goes away).',
    ],
  });
}
