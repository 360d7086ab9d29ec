import { setTimeout as wait } from 'node:timers/promises';
import type { Crowd, LoadCalls, Told } from './load-calls.ts';
import { newMeters } from './meters.ts';
import { openPlainWatcher } from './plain-watcher.ts';
import { startRequests } from './requests.ts';
import { httpSnapshots } from './snapshots.ts';
import { usageOf } from './usage.ts';
import { openWatcher, type Watcher } from './watcher.ts';

/*
 * A load, in a process of its own, started and asked by load.ts: watchers by the thousand, and requests at a steady pace.
 * It ends when its parent does.
 */
const crowds = new Map<string, Watcher[]>();
let meters = newMeters();
let requests: ReturnType<typeof startRequests> | undefined;

const all = (name?: string) => (name === undefined ? [...crowds.values()].flat() : (crowds.get(name) ?? []));

async function open(crowd: Crowd): Promise<void> {
  const { name, port, sockets, tokens, channels, addresses, perSecond, from, way = 'socket' } = crowd;
  const mine: Watcher[] = [];
  crowds.set(name, mine);
  const deps = { meters: () => meters, fetchSnapshot: httpSnapshots(port), fromTheStart: crowd.fromTheStart ?? false };
  const begun = performance.now();
  for (let n = 0; n < sockets; n++) {
    const [token = '', channel = ''] = [tokens[n % tokens.length], channels[n % channels.length]];
    const address = addresses[Math.floor(n / Math.ceil(sockets / addresses.length))] ?? '10.0.0.1';
    const options = { port, token, channel, address, ...(from ? { from } : {}) };
    mine.push(way === 'socket' ? openWatcher(options, deps) : openPlainWatcher(way, options, deps));
    const ahead = (n * 1_000) / perSecond - (performance.now() - begun);
    if (ahead > 5) await wait(ahead);
  }
}

/** What each channel's watchers were told, with how many were told exactly that; one line each when all is well. */
function told(name?: string): readonly Told[] {
  const found = new Map<string, { channel: string; told: readonly string[]; watchers: number }>();
  for (const { channel, told: theirs } of all(name)) {
    const key = `${channel} ${theirs.join(' ')}`;
    const one = found.get(key) ?? { channel, told: theirs, watchers: 0 };
    one.watchers += 1;
    found.set(key, one);
  }
  return [...found.values()];
}

const calls: LoadCalls = {
  open,
  told: async (name) => told(name),
  live: async (name) => all(name).filter((one) => one.live).length,
  async meters(reset) {
    const now = meters;
    if (reset) meters = newMeters();
    return now;
  },
  async stopReading(name) {
    for (const one of all(name)) one.stopReading();
  },
  async resumeReading(name) {
    for (const one of all(name)) one.resumeReading();
  },
  async close(name) {
    for (const one of all(name)) one.close();
    if (name === undefined) crowds.clear();
    else crowds.delete(name);
  },
  async request(pace) {
    requests = startRequests(pace);
  },
  async requested() {
    const result = await requests?.end();
    return result ?? [];
  },
  usage: async () => usageOf(process.pid),
};

process.on('message', ({ id, call, args }: { id: number; call: keyof LoadCalls; args: never[] }) => {
  (calls[call] as (...given: never[]) => Promise<unknown>)(...args).then(
    // load.ts types both ends
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
