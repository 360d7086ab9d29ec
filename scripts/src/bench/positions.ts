/**
 * `npm run bench -- positions [--quick]`: how many positions one server process takes in, durable before each answer, and
 * what one costs in CPU of the server and of MongoDB. Needs MONGODB_URI and REDIS_URL: run it as
 * `node scripts/setup.mjs run -- npm run bench -- positions`. Prints its table, and writes it to docs/proofs/positions.md
 * unless it was quick. Exit code 1 when a position that was confirmed is not stored; no time ever decides it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from './figures.ts';
import type { ClientsQuestion, Reported } from './positions-clients.ts';
import { givenFleet } from './positions-fleet.ts';
import { type Measured, positionsPage, positionsTable } from './positions-page.ts';
import { startBenchServer } from './positions-server.ts';
import { startWorker } from './tracking-processes.ts';

const PAGE = new URL('../../../docs/proofs/positions.md', import.meta.url);
const { values } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } });
const [forMs, rounds] = values.quick ? [2_000, 1] : [8_000, 3];

const { server, db, used, end } = await startBenchServer();
const clients = startWorker('positions-clients.ts');
const began = { at: performance.now(), load: load() };
let failed = false;
try {
  const fleet = await givenFleet(server.url);
  const stored = () => db.collection('positions').countDocuments();
  const measure = async (name: string, question: Omit<ClientsQuestion, 'url' | 'forMs'>): Promise<Measured> => {
    const ask = (ms: number) => clients.ask<Reported>({ ...question, url: server.url, forMs: ms });
    await ask(1_000); // the code is warm, the collections are there
    const turns = [];
    for (let round = 0; round < rounds; round++) {
      const [before, count] = [await used(), await stored()];
      const reported = await ask(forMs);
      const after = await used();
      failed ||= (await stored()) - count !== reported.positions;
      turns.push({ ...reported, serverMs: after.serverMs - before.serverMs, mongoMs: after.mongoMs - before.mongoMs });
    }
    return { name, turns };
  };
  const measured = [
    await measure('batches of 1,000', { kind: 'batches', points: 1_000, reporters: fleet.people }),
    await measure('batches of 10', { kind: 'batches', points: 10, reporters: fleet.people }),
    await measure('one by one, OsmAnd', { kind: 'singles', points: 1, reporters: fleet.devices }),
  ];
  const seconds = (performance.now() - began.at) / 1_000;
  const loads = `${began.load} at the beginning and ${load()} at the end`;
  console.log(`\n${positionsTable(measured)}\n\n${seconds.toFixed(0)} s; load ${loads}`);
  if (failed) console.log('\nPOSITIONS THAT WERE CONFIRMED ARE NOT STORED');
  if (!values.quick) writeFileSync(PAGE, positionsPage({ measured, seconds, loads }));
} finally {
  clients.stop();
  await end();
}
process.exit(failed ? 1 : 0);
