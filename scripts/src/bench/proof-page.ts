import { availableParallelism, cpus } from 'node:os';
import type { World } from './world.ts';

/** The tables, and what they were measured under. */
export interface Measured {
  readonly submits: string;
  readonly reads: string;
  readonly starts: string;
  readonly drains: string;
  readonly seconds: number;
  readonly loads: string;
  readonly world: World;
}

const number = (value: number) => value.toLocaleString('en-GB');

/** The page under docs/proofs: command, day, machine, tables, and what they say and do not say. */
export function pageOf({ submits, reads, starts, drains, seconds, loads, world }: Measured): string {
  const { sizes, peers } = world;
  const processor = `${availableParallelism()} cores of ${cpus()[0]?.model.trim()}`;
  const packages = peers.flatMap((peer) =>
    Object.entries(peer.packages).map(([name, version]) => `${name} ${version}`),
  );
  return `# Speed of the SDK: what it costs to be sure

\`npm run bench -- sdk\`, ${new Date().toISOString().slice(0, 10)}, ${processor}, Node ${process.versions.node}, ${seconds.toFixed(0)} s; load ${loads},
so compare the lines of one table with each other, not with those of another day or machine.
Everybody stores the same order (about 900 bytes), in the same browser on the same disk, in turns; the server is a process of its own that keeps
each key once. CPU is that of the whole browser (page, database, network) or of the whole Node, in seconds per 1,000 calls or orders.
Beside ours: ${packages.join(', ')}.
Firestore is missing: it needs Google’s servers or its emulator.

## Storing an order

\`submit()\` without a network, ${sizes.calls} calls one after the other; milliseconds.

${submits}

- \`strict\` = the browser was asked for a flush and the promise waits for the commit: after a power cut the order is there. \`relaxed\` =
  the operating system has it: a crash of the browser is survived, a power cut may not be. The others do not ask for more.
- \`submit()\` also checks the order, hashes it and tries to send each at once, while the next is stored; that trying is most of its CPU and of
  its tail. \`add\` is the same store without it.
- Parse writes its whole queue with each order, so its figure grows with what is queued; here that were ${Math.ceil(sizes.calls / sizes.rounds)} at most.

## Reading the catalog

\`products.list()\`, 40 products, about 17 kB; milliseconds.

${reads}

The network is loopback: elsewhere its line is the round trip of the place, the others stay as they are.

## Opening a stored queue

Milliseconds from making the client until it knows its queue, and until the first request leaves; MB of heap that this leaves behind.

${starts}

\`list()\` hands out every record with its body, which the others do not: for them the column says when they can tell how many there are. What is
not there within ${number(sizes.startMs / 1000)} s is not waited for.

## Sending a stored queue

Against a server that answers at once. What takes longer than ${number(sizes.fewMs / 1000)} s (${number(sizes.manyMs / 1000)} s for ${number(sizes.many)}) is stopped, and its rate is that of what was sent.

${drains}

- An order of ours costs three writes: it is claimed, marked as maybe sent, and kept with the server's answer. Workbox deletes the order before it
  sends it, so a crash in between loses it; TanStack and Parse delete it afterwards and keep no answer. We send three at a time, they one.
- Where everything was sent, the server has as many orders as were queued, each once. The command fails otherwise.
- On a real network the round trip, not the client, decides the rate of all of them.
`;
}
