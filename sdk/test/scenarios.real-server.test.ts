import { afterAll, describe, expect, it } from 'vitest';
import { createSymphonia, tokenSource } from '../src/index.ts';
import { memoryOutbox, outbox } from '../src/outbox/index.ts';
import { goodWeather, openApp, until } from './support/fault-judge.ts';
import { faultServer } from './support/fault-site.ts';
import { ownRedis } from './support/own-redis.ts';

const redis = await ownRedis();
const shared = process.env.REDIS_URL;
process.env.REDIS_URL = redis.url; // the server of this file forgets, nobody else's
afterAll(() => {
  process.env.REDIS_URL = shared;
});
const newSite = await faultServer();

describe('against the real server (sdk scenarios 11, 20)', () => {
  it.each([
    ['flushed', () => redis.flush()],
    ['killed and started again', () => redis.restart()],
  ])('11: Redis is %s between the attempt that committed and its retry: one order', async (what, happen) => {
    const site = await newSite();
    const user = await site.user();
    site.proxy.fault = () => ({ kind: 'cut-reply' });
    const { sym } = openApp(site, user, `redis-${what}`);
    const sub = await sym.orders.submit(sym.orders.draft(), user.order);
    await until('cut', async () => (await sym.outbox.get(sub.id))?.lastError !== undefined);
    expect(await user.orders()).toEqual([sub.id]);

    await happen();
    await goodWeather(site.proxy);
    await sub.accepted({ timeoutMs: 60_000 });
    expect((await sym.outbox.get(sub.id))?.receipt?.replayed).toBe(true);
    expect(await user.orders()).toEqual([sub.id]);
    await sym.close();
  });

  it('20: three tabs refresh at once with rotation: nobody is signed out, again and again', async () => {
    const site = await newSite();
    await goodWeather(site.proxy);
    const { session } = await site.user();
    let kept = session.refreshToken; // where all tabs of a browser look
    const given = new Set<string>();
    const tabs = [1, 2, 3].map(() => {
      const tokens = tokenSource({
        async refresh() {
          const { data } = await sym.auth.refresh({ refreshToken: kept });
          kept = data.refreshToken;
          given.add(kept);
          return data;
        },
      });
      const sym = createSymphonia({
        baseUrl: `${site.proxy.url}/api/v1`,
        auth: tokens,
        outbox: outbox(memoryOutbox()),
      });
      return { sym, tokens };
    });
    const force = { force: true, signal: new AbortController().signal };
    for (let round = 1; round <= 3; round++) {
      await Promise.all(tabs.map(({ tokens }) => tokens.getToken(force)));
      expect(given.size).toBe(round); // one successor, whoever asked
      for (const { sym } of tabs) expect((await sym.products.list()).meta.status).toBe(200);
    }
    for (const { sym } of tabs) await sym.close();
  });
});
