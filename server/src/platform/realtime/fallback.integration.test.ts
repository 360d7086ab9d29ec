import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventually, ownRedis } from '../cache/redis.fixtures.ts';
import { poll } from './fallback.fixtures.ts';
import { aChannel, another, free, reading, twoProcesses } from './fallback-world.fixtures.ts';
import { positionOf } from './realtime.fixtures.ts';

const world = twoProcesses();

describe('caps', () => {
  it('count streams, polls and sockets of an identity together', async () => {
    const few = await another({ socketsPerSubject: 2, socketsPerAddress: 4 });
    const socket = await few.process.signedIn();
    const ch = aChannel();
    const reader = await reading(few.url, [ch]);
    const refused = await reading(few.url, [ch]);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5']);
    expect(await poll(few.url, [ch])).toMatchObject({ status: 429, code: 'rate_limited' });
    // Who was refused takes up nobody's room, neither of his address nor of anything else.
    for (let n = 0; n < 3; n += 1) expect((await poll(few.url, [ch])).status).toBe(429);
    expect((await poll(few.url, [ch], { token: 'ten_1/usr_2' })).status).toBe(200);
    socket.ws.close();
    await socket.ended;
    await eventually(async () => expect((await poll(few.url, [ch])).status).toBe(200));
    reader.leave();
    await free(few);
  });
});

describe('a server that is being replaced', () => {
  it('tells its readers, ends their streams, answers polls at once, and takes in no new stream', async () => {
    const old = await another({ drainCloseMs: 20 });
    const ch = aChannel();
    const many = await Promise.all([1, 2, 3].map(() => reading(old.url, [ch])));
    for (const reader of many) await reader.next('subscribed');
    const { cursor } = await poll(old.url, [ch]);
    const waiting = poll(old.url, [ch], { after: cursor });
    await eventually(() => expect(old.process.realtime.stats().sockets).toBe(4));
    old.process.realtime.part.drain?.();

    for (const reader of many) expect(await reader.next('drain')).toMatchObject({ afterMs: 5_000 });
    expect((await waiting).frames).toMatchObject([{ t: 'drain' }]);
    const late = await reading(old.url, [ch]);
    expect([late.status, late.headers['retry-after']]).toEqual([503, '5']);
    await world.here.process.say(ch, {});
    await many[0]?.events(1);
    expect((await poll(old.url, [ch], { after: cursor })).frames.map(({ t }) => t).sort()).toEqual(['drain', 'evt']);

    await old.process.realtime.part.stop?.(AbortSignal.timeout(5_000));
    for (const reader of many) expect(await reader.ended).toMatch(/retry: \d+\n/);
    const again = await reading(world.there.url, [ch], { after: many[0]?.cursor() });
    expect(await again.next('subscribed')).toMatchObject({ recovered: true });
  });
});

describe('while Redis is away', () => {
  it('streams and polls are told what this process knows, and begin anew when it is back, as sockets do', async () => {
    const own = await ownRedis();
    const server = await another({}, {}, own);
    const { process } = server;
    const ch = aChannel();
    const [reader, socket] = [await reading(server.url, [ch]), await process.signedIn()];
    await reader.next('subscribed');
    await socket.sub(ch);
    const { cursor } = await poll(server.url, [ch]);
    await own.kill();

    await process.say(ch, {});
    const away = await reader.next('reset');
    expect(away).toEqual(await socket.next('reset'));
    expect((await poll(server.url, [ch], { after: cursor })).frames).toMatchObject([
      { t: 'subscribed', recovered: false },
    ]);
    await own.start();
    const back = await reader.next('reset');
    expect(back).toEqual(await socket.next('reset'));
    expect(positionOf(back).epoch).not.toBe(positionOf(away).epoch);
    await own.kill();
  });
});

it('whatever is said in whatever process, socket, stream and poll tell the same in the same order, cut as often as you like', async () => {
  const said = fc.record({
    via: fc.nat({ max: 1 }),
    ch: fc.nat({ max: 2 }),
    position: fc.boolean(),
    cut: fc.nat({ max: 3 }).map((n) => n === 0),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 25 }), async (events) => {
      const chs = [aChannel(), aChannel(), aChannel()];
      const socket = await world.here.process.signedIn();
      for (const ch of chs) await socket.sub(ch);
      let reader = await reading(world.there.url, chs);
      for (const _ of chs) await reader.next('subscribed');
      let { cursor } = await poll(world.here.url, chs);
      const streamed: unknown[] = [];
      const polled: unknown[] = [];
      const keep = ({ ch, epoch, seq, id, data, type }: Record<string, unknown>) => ({
        ch,
        epoch,
        seq,
        id,
        data,
        type,
      });
      const cut = async (url: string) => {
        reader.leave();
        streamed.push(...reader.frames.filter(({ t }) => t === 'evt').map(keep));
        reader = await reading(url, chs, { after: reader.cursor() });
        const answer = await poll(url, chs, { after: cursor, wait: 0 });
        polled.push(...answer.frames.map(keep));
        cursor = answer.cursor;
      };
      for (const [n, { via, ch, position, cut: isCut }] of events.entries()) {
        // A subject of its own each: superseded positions are left out of a history, which is another rule.
        const kind = position ? ({ kind: 'position', type: 'position', subject: `veh_${n}` } as const) : {};
        await [world.here, world.there][via]?.process.say(chs[ch] ?? '', { ...kind, data: { n } });
        if (isCut) await cut([world.here.url, world.there.url][n % 2] ?? '');
      }
      const all = (await socket.events(events.length)).map(keep);
      while (streamed.length + reader.frames.filter(({ t }) => t === 'evt').length < all.length) await reader.events(1);
      while (polled.length < all.length) await cut(world.there.url);
      streamed.push(...reader.frames.filter(({ t }) => t === 'evt').map(keep));
      for (const ch of chs) {
        const of = (list: unknown[]) => list.filter((one) => (one as { ch: string }).ch === ch);
        expect(of(polled)).toEqual(of(all));
        expect(of(streamed).slice(0, of(all).length)).toEqual(of(all));
      }
      socket.ws.close();
      reader.leave();
    }),
    { numRuns: 12 },
  );
});
