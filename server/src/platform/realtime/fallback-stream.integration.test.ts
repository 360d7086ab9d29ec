import { describe, expect, it } from 'vitest';
import { eventually } from '../cache/redis.fixtures.ts';
import { poll } from './fallback.fixtures.ts';
import { aChannel, another, free, hidden, reading, twoProcesses } from './fallback-world.fixtures.ts';
import { seqs, sessionOf } from './realtime.fixtures.ts';

const world = twoProcesses();

describe('server-sent events', () => {
  it('are the frames of a socket, from wherever they were said, and no proxy may keep or pack them', async () => {
    const ch = aChannel();
    const reader = await reading(world.here.url, [ch], { headers: { 'accept-encoding': 'br, gzip' } });
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(reader.headers['content-encoding']).toBeUndefined();
    const socket = await world.there.process.signedIn();
    await socket.sub(ch);
    expect(await reader.next('subscribed')).toMatchObject({ ch, recovered: false, seq: 0 });
    await world.there.process.say(ch, { data: { n: 1 } });
    await world.here.process.say(ch, { kind: 'position', type: 'position', subject: 'veh_1', data: { n: 2 } });

    expect(await reader.events(2)).toEqual(await socket.events(2));
  });

  it('go on in another process after the last that was handled, one channel by one', async () => {
    const [first, second] = [aChannel(), aChannel()];
    const reader = await reading(world.here.url, [first, second]);
    await reader.next('subscribed');
    await reader.next('subscribed');
    await world.here.process.say(first, { data: { n: 1 } });
    await reader.events(1);
    reader.leave();
    await world.there.process.say(second, { data: { n: 2 } });
    await world.there.process.say(first, { data: { n: 3 } });

    const again = await reading(world.there.url, [first, second], { after: reader.cursor() });
    const placed = [await again.next('subscribed'), await again.next('subscribed')];
    expect(placed).toMatchObject([
      { ch: first, seq: 2, recovered: true },
      { ch: second, seq: 1, recovered: true },
    ]);
    expect((await again.events(2)).map(({ ch, data }) => [ch, data])).toEqual([
      [first, { n: 3 }],
      [second, { n: 2 }],
    ]);

    // A cut before anything was said again loses nothing either: the cursor is still the one it came with.
    const third = await reading(world.here.url, [first, second], { after: reader.cursor() });
    expect(seqs(await third.events(2))).toEqual([2, 1]);
  });

  it('begin anew, and say so, where the history is gone', async () => {
    const ch = aChannel();
    const short = await another({ historyEvents: 3 });
    const reader = await reading(short.url, [ch]);
    await reader.next('subscribed');
    for (let n = 0; n < 5; n += 1) await short.process.say(ch, { data: { n } });
    await reader.events(1);
    const { frames } = reader;
    reader.leave();
    const cursorOf = async (count: number) => {
      const one = await reading(short.url, [ch]);
      await one.next('subscribed');
      for (let n = 0; n < count; n += 1) await short.process.say(ch, {});
      await one.events(count);
      return one.cursor();
    };
    const old = await cursorOf(1);
    await cursorOf(5);

    const again = await reading(short.url, [ch], { after: old });
    expect(await again.next('subscribed')).toMatchObject({ recovered: false });
    expect(frames.filter(({ t }) => t === 'reset')).toEqual([]);
    expect((await poll(short.url, [ch], { after: old ?? '', wait: 0 })).frames).toMatchObject([
      { t: 'subscribed', recovered: false },
    ]);
  });

  it('end with the token, and when the session is ended', async () => {
    const endsSoon = async (token: string) => {
      const session = await sessionOf(token);
      return 'refused' in session ? session : { ...session, expiresAt: Date.now() + 150 };
    };
    const short = await another({}, { authenticate: endsSoon });
    const reader = await reading(short.url, [aChannel()]);
    await reader.next('subscribed');
    await reader.ended;
    await free(short);
    expect(short.process.realtime.stats().closed).toMatchObject({ unauthenticated: 1 });

    const out = await reading(world.here.url, [aChannel()], { token: 'ten_1/usr_out' });
    const stays = await reading(world.here.url, [aChannel()], { token: 'ten_1/usr_in' });
    await out.next('subscribed');
    world.here.process.realtime.endSessions(({ subjectKey }) => subjectKey === 'usr_out');
    await out.ended;
    await stays.next('subscribed');
  });

  it('tell that a channel is not to be seen, or no longer, and go on with the others', async () => {
    const [seen, unseen, lost] = [aChannel(), aChannel(), aChannel()];
    hidden.add(unseen);
    const reader = await reading(world.here.url, [unseen, seen, lost]);
    expect(await reader.next('error')).toMatchObject({ ch: unseen, code: 'not_found' });
    await reader.next('subscribed');
    await reader.next('subscribed');
    hidden.add(lost);
    await world.here.process.realtime.recheck('ten_1', lost);
    expect(await reader.next('error')).toMatchObject({ ch: lost, code: 'not_found' });
    await world.here.process.say(lost, {});
    await world.here.process.say(seen, {});
    expect((await reader.events(1))[0]).toMatchObject({ ch: seen });
    expect((await poll(world.there.url, [unseen], {})).frames).toEqual([{ t: 'error', ch: unseen, code: 'not_found' }]);
  });

  it('of another tenant are not there, whatever cursor is brought', async () => {
    const ch = aChannel();
    await world.here.process.say(ch, {});
    const { cursor } = await poll(world.here.url, [ch]);
    await world.here.process.say(ch, {});
    const theirs = await poll(world.here.url, [ch], { after: cursor, wait: 0, token: 'ten_2/usr_9' });
    expect(theirs.frames).toMatchObject([{ t: 'subscribed', seq: 0, recovered: false }]);
  });

  it('a failure to look at a channel fails the answer at its beginning, and is told within it later', async () => {
    const ch = aChannel();
    const refused = await reading(world.here.url, ['order:broken', ch]);
    expect([refused.status, JSON.parse(await refused.ended).code]).toEqual([500, 'internal_error']);
    expect(await poll(world.here.url, ['order:broken'])).toMatchObject({ status: 500, code: 'internal_error' });
    const reader = await reading(world.here.url, [ch, 'order:broken']);
    expect(await reader.next('error')).toMatchObject({ ch: 'order:broken', code: 'unavailable' });
    reader.leave();
    await free(world.here);
  });

  it('a reader that leaves, or only asks for the head, holds nothing', async () => {
    const reader = await reading(world.here.url, [aChannel(), aChannel()]);
    await reader.next('subscribed');
    expect(world.here.process.realtime.stats().sockets).toBe(1);
    reader.leave();
    await free(world.here);
    const url = `${world.here.url}/api/v1/tracking/stream?ch=${aChannel()}`;
    const head = await fetch(url, { method: 'HEAD', headers: { authorization: 'Bearer ten_1/usr_1' } });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    await free(world.here);
  });

  it('a reader that stops is cut, costs a bounded amount of memory, and loses no status when it comes back', async () => {
    const ch = aChannel();
    const reader = await reading(world.here.url, [ch]);
    await reader.next('subscribed');
    reader.pause();
    const cut = () => (world.here.process.realtime.stats().closed.slow_reader ?? 0) > 0;
    let said = 0;
    for (; said < 900 && !cut(); said += 1) await world.here.process.say(ch, { data: { text: 'x'.repeat(50_000) } });
    expect(cut()).toBe(true);
    reader.resume();
    await reader.ended;
    const had = seqs(reader.frames.filter(({ t }) => t === 'evt'));
    expect(had).toEqual(had.map((_, i) => i + 1));
    // What it had is where it stands; the rest may be too much for one answer, and then it is told so.
    const again = await reading(world.there.url, [ch], { after: reader.cursor() });
    const placed = await again.next('subscribed');
    if (placed.recovered) expect(seqs(await again.events(1))).toEqual([had.length + 1]);
    else expect(placed.seq).toBe(said);
  });

  it('pings carry the cursor past what a view leaves out', async () => {
    const ch = aChannel();
    const wants = () => false;
    const quiet = await another({ pingMs: 30 }, { authorize: async (_, channel) => ({ stream: channel, wants }) });
    const reader = await reading(quiet.url, [ch]);
    await reader.next('subscribed');
    const before = reader.cursor();
    await quiet.process.say(ch, {});
    await eventually(() => expect(reader.cursor()).not.toBe(before));
    expect(reader.frames.some(({ t }) => t === 'evt')).toBe(false);
    // So does the answer of a poll that has nothing to tell.
    const again = await poll(quiet.url, [ch], { after: before ?? '', wait: 0 });
    expect(again).toMatchObject({ frames: [], cursor: reader.cursor() });
  });
});
