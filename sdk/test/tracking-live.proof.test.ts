import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveStorm, type Seen, type Weather } from './support/live-storm.ts';
import { type LiveWorld, liveWorld } from './support/live-world.ts';

const EVENTS = 300;
/** How many storms of each kind. */
const STORMS: Readonly<Record<Weather, number>> = { socket: 30, stream: 10, poll: 10, changing: 20 };
const REPORT = new URL('../../docs/proofs/tracking-live.md', import.meta.url);

// The small form is tracking-live.integration.test.ts.
describe.runIf(process.env.PROOF === 'full')('live tracking against two processes, with everything breaking', () => {
  const seen = new Map<Weather, Seen[]>();
  let world: LiveWorld;
  beforeAll(async () => {
    world = await liveWorld();
  }, 120_000);
  afterAll(async () => {
    await world.end();
    writeFileSync(REPORT, report(seen));
  });

  const storms = Object.entries(STORMS) as [Weather, number][]; // of the line above
  it.each(storms.flatMap(([weather, count]) => Array.from({ length: count }, (_, i) => [weather, i + 1] as const)))(
    '%s, seed %i: every status event once and in order, or an explicit snapshot',
    async (weather, seed) => {
      const result = await liveStorm(world, seed, weather, EVENTS);
      seen.set(weather, [...(seen.get(weather) ?? []), result]);
      expect({ known: result.known, wrong: result.wrong }).toEqual({ known: EVENTS, wrong: [] });
    },
    180_000,
  );
});

const WHAT: Readonly<Record<Weather, string>> = {
  socket: 'sockets get through',
  stream: 'no socket gets through',
  poll: 'nothing that streams gets through',
  changing: 'sockets and streams stop getting through, and do so again',
};

function report(seen: ReadonlyMap<Weather, readonly Seen[]>): string {
  const rows = [...seen].map(([weather, all]) => {
    const sum = (of: (one: Seen) => number) => all.reduce((total, one) => total + of(one), 0);
    const cells = [all.length, all.length * EVENTS, sum((one) => one.events), sum((one) => one.snapshots)];
    return `| ${WHAT[weather]} | ${[...cells, sum((one) => one.wrong.length)].join(' | ')} |`;
  });
  return `# Live tracking: nothing missed, nothing twice, whatever breaks

\`npm run proof -- tracking-live\`, ${new Date().toISOString().slice(0, 10)}. The SDK against two realtime processes of the real server and a Redis of their own, through a TCP proxy.
Each storm tells ${EVENTS} status events on one channel through both processes in turn, while connections are cut or go silent without an end, and Redis is flushed
(new epoch), restarted, or loses its subscribers. The watcher must see every event once and in order, or a snapshot that says it is one.

| the network | storms | events told | delivered one by one | snapshots in place of the others | missed, doubled or out of order |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

\`npm test\` runs one storm of each kind, and random sequences of the same faults on a virtual clock (\`sdk/test/tracking-random.test.ts\`), where five watchers that are
broken on purpose are caught.
`;
}
