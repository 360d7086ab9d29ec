import type { Timed } from './client.ts';
import { digits, type Spread, spreadOf, table } from './figures.ts';
import type { NodeResults } from './node-tasks.ts';
import { inNode } from './processes.ts';
import { onPage, SDK, subjects, titleOf, type World, withCpu } from './world.ts';

/** Many calls of one kind, gathered over the rounds. */
interface Gathered {
  readonly title: string;
  readonly note: string;
  readonly samples: number[];
  cpuMs: number;
}

class Rows {
  private readonly rows = new Map<string, Gathered>();

  add(title: string, note: string, { samples }: Timed, cpuMs = Number.NaN): void {
    const row = this.rows.get(title) ?? { title, note, samples: [], cpuMs: 0 };
    this.rows.set(title, row);
    row.samples.push(...samples);
    row.cpuMs += cpuMs;
  }

  spreads(): (Gathered & Spread)[] {
    return [...this.rows.values()].map((row) => ({ ...row, ...spreadOf(row.samples) }));
  }
}

/** What a browser takes without us. */
const BARE = [
  ['add', 'Symphonia, `add` of its store alone'],
  ['strict', 'a bare `put` into IndexedDB, strict'],
  ['relaxed', 'a bare `put` into IndexedDB, relaxed'],
] as const;
const WARM = 1.1; // a tenth more is called than counted
const seconds = ({ cpuMs, count }: { cpuMs: number; count: number }) => digits(cpuMs / (count * WARM));

/** `submit()` without a network, until the order is on the disk; milliseconds. */
export async function submits(world: World): Promise<string> {
  const { rounds, calls } = world.sizes;
  const count = Math.ceil(calls / rounds);
  const rows = new Rows();
  const durability = (name: string) =>
    world.peers.find((peer) => peer.name === name)?.durable ?? 'strict, after the commit';
  for (let round = 0; round < rounds; round++) {
    for (const name of subjects(world)) {
      await onPage(world, name, `submit-${round}`, async (page) => {
        const { value, cpuMs } = await withCpu(world, () => page.call<Timed>('submit', count));
        rows.add(titleOf(world, name), durability(name), value, cpuMs);
        if (name !== SDK) return;
        for (const [kind, title] of BARE) {
          const bare = await withCpu(world, () => page.call<Timed>(kind, count));
          rows.add(title, kind === 'relaxed' ? kind : 'strict', bare.value, bare.cpuMs);
        }
      });
    }
    const { sqlite, files, disk } = await inNode<NodeResults['submit']>({ kind: 'submit', count });
    rows.add('Symphonia, SQLite in Node', 'flushed', sqlite, sqlite.cpuMs);
    rows.add('Symphonia, files in Node', 'flushed, file and folder', files, files.cpuMs);
    rows.add('a bare write of 2 kB and a flush in Node', 'flushed', disk, disk.cpuMs);
  }
  const lines = rows.spreads().map((row) => [row.title, row.note, ...three(row), seconds(row)]);
  return table(['queue', 'durability asked for', 'p50', 'p95', 'p99', 'CPU s per 1,000'], lines, 2);
}

const three = ({ p50, p95, p99 }: Spread) => [p50, p95, p99].map(digits);

const READS = [
  ['memory', 'cache in memory'],
  ['disk', 'cache on disk'],
  ['renewed', 'cache on disk, renewed behind the scenes (the default)'],
  ['network', 'network on loopback, no cache'],
] as const;

/** `products.list()`: 40 products, about 17 kB; milliseconds. */
export async function reads(world: World): Promise<string> {
  const { rounds, reads: calls } = world.sizes;
  const count = Math.ceil(calls / rounds);
  const rows = new Rows();
  for (let round = 0; round < rounds; round++) {
    for (const [kept, title] of world.chromium ? READS : [])
      await onPage(world, SDK, `read-${round}`, async (page) => {
        const { value, cpuMs } = await withCpu(world, () => page.call<Timed>('read', { count, kept }));
        rows.add(`Chromium: ${title}`, '', value, cpuMs);
      });
    const answers = await inNode<NodeResults['read']>({ kind: 'read', url: world.url, count });
    for (const [kept, title] of READS) rows.add(`Node: ${title}`, '', answers[kept], answers[kept].cpuMs);
  }
  const lines = rows.spreads().map((row) => [row.title, ...three(row), seconds(row)]);
  return table(['read', 'p50', 'p95', 'p99', 'CPU s per 1,000'], lines);
}
