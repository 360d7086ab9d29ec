import { setTimeout as wait } from 'node:timers/promises';
import type { Drained, Started } from './client.ts';
import { digits, median, table } from './figures.ts';
import type { NodeResults } from './node-tasks.ts';
import { inNode } from './processes.ts';
import { onPage, SDK, subjects, titleOf, type World, withCpu } from './world.ts';

const IN_NODE = 'Symphonia, SQLite in Node';
const LATE_MS = 1000;
const NEVER = { list: Number.NaN, request: Number.NaN };
const number = (value: number) => value.toLocaleString('en-GB');

/** Sends a stored queue to the server, and holds what left against what arrived. */
export async function drains(world: World): Promise<{ text: string; allArrived: boolean }> {
  const { few, fewMs, many, manyMs } = world.sizes;
  const lines: string[][] = [];
  let allArrived = true;
  const one = async (title: string, count: number, run: () => Promise<Drained & { cpuMs: number }>) => {
    world.echo.reset();
    const { sent, ms, cpuMs } = await run();
    const { distinct, requests } = await world.echo.received();
    const done = sent === count;
    if (done && distinct !== count) allArrived = false;
    const arrived = done ? `${number(requests)} requests, ${number(distinct)} orders` : `stopped: ${number(distinct)}`;
    const figures = [digits((sent / ms) * 1000), digits(cpuMs / sent), arrived];
    lines.push([title, number(count), digits(ms / 1000), ...figures]);
  };
  const inChromium = (name: string, count: number, forMs: number) =>
    one(titleOf(world, name), count, async () => {
      const origin = `drain-${count}`;
      await onPage(world, name, origin, (page) => page.call('fill', count));
      return onPage(world, name, origin, async (page) => {
        const { value, cpuMs } = await withCpu(world, () => page.call<Drained>('drain', { count, forMs }));
        return { ...value, cpuMs };
      });
    });
  const inNodeToo = (count: number, forMs: number) =>
    one(IN_NODE, count, () => inNode<NodeResults['drain']>({ kind: 'drain', url: world.url, count, forMs }));

  for (const name of subjects(world)) await inChromium(name, few, fewMs);
  await inNodeToo(few, fewMs);
  if (world.chromium) await inChromium(SDK, many, manyMs);
  await inNodeToo(many, manyMs);
  const head = ['queue', 'orders', 'seconds', 'orders per second', 'CPU s per 1,000', 'at the server'];
  return { text: table(head, lines), allArrived };
}

type Open = Pick<Started, 'list' | 'request'> & { readonly health?: number; readonly heapMb: number };

/** Opens on what is stored: milliseconds until it knows its queue and until the first request leaves; MB of heap. */
export async function starts(world: World): Promise<string> {
  const { few, many, opens, startMs } = world.sizes;
  const rows = new Map<string, Open[]>();
  const note = (title: string, count: number, opened: Open) => {
    const key = `${title}|${number(count)}`;
    rows.set(key, [...(rows.get(key) ?? []), opened]);
  };
  const empty = new Map<string, number>();
  for (const name of subjects(world)) empty.set(name, await onPage(world, name, 'start-0', (page) => page.heap()));

  const inChromium = async (name: string, count: number, round: number) => {
    const origin = `start-${count}-${round}`;
    await onPage(world, name, origin, (page) => page.call('fill', count));
    await onPage(world, name, origin, async (page) => {
      const opening = page.call<Started>('start', startMs);
      opening.catch(() => {}); // of a page that was closed meanwhile
      // A page whose script never rests cannot look at the time itself.
      const opened = await Promise.race([opening, wait(startMs + LATE_MS, undefined)]);
      const heap = opened ? await page.heap() : Number.NaN;
      note(titleOf(world, name), count, { ...(opened ?? NEVER), heapMb: (heap - (empty.get(name) ?? 0)) / 1e6 });
    });
  };
  for (const count of [few, many])
    for (let round = 0; round < opens; round++) {
      for (const name of subjects(world)) {
        // What did not begin in time once is not waited for again.
        const slow = rows.get(`${titleOf(world, name)}|${number(count)}`)?.some(({ request }) => !(request >= 0));
        if (!slow) await inChromium(name, count, round);
      }
      const task = { kind: 'start', url: world.url, count, forMs: startMs };
      note(IN_NODE, count, await inNode<NodeResults['start']>(task));
    }
  const lines = [...rows].map(([key, opened]) => {
    const of = (pick: (one: Open) => number | null | undefined) =>
      inTime(median(opened.map((one) => pick(one) ?? Number.NaN)), startMs);
    const health = opened[0]?.health === undefined ? '' : of((one) => one.health);
    return [
      ...key.split('|'),
      of((one) => one.list),
      health,
      of((one) => one.request),
      digits(median(opened.map((one) => one.heapMb))),
    ];
  });
  return table(['queue', 'orders', '`list()`', '`health()`', 'first request', 'heap, MB'], lines);
}

const inTime = (ms: number, within: number) => (Number.isFinite(ms) ? digits(ms) : `> ${number(within)}`);
