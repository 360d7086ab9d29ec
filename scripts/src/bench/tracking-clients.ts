/** `tracking-clients.ts <keys>`: sockets of the benchmark, in a process of its own, so that reading is nobody's figure. */
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { STEP_MS } from './tracking-ages.ts';
import { ageOf, clock, topicOf } from './tracking-message.ts';
import { answering } from './tracking-processes.ts';
import type { SubjectName } from './tracking-subject.ts';
import { signer } from './tracking-token.ts';

export type ClientsQuestion =
  | {
      readonly ask: 'connect';
      readonly name: SubjectName;
      readonly port: number;
      readonly from: number;
      readonly count: number;
      /** Round these topics. */
      readonly topics: number;
      readonly firstTopic?: number;
      /** As fast as they are answered, a hundred at a time, without it. */
      readonly perSecond?: number;
    }
  /** What came since it was last asked. */
  | { readonly ask: 'heard' }
  | { readonly ask: 'open' }
  | { readonly ask: 'leave' };

const AT_ONCE = 100;
const sockets = new Set<WebSocket>();
const token = signer(JSON.parse(process.argv[2] ?? ''));
let ages = new Map<number, number>();

function take(text: Buffer): void {
  const age = ageOf(text);
  if (age === undefined) return;
  const step = Math.round(age / STEP_MS);
  ages.set(step, (ages.get(step) ?? 0) + 1);
}

/** How each of them is spoken to until it is subscribed: the answers to what the server says. */
const TALKS: Record<SubjectName, { path: string; protocol: string[]; hello?: string; answers: Answers }> = {
  ws: { path: '/', protocol: [], hello: 'TOPIC', answers: [['"subscribed"', 'done']] },
  socketio: {
    path: '/socket.io/?EIO=4&transport=websocket',
    protocol: [],
    answers: [
      ['0{', '40'],
      ['40', '42["sub","TOPIC"]'],
      ['42["subscribed"', 'done'],
    ],
  },
  symphonia: {
    path: '/ws/tracking',
    protocol: ['symphonia.tracking.v1'],
    hello: '{"t":"hello","v":1,"token":"TOKEN"}',
    answers: [
      ['{"t":"welcome"', '{"t":"sub","ch":"TOPIC"}'],
      ['{"t":"subscribed"', 'done'],
    ],
  },
};
type Answers = readonly (readonly [begins: string, answer: string])[];

/** Answers how long it took until the socket was subscribed. */
function connect(name: SubjectName, port: number, n: number, topic: string): Promise<number> {
  const began = clock();
  const { path, protocol, hello, answers } = TALKS[name];
  const fill = (text: string) => text.replace('TOPIC', topic).replace('TOKEN', () => token(`usr_${n >> 4}`));
  // Ten sockets of an address: behind one only so many may be unknown at a time.
  const headers = { 'x-address': `10.${n >> 16}.${(n >> 8) & 255}.${(n & 255) - (n % 10)}` };
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol, { headers, perMessageDeflate: false });
  sockets.add(ws);
  ws.on('close', () => sockets.delete(ws));
  return new Promise((resolve, reject) => {
    ws.on('error', reject);
    ws.on('open', () => hello && ws.send(fill(hello)));
    const step = (data: Buffer) => {
      const [, answer] = answers.find(([begins]) => data.indexOf(begins) === 0) ?? [];
      if (answer === undefined) return;
      if (answer !== 'done') return ws.send(fill(answer));
      ws.off('message', step).on('message', name === 'socketio' ? heartbeats(ws) : take);
      resolve(clock() - began);
    };
    ws.on('message', step);
  });
}

/** Socket.IO cuts a socket that does not answer its own pings. */
const heartbeats = (ws: WebSocket) => (data: Buffer) =>
  data.length === 1 && data[0] === 0x32 ? ws.send('3') : take(data);

async function connectAll(question: Extract<ClientsQuestion, { ask: 'connect' }>): Promise<number[]> {
  const { name, port, from, count, topics, firstTopic = 0, perSecond } = question;
  const began = clock();
  const took: Promise<number>[] = [];
  for (let i = 0; i < count; i += 1) {
    if (perSecond) await wait(Math.max(0, began + (i * 1_000) / perSecond - clock()));
    else if (i >= AT_ONCE) await took[i - AT_ONCE];
    took.push(connect(name, port, from + i, topicOf(firstTopic + ((from + i) % topics))));
  }
  return Promise.all(took);
}

answering(async (question: ClientsQuestion) => {
  if (question.ask === 'connect') return connectAll(question);
  if (question.ask === 'open') return sockets.size;
  if (question.ask === 'leave') {
    for (const ws of sockets) ws.terminate();
    return undefined;
  }
  const heard = [...ages];
  ages = new Map();
  return heard;
});
