/**
 * `npm run bench -- sdk [--quick]`: what the SDK costs, beside other queues on the same machine in the same run. Prints
 * its tables, and writes them to docs/proofs/sdk-speed.md unless it was quick. Exit code 1 when an order was lost or
 * doubled on the way to the server; no time ever decides it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findChromium, startChromium } from './browser.ts';
import { reads, submits } from './calls.ts';
import { load } from './figures.ts';
import { startEcho } from './processes.ts';
import { pageOf } from './proof-page.ts';
import { drains, starts } from './queues.ts';
import { buildPages } from './scripts-of-pages.ts';
import { FULL, QUICK } from './sizes.ts';
import type { World } from './world.ts';

const PAGE = new URL('../../../docs/proofs/sdk-speed.md', import.meta.url);
const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } });
if (positionals.some((name) => name !== 'sdk')) {
  console.error(`There is no benchmark ${positionals.join(' ')}; there is sdk.`);
  process.exit(2);
}
const program = findChromium();
if (!program) console.warn('Chromium is left out: it is not on PATH, and CHROMIUM_PATH does not name it.');

const { files, peers } = await buildPages();
const echo = await startEcho();
const chromium = program ? await startChromium(program) : undefined;
const url = `http://127.0.0.1:${echo.port}/api/v1`;
const world: World = { echo, chromium, peers, sizes: values.quick ? QUICK : FULL, url };
let failed = false;
try {
  echo.serve(files);
  const began = { at: performance.now(), load: load() };
  const section = async <T>(title: string, measure: (world: World) => Promise<T>, text: (value: T) => string) => {
    const from = performance.now();
    const value = await measure(world);
    console.log(`\n${title}, ${((performance.now() - from) / 1000).toFixed(0)} s, load ${load()}\n\n${text(value)}`);
    return value;
  };
  const same = (text: string) => text;
  const tables = {
    submits: await section('submit() to durable', submits, same),
    reads: await section('a cached read', reads, same),
    starts: await section('opening a stored queue', starts, same),
    drains: await section('sending a stored queue', drains, ({ text }) => text),
  };
  failed = !tables.drains.allArrived;
  const seconds = (performance.now() - began.at) / 1000;
  const loads = `${began.load} at the beginning and ${load()} at the end`;
  if (!values.quick) writeFileSync(PAGE, pageOf({ ...tables, drains: tables.drains.text, seconds, loads, world }));
  console.log(`\n${seconds.toFixed(0)} s; load ${loads}${failed ? '; ORDERS WERE LOST OR DOUBLED' : ''}`);
} finally {
  await chromium?.stop();
  echo.stop();
}
process.exit(failed ? 1 : 0);
