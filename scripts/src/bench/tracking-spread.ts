import { setTimeout as wait } from 'node:timers/promises';
import { digits, median, table } from './figures.ts';
import { type Ages, spreadOfAges } from './tracking-ages.ts';
import type { ClientsQuestion } from './tracking-clients.ts';
import { deliveredText } from './tracking-fan-out.ts';
import { startWorker, type Worker } from './tracking-processes.ts';
import type { ServerQuestion, Spoken, Usage } from './tracking-server.ts';
import type { Setting } from './tracking-subject.ts';

/** How the watchers sit: each topic's in all processes, or in one. */
interface Layout {
  readonly processes: number;
  readonly together: boolean;
}

const LAYOUTS: readonly Layout[] = [
  { processes: 1, together: false },
  { processes: 2, together: false },
  { processes: 4, together: false },
  { processes: 2, together: true },
  { processes: 4, together: true },
];

/** What the servers of a layout did in their turns. */
export interface Spread extends Layout {
  /** CPU seconds per 100,000 deliveries of all of them, and of each; medians over the turns. */
  readonly cpuSeconds: number;
  readonly cpuSecondsEach: readonly number[];
  /** That each of them hears. */
  readonly streams: readonly number[];
  /** How many processes Redis tells of an event. */
  readonly listeners: number;
  readonly p99: number;
  readonly delivered: number;
  readonly expected: number;
  readonly unsure: number;
}

interface Turn {
  readonly cpuMs: readonly number[];
  readonly ages: Ages;
  readonly spoken: Spoken;
}

/** How long the last events of a turn may be on their way. */
const REST_MS = 500;

const ask = <T>(worker: Worker, question: ServerQuestion) => worker.ask<T>(question);
const askClients = <T>(worker: Worker, question: ClientsQuestion) => worker.ask<T>(question);

/** Servers of ours with their share of the subscribers, on topics that no other layout has. */
async function seated(setting: Setting, clients: readonly Worker[], layout: Layout, firstTopic: number) {
  const { processes, together } = layout;
  const { subscribers, topics } = setting.sizes;
  const servers = Array.from({ length: processes }, () =>
    startWorker('tracking-server.ts', 'symphonia', JSON.stringify(setting)),
  );
  const share = { topics: together ? topics / processes : topics, count: subscribers / processes / clients.length };
  for (const [s, server] of servers.entries()) {
    const port = await ask<number>(server, { ask: 'port' });
    const first = firstTopic + (together ? s * share.topics : 0);
    const of = { ask: 'connect', name: 'symphonia', port, firstTopic: first, ...share } as const;
    await Promise.all(
      clients.map((one, c) => askClients(one, { ...of, from: (s * clients.length + c) * share.count })),
    );
  }
  return { layout, firstTopic, servers, turns: [] as Turn[] };
}

/** All layouts have their subscribers at the same time; one after the other is spoken to, from one process more. */
export async function spread(setting: Setting): Promise<Spread[]> {
  const { subscribers, topics, processesRounds, processesTurnMs } = setting.sizes;
  const clients = [0, 1].map(() => startWorker('tracking-clients.ts', JSON.stringify(setting.keys)));
  const publisher = startWorker('tracking-server.ts', 'publisher', JSON.stringify(setting));
  const seats: Awaited<ReturnType<typeof seated>>[] = [];
  const heard = async () => (await Promise.all(clients.map((one) => askClients<Ages>(one, { ask: 'heard' })))).flat();
  const usage = (servers: readonly Worker[]) => Promise.all(servers.map((one) => ask<Usage>(one, { ask: 'usage' })));
  try {
    for (const [n, layout] of LAYOUTS.entries()) seats.push(await seated(setting, clients, layout, n * topics));
    // The first round only warms up.
    for (let round = -1; round < processesRounds; round += 1)
      for (const { servers, firstTopic, turns } of seats) {
        await heard();
        const before = await usage(servers);
        const spoken = await ask<Spoken>(publisher, { ask: 'speak', forMs: processesTurnMs, firstTopic });
        await wait(REST_MS);
        const cpuMs = (await usage(servers)).map((one, i) => one.cpuMs - (before[i]?.cpuMs ?? Number.NaN));
        const ages = await heard();
        if (round >= 0) turns.push({ cpuMs, ages, spoken });
      }
    return await Promise.all(
      seats.map(async ({ layout, servers, turns, firstTopic }): Promise<Spread> => {
        const { count } = spreadOfAges(turns.map(({ ages }) => ages));
        const perDelivery = (of: (turn: Turn) => number) =>
          median(turns.map((turn) => (of(turn) / spreadOfAges([turn.ages]).count) * 100));
        const sum = (of: (turn: Turn) => number) => turns.reduce((total, turn) => total + of(turn), 0);
        return {
          ...layout,
          cpuSeconds: perDelivery(({ cpuMs }) => cpuMs.reduce((a, b) => a + b, 0)),
          cpuSecondsEach: servers.map((_, i) => perDelivery(({ cpuMs }) => cpuMs[i] ?? Number.NaN)),
          streams: (await usage(servers)).map(({ streams }) => streams),
          listeners: await ask<number>(publisher, { ask: 'listeners', firstTopic }),
          p99: median(turns.map(({ ages }) => spreadOfAges([ages]).p99)),
          delivered: count,
          expected: (sum(({ spoken }) => spoken.count) * subscribers) / topics,
          unsure: sum(({ spoken }) => spoken.unsure),
        };
      }),
    );
  } finally {
    for (const worker of [...clients, publisher, ...seats.flatMap(({ servers }) => servers)]) worker.stop();
  }
}

export function spreadTable(results: readonly Spread[]): string {
  const [one] = results;
  const rows = results.map((of) => [
    String(of.processes),
    of.processes === 1 ? '' : of.together ? 'one process' : 'all processes',
    digits(of.cpuSeconds),
    digits(of.cpuSeconds / (one?.cpuSeconds ?? Number.NaN)),
    of.cpuSecondsEach.map(digits).join(', '),
    of.streams.join(', '),
    digits(of.listeners),
    digits(of.p99),
    deliveredText(of),
  ]);
  const head = ['CPU s per 100,000', 'of one process', 'each', 'streams of each', 'processes per event', 'p99, ms'];
  return table(['processes', 'watchers of a topic in', ...head, 'delivered'], rows, 2);
}
