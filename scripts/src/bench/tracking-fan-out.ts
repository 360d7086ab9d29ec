import { setTimeout as wait } from 'node:timers/promises';
import { digits, median, table } from './figures.ts';
import { type Ages, spreadOfAges } from './tracking-ages.ts';
import type { ClientsQuestion } from './tracking-clients.ts';
import { startWorker, type Worker } from './tracking-processes.ts';
import type { ServerQuestion, Spoken, Usage } from './tracking-server.ts';
import { type Setting, SUBJECTS, type SubjectName, TITLES } from './tracking-subject.ts';

/** What one server did in its turns. */
export interface FanOut {
  readonly name: SubjectName;
  /** Median over the turns. */
  readonly perCpuSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly delivered: number;
  readonly expected: number;
  /** Events that Redis did not take in time. */
  readonly unsure: number;
}

/** How long the last events of a turn may be on their way. */
const REST_MS = 500;

/** All servers have their subscribers at the same time and speak one after the other, turn by turn. */
export async function fanOut(setting: Setting): Promise<FanOut[]> {
  const { subscribers, topics, rounds, warmTurns, turnMs } = setting.sizes;
  const clients = [0, 1].map(() => startWorker('tracking-clients.ts', JSON.stringify(setting.keys)));
  const publisher = startWorker('tracking-server.ts', 'publisher', JSON.stringify(setting));
  const servers = new Map<SubjectName, Worker>();
  const turns = new Map<
    SubjectName,
    { perCpuSecond: number; p99: number; ages: Ages; said: number; unsure: number }[]
  >();
  try {
    for (const name of SUBJECTS) {
      const server = startWorker('tracking-server.ts', name, JSON.stringify(setting));
      servers.set(name, server);
      turns.set(name, []);
      const port = await server.ask<number>({ ask: 'port' } satisfies ServerQuestion);
      const half = subscribers / clients.length;
      await Promise.all(
        clients.map((one, i) =>
          one.ask({ ask: 'connect', name, port, from: i * half, count: half, topics } satisfies ClientsQuestion),
        ),
      );
    }
    const ask = <T>(worker: Worker, question: ServerQuestion) => worker.ask<T>(question);
    const heard = async () =>
      (await Promise.all(clients.map((one) => one.ask<Ages>({ ask: 'heard' } satisfies ClientsQuestion)))).flat();

    for (let round = -warmTurns; round < rounds; round += 1)
      for (const [name, server] of servers) {
        await heard();
        const before = await ask<Usage>(server, { ask: 'usage' });
        const speaker = name === 'symphonia' ? publisher : server;
        const { count: said, unsure } = await ask<Spoken>(speaker, { ask: 'speak', forMs: turnMs });
        await wait(REST_MS);
        const { cpuMs } = await ask<Usage>(server, { ask: 'usage' });
        const ages = await heard();
        const { count, p99 } = spreadOfAges([ages]);
        const perCpuSecond = (count / (cpuMs - before.cpuMs)) * 1_000;
        if (round >= 0) turns.get(name)?.push({ perCpuSecond, p99, ages, said, unsure });
      }
  } finally {
    for (const worker of [...clients, publisher, ...servers.values()]) worker.stop();
  }
  return [...turns].map(([name, all]) => {
    const { count, p50 } = spreadOfAges(all.map(({ ages }) => ages));
    const said = all.reduce((sum, turn) => sum + turn.said, 0);
    return {
      ...{ name, p50, delivered: count, expected: (said * subscribers) / topics },
      unsure: all.reduce((sum, turn) => sum + turn.unsure, 0),
      perCpuSecond: median(all.map((turn) => turn.perCpuSecond)),
      // The median of the turns: one in which the machine did something else says nothing about the server.
      p99: median(all.map((turn) => turn.p99)),
    };
  });
}

/** How we compare: by deliveries per CPU second, and by latency. */
export function ratios(results: readonly FanOut[]): Record<'toWs' | 'toSocketIo' | 'p99ToWs', number> {
  const of = (name: SubjectName) => results.find((one) => one.name === name);
  const [ws, io, us] = [of('ws'), of('socketio'), of('symphonia')];
  const ratio = (a = Number.NaN, b = Number.NaN) => a / b;
  return {
    toWs: ratio(us?.perCpuSecond, ws?.perCpuSecond),
    toSocketIo: ratio(us?.perCpuSecond, io?.perCpuSecond),
    p99ToWs: ratio(us?.p99, ws?.p99),
  };
}

/** Whether everything arrived, and how many events Redis did not confirm in time. */
export function deliveredText({
  delivered,
  expected,
  unsure,
}: Pick<FanOut, 'delivered' | 'expected' | 'unsure'>): string {
  const text = delivered === expected ? 'all' : `${digits(delivered)} of ${digits(expected)}`;
  return unsure === 0 ? text : `${text}, ${unsure} events unsure`;
}

export function fanOutTable(results: readonly FanOut[]): string {
  const [ws] = results;
  const rows = results.map((one) => [
    TITLES[one.name],
    digits(one.perCpuSecond),
    digits(one.perCpuSecond / (ws?.perCpuSecond ?? Number.NaN)),
    digits(one.p50),
    digits(one.p99),
    deliveredText(one),
  ]);
  return table(['server', 'deliveries per CPU s', 'of plain `ws`', 'p50, ms', 'p99, ms', 'delivered'], rows);
}
