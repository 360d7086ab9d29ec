import { availableParallelism, cpus } from 'node:os';
import { digits } from './figures.ts';
import { type Arrivals, arrivalsTable, type Connections, connectionsTable } from './tracking-connections.ts';
import { type FanOut, fanOutTable, ratios } from './tracking-fan-out.ts';
import type { Sizes } from './tracking-sizes.ts';
import { type Spread, spreadTable } from './tracking-spread.ts';

interface Measured {
  readonly sizes: Sizes;
  readonly speed: readonly FanOut[];
  readonly processes: readonly Spread[];
  readonly memory: readonly Connections[];
  readonly coming: Arrivals;
  readonly seconds: number;
  readonly loads: string;
}

const number = (value: number) => value.toLocaleString('en-GB');

/** The page under docs/proofs: command, day, machine, tables, and what they say and do not say. */
export function trackingPage({ sizes, speed, processes, memory, coming, seconds, loads }: Measured): string {
  const processor = `${availableParallelism()} cores of ${cpus()[0]?.model.trim()}`;
  const { toWs, toSocketIo, p99ToWs } = ratios(speed);
  return `# Speed of the live channels

\`npm run bench -- tracking\`, ${new Date().toISOString().slice(0, 10)}, ${processor}, Node ${process.versions.node}, ${seconds.toFixed(0)} s; load ${loads},
so compare the lines of one table with each other, not with those of another day or machine.
Each server is a process of its own, and so are those who listen. Ours hears every event from another process through Redis, keeps it
for replay, and has checked a signed token and each channel of every socket; the others send what is said in their own process to whoever asked.

## Fan-out

${number(sizes.subscribers)} subscribers on ${number(sizes.topics)} topics, ${number(sizes.messageBytes)} bytes a message, ${number(sizes.deliveriesPerSecond)} deliveries a second, in turns of ${digits(sizes.turnMs / 1_000)} s, ${sizes.rounds} each.
CPU is that of the server's whole process, user and system; latency is from saying to hearing, across processes.

${fanOutTable(speed)}

**${digits(toWs)} × plain \`ws.send\`, ${digits(toSocketIo)} × Socket.IO; p99 ${digits(p99ToWs)} × plain \`ws\`.**

The latency of ours includes Redis: its number, its history and its announcement.

## One, two and four processes

The same ${number(sizes.subscribers)} subscribers of ours and as many deliveries, in turns: over one, two and four server processes; first with the watchers of each topic in all of
them, then with those of a topic in one. Events are published in a process that has no sockets. CPU is per 100,000 deliveries, of all server processes
together and of each; the streams are those that a process asked Redis for, and the processes per event are what Redis says of who listens.

${spreadTable(processes)}

A process hears an event only when somebody in it watches the topic: a topic whose watchers sit together costs about the same however many processes
there are. What a process more costs that does have watchers is hearing the event once, not sending it again.

## Memory

RSS of the server's process with the connections less that without, after a garbage collection each; every socket has subscribed to a topic.

${connectionsTable(memory)}

## New connections

Each with its own TCP connection, upgrade, signed token, and a channel; the open-file limit is that of the shell.

${arrivalsTable(coming)}
`;
}
