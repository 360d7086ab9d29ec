import { setTimeout as wait } from 'node:timers/promises';
import { anAddress } from './given-tenant.ts';
import type { LiveFleet } from './live-fleet.ts';
import { firms } from './moving-orders.ts';

export interface SlowReadersResult {
  readonly stopped: number;
  readonly reading: number;
  readonly sentBytes: number;
  /** RSS of both servers together: before, at the most, and 5 s after those who stopped are back. */
  readonly rss: { readonly before: number; readonly peak: number; readonly after: number };
  /** Of those who went on reading: how many were told all, in order. */
  readonly toldAll: number;
  /** Of those who stopped: how their connections ended, and how many were live and up to date in the end. */
  readonly ends: Readonly<Record<string, number>>;
  readonly back: number;
  /** From the sending of the last message until all who read had it, in ms. */
  readonly lastAfterMs: number;
}

const MESSAGE_BYTES = 40_000;

/** Some watchers of a channel stop reading while large status events are sent on it; then they read again. */
export async function slowReaders(
  house: LiveFleet,
  { stopped, reading, messages }: { stopped: number; reading: number; messages: number },
): Promise<SlowReadersResult> {
  const { app, fleet, load } = house;
  const [firm] = await firms(app, 1, Math.ceil((stopped + reading) / 10));
  if (!firm) throw new Error('One was asked for.');
  const channel = `client:${firm.trade.clientId}`;
  const crowd = {
    port: fleet.nginx.port,
    tokens: firm.tokens,
    channels: [channel],
    fromTheStart: true,
    perSecond: 200,
  };
  const addresses = firm.tokens.map(anAddress);
  await load.open({ ...crowd, name: 'reading', sockets: reading, addresses });
  await load.open({ ...crowd, name: 'stopped', sockets: stopped, addresses });
  await load.allLive(stopped + reading, 60_000);
  await load.meters(true);

  const rssNow = () => fleet.behind.reduce((sum, server) => sum + server.usage().rssBytes, 0);
  const rss = { before: rssNow(), peak: 0, after: 0 };
  const look = setInterval(() => {
    rss.peak = Math.max(rss.peak, rssNow());
  }, 100);
  await load.stopReading('stopped');
  const ids = Array.from({ length: messages }, (_, n) => `evt_large_${n}`);
  const text = 'x'.repeat(MESSAGE_BYTES);
  for (const id of ids) {
    const ts = new Date().toISOString();
    await app.realtime.publish(firm.tenant.id, channel, {
      type: 'order.noted',
      kind: 'status',
      id,
      ts,
      data: { text },
    });
    await wait(20);
  }
  const lastAt = performance.now();
  const toldAll = async (name: string) => {
    const told = await load.told(name);
    // A snapshot may stand in for all before the last ones; nobody may be without the last.
    return {
      whole: count(told.filter((one) => one.told.filter((entry) => entry !== '=').join() === ids.join())),
      upToDate: count(told.filter((one) => [ids.at(-1), '='].includes(one.told.at(-1)))),
    };
  };
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 300 && !(await holds()); tries++) await wait(200);
  };
  await until(async () => (await toldAll('reading')).whole === reading);
  const lastAfterMs = performance.now() - lastAt;
  await load.resumeReading('stopped');
  await until(async () => (await load.live('stopped')) === stopped && (await toldAll('stopped')).upToDate === stopped);
  const back = Math.min(await load.live('stopped'), (await toldAll('stopped')).upToDate);
  const { ends } = await load.meters(true);
  clearInterval(look);
  await wait(5_000);
  rss.after = rssNow();
  const result = {
    ...{ stopped, reading, rss, ends, back, lastAfterMs },
    sentBytes: messages * MESSAGE_BYTES * (stopped + reading),
    toldAll: (await toldAll('reading')).whole,
  };
  await load.close();
  return result;
}

const count = (told: readonly { readonly watchers: number }[]) => told.reduce((sum, one) => sum + one.watchers, 0);
