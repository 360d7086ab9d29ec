/**
 * `npm run bench -- tracking [--quick] [--only fan-out|processes|connections|arrivals]`: what the live channels cost beside plain ws
 * and Socket.IO, on the same machine in the same run, in turns. Ours hears its events from another process through Redis,
 * keeps them for replay and checks a signed token per socket; the others do none of that. Prints its tables and ratios,
 * and writes them to docs/proofs/tracking-fan-out.md when everything was measured in full. Exit code 1 when something
 * said did not arrive; no time ever decides it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { digits, load } from './figures.ts';
import { arrivals, arrivalsTable, connections, connectionsTable } from './tracking-connections.ts';
import { fanOut, fanOutTable, ratios } from './tracking-fan-out.ts';
import { trackingPage } from './tracking-page.ts';
import { startRedis } from './tracking-redis.ts';
import { FULL, QUICK } from './tracking-sizes.ts';
import { spread, spreadTable } from './tracking-spread.ts';
import { newKeys } from './tracking-token.ts';

const PAGE = new URL('../../../docs/proofs/tracking-fan-out.md', import.meta.url);
const { values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, only: { type: 'string' } },
});
const sizes = values.quick ? QUICK : FULL;
const redis = await startRedis();
const setting = { sizes, redisUrl: redis.url, keys: newKeys() };
const began = { at: performance.now(), load: load() };

async function section<T>(name: string, title: string, measure: () => Promise<T>, show: (value: T) => string) {
  if (values.only && values.only !== name) return undefined;
  const from = performance.now();
  const value = await measure();
  console.log(`\n${title}, ${((performance.now() - from) / 1_000).toFixed(0)} s, load ${load()}\n\n${show(value)}`);
  return value;
}

let exitCode = 1;
try {
  const speed = await section('fan-out', 'fan-out', () => fanOut(setting), fanOutTable);
  if (speed) {
    const { toWs, toSocketIo, p99ToWs } = ratios(speed);
    console.log(`\n${digits(toWs)} x plain ws, ${digits(toSocketIo)} x Socket.IO; p99 ${digits(p99ToWs)} x plain ws`);
  }
  const processes = await section('processes', 'one, two and four processes', () => spread(setting), spreadTable);
  const told = [...(speed ?? []), ...(processes ?? [])];
  // What Redis did not take in time was told to be repeated, and its watchers were reset: nothing can be counted then.
  let failed = told.some(({ delivered, expected, unsure }) => unsure === 0 && delivered !== expected);
  const unsure = told.reduce((sum, one) => sum + one.unsure, 0);
  const memory = await section('connections', 'memory', () => connections(setting), connectionsTable);
  const coming = await section('arrivals', 'new connections', () => arrivals(setting), arrivalsTable);
  if (coming) failed ||= coming.heard !== coming.held;
  const seconds = (performance.now() - began.at) / 1_000;
  const loads = `${began.load} at the beginning and ${load()} at the end`;
  if (speed && processes && memory && coming && !values.quick)
    writeFileSync(PAGE, trackingPage({ sizes, speed, processes, memory, coming, seconds, loads }));
  console.log(`\n${seconds.toFixed(0)} s; load ${loads}${failed ? '; NOT EVERYTHING ARRIVED' : ''}`);
  if (unsure > 0) console.log(`${unsure} events that Redis did not take in time: a machine with too much to do.`);
  exitCode = failed ? 1 : 0;
} finally {
  redis.stop();
}
process.exit(exitCode);
