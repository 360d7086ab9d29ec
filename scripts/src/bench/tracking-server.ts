/** `tracking-server.ts <subject> <setting>`: one server of the benchmark, in a process of its own. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { speak, topicOf } from './tracking-message.ts';
import { ours, oursElsewhere } from './tracking-ours.ts';
import { plainWs, socketIo } from './tracking-peers.ts';
import { answering } from './tracking-processes.ts';
import type { Setting, Subject, SubjectName } from './tracking-subject.ts';

export type ServerQuestion =
  | { readonly ask: 'port' }
  /** Says the events of a turn. */
  | { readonly ask: 'speak'; readonly forMs: number; readonly firstTopic?: number }
  /** How many processes hear an event. */
  | { readonly ask: 'listeners'; readonly firstTopic: number }
  | { readonly ask: 'usage'; readonly collect?: boolean };

export interface Spoken {
  readonly count: number;
  /** Of them, those that Redis did not take in time: a machine with too much to do; their watchers are reset. */
  readonly unsure: number;
}

export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly sockets: number;
  /** Heard from Redis. */
  readonly streams: number;
}

const [name, text = ''] = process.argv.slice(2) as [SubjectName | 'publisher', string]; // startWorker's
const setting: Setting = JSON.parse(text);
const MAKE: Record<SubjectName, (setting: Setting) => Subject | Promise<Subject>> = {
  ws: plainWs,
  socketio: socketIo,
  symphonia: ours,
};

const subject: Subject | undefined = name === 'publisher' ? undefined : await MAKE[name](setting);
const elsewhere = name === 'publisher' ? await oursElsewhere(setting) : undefined;
const server = createServer((_request, response) => response.writeHead(404).end());
subject?.attach(server);
await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }), 'listening');

async function usage(collect: boolean): Promise<Usage> {
  for (let i = 0; collect && i < 4; i += 1) {
    globalThis.gc?.();
    await wait(250);
  }
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1_000,
    rssBytes: process.memoryUsage.rss(),
    sockets: subject?.sockets() ?? 0,
    streams: subject?.streams?.() ?? 0,
  };
}

async function spoken(forMs: number, firstTopic?: number): Promise<Spoken> {
  const { topics, subscribers, deliveriesPerSecond } = setting.sizes;
  const perSecond = deliveriesPerSecond / (subscribers / topics);
  const arrivals: Promise<boolean>[] = [];
  const count = await speak({ topics, firstTopic, perSecond, forMs }, (topic, n, at) => {
    subject?.say?.(topic, n, at);
    if (elsewhere) arrivals.push(elsewhere.say(topic, n, at));
  });
  return { count, unsure: (await Promise.all(arrivals)).filter((arrived) => !arrived).length };
}

const listeners = async (firstTopic: number) =>
  elsewhere?.listeners(Array.from({ length: setting.sizes.topics }, (_, i) => topicOf(firstTopic + i)));

answering(async (question: ServerQuestion) => {
  if (question.ask === 'port') return (server.address() as AddressInfo).port; // of TCP
  if (question.ask === 'speak') return spoken(question.forMs, question.firstTopic);
  if (question.ask === 'listeners') return listeners(question.firstTopic);
  return usage(question.collect ?? false);
});
