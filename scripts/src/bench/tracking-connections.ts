import { setTimeout as wait } from 'node:timers/promises';
import { digits, spreadOf, table } from './figures.ts';
import type { Ages } from './tracking-ages.ts';
import type { ClientsQuestion } from './tracking-clients.ts';
import { startWorker } from './tracking-processes.ts';
import type { ServerQuestion, Usage } from './tracking-server.ts';
import { type Setting, SUBJECTS, type SubjectName, TITLES } from './tracking-subject.ts';

/** What connections cost one server. */
export interface Connections {
  readonly name: SubjectName;
  readonly count: number;
  readonly kibEach: number;
}

/** New connections of ours at a steady rate, up to the most that one process is asked to hold. */
export interface Arrivals {
  readonly perSecond: number;
  readonly held: number;
  /** Milliseconds from the first byte to being subscribed. */
  readonly p50: number;
  readonly p99: number;
  readonly cpuMsEach: number;
  /** Of the sockets held, how many then heard an event. */
  readonly heard: number;
}

/** Enough to have every path warm and every pool filled before the first weighing. */
const WARM = 500;

async function given(setting: Setting, name: SubjectName) {
  const server = startWorker('tracking-server.ts', name, JSON.stringify(setting));
  const clients = [0, 1].map(() => startWorker('tracking-clients.ts', JSON.stringify(setting.keys)));
  const port = await server.ask<number>({ ask: 'port' } satisfies ServerQuestion);
  const { topics } = setting.sizes;
  return {
    stop() {
      for (const worker of [server, ...clients]) worker.stop();
    },
    usage: (collect = false) => server.ask<Usage>({ ask: 'usage', collect } satisfies ServerQuestion),
    speak: () => server.ask({ ask: 'speak', forMs: 200 } satisfies ServerQuestion),
    async connect(from: number, count: number, perSecond?: number): Promise<number[]> {
      const half = Math.floor(count / clients.length);
      const rate = perSecond === undefined ? {} : { perSecond: perSecond / clients.length };
      const question = { ask: 'connect', name, port, topics, count: half, ...rate } as const;
      const took = await Promise.all(
        clients.map((one, i) => one.ask<number[]>({ ...question, from: from + i * half } satisfies ClientsQuestion)),
      );
      return took.flat();
    },
    async leave(): Promise<void> {
      await Promise.all(clients.map((one) => one.ask({ ask: 'leave' } satisfies ClientsQuestion)));
      while ((await server.ask<Usage>({ ask: 'usage' } satisfies ServerQuestion)).sockets > 0) await wait(50);
    },
    async heard(): Promise<number> {
      const ages = await Promise.all(clients.map((one) => one.ask<Ages>({ ask: 'heard' } satisfies ClientsQuestion)));
      return ages.flat().reduce((sum, [, count]) => sum + count, 0);
    },
  };
}

/** Weighs each server without and with its connections, each in a fresh process. */
export async function connections(setting: Setting): Promise<Connections[]> {
  const results: Connections[] = [];
  for (const name of SUBJECTS) {
    const world = await given(setting, name);
    try {
      await world.connect(0, WARM);
      await world.leave();
      const before = await world.usage(true);
      await world.connect(0, setting.sizes.connections);
      const { rssBytes, sockets } = await world.usage(true);
      results.push({ name, count: sockets, kibEach: (rssBytes - before.rssBytes) / sockets / 1_024 });
    } finally {
      world.stop();
    }
  }
  return results;
}

/** Lets sockets come at a steady rate until one process of ours holds the most, then says something on every topic. */
export async function arrivals(setting: Setting): Promise<Arrivals> {
  const { most, arrivalsPerSecond, subscribers, topics, deliveriesPerSecond } = setting.sizes;
  const publisher = startWorker('tracking-server.ts', 'publisher', JSON.stringify(setting));
  const world = await given(setting, 'symphonia');
  try {
    await world.connect(0, WARM);
    await world.leave();
    const before = await world.usage();
    const began = performance.now();
    const took = await world.connect(0, most, arrivalsPerSecond);
    const perSecond = (took.length / (performance.now() - began)) * 1_000;
    const { cpuMs, sockets } = await world.usage();
    const { p50, p99 } = spreadOf(took);
    await world.heard();
    // One event for each topic.
    const eventsPerSecond = deliveriesPerSecond / (subscribers / topics);
    await publisher.ask({ ask: 'speak', forMs: (topics / eventsPerSecond) * 1_000 } satisfies ServerQuestion);
    await wait(2_000);
    const heard = await world.heard();
    return { perSecond, held: sockets, p50, p99, cpuMsEach: (cpuMs - before.cpuMs) / took.length, heard };
  } finally {
    world.stop();
    publisher.stop();
  }
}

export const connectionsTable = (results: readonly Connections[]): string =>
  table(
    ['server', 'connections', 'KiB of RSS each'],
    results.map(({ name, count, kibEach }) => [TITLES[name], count.toLocaleString('en-GB'), digits(kibEach)]),
  );

export const arrivalsTable = ({ perSecond, held, p50, p99, cpuMsEach, heard }: Arrivals): string =>
  table(
    ['new per second', 'held at the end', 'of them heard an event', 'p50, ms', 'p99, ms', 'CPU ms each'],
    [
      [
        digits(perSecond),
        held.toLocaleString('en-GB'),
        heard.toLocaleString('en-GB'),
        ...[p50, p99, cpuMsEach].map(digits),
      ],
    ],
    0,
  );
