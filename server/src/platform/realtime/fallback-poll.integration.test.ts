import { describe, expect, it } from 'vitest';
import { eventually } from '../cache/redis.fixtures.ts';
import { poll } from './fallback.fixtures.ts';
import { aChannel, another, free, reading, twoProcesses } from './fallback-world.fixtures.ts';
import { seqs } from './realtime.fixtures.ts';

const world = twoProcesses();

describe('a long poll', () => {
  it('says where the channels stand at once, then waits for what happens, anywhere, and forgets nothing between', async () => {
    const [first, second] = [aChannel(), aChannel()];
    await world.there.process.say(first, {});
    const begun = await poll(world.here.url, [first, second]);
    expect(begun.frames).toMatchObject([
      { t: 'subscribed', ch: first, seq: 1, recovered: false },
      { t: 'subscribed', ch: second, seq: 0, recovered: false },
    ]);
    // Between two polls nothing is held …
    await free(world.here);
    await world.there.process.say(second, { data: { n: 1 } });
    // … and any process answers the next.
    const next = await poll(world.there.url, [first, second], { after: begun.cursor });
    expect(next.frames).toMatchObject([{ t: 'evt', ch: second, seq: 1, data: { n: 1 } }]);

    const waiting = poll(world.here.url, [first, second], { after: next.cursor });
    await eventually(() => expect(world.here.process.realtime.stats().subscriptions).toBe(2));
    await world.there.process.say(first, { data: { n: 2 } });
    const told = await waiting;
    expect(told.frames).toMatchObject([{ t: 'evt', ch: first, seq: 2, data: { n: 2 } }]);

    const nothing = await poll(world.here.url, [first, second], { after: told.cursor, wait: 0 });
    expect(nothing).toMatchObject({ status: 200, frames: [], cursor: told.cursor });
  });

  it('gathers positions for a while, so that they do not use up the requests of its reader, but no status', async () => {
    const patient = await another({ pollPositionsMs: 60_000 });
    const ch = aChannel();
    const { cursor } = await poll(patient.url, [ch]);
    const waiting = poll(patient.url, [ch], { after: cursor });
    await eventually(() => expect(patient.process.realtime.stats().subscriptions).toBe(1));
    const position = { kind: 'position', type: 'position', subject: 'veh_1' } as const;
    for (let n = 0; n < 3; n += 1) await world.here.process.say(ch, position);
    await new Promise((resolve) => setTimeout(resolve, 60)); // longer than what comes with a status is waited for
    await world.here.process.say(ch, {});
    expect(seqs((await waiting).frames)).toEqual([1, 2, 3, 4]);
    const quick = await poll(world.here.url, [ch]);
    await world.here.process.say(ch, position);
    expect(seqs((await poll(world.here.url, [ch], { after: quick.cursor })).frames)).toEqual([5]);
  });

  it('that is more than one answer may hold comes in several, with nothing twice and nothing left out', async () => {
    const small = await another({ slowBytes: 20_000 });
    const [first, second] = [aChannel(), aChannel()];
    let { cursor } = await poll(small.url, [first, second]);
    const data = { text: 'x'.repeat(5_000) };
    for (let n = 0; n < 10; n += 1) for (const ch of [first, second]) await world.here.process.say(ch, { data });
    const got: string[] = [];
    let answers = 0;
    while (got.length < 20) {
      const answer = await poll(small.url, [first, second], { after: cursor });
      got.push(...answer.frames.map(({ t, ch, seq }) => `${t} ${ch} ${seq}`));
      cursor = answer.cursor;
      answers += 1;
    }
    const numbers = Array.from({ length: 10 }, (_, i) => i + 1);
    for (const ch of [first, second])
      expect(got.filter((one) => one.includes(` ${ch} `))).toEqual(numbers.map((n) => `evt ${ch} ${n}`));
    expect(answers).toBeGreaterThan(3);
  });

  it('holds nothing once its reader has left', async () => {
    const ch = aChannel();
    const { cursor } = await poll(world.here.url, [ch]);
    const leaving = new AbortController();
    const waiting = poll(world.here.url, [ch], { after: cursor, signal: leaving.signal });
    await eventually(() => expect(world.here.process.realtime.stats().subscriptions).toBe(1));
    leaving.abort();
    await expect(waiting).rejects.toThrow();
    await free(world.here);
  });
});

describe.each(['stream', 'events'])('GET /tracking/%s', (operation) => {
  const ask = async (search: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${world.here.url}/api/v1/tracking/${operation}?${search}`, {
      headers: { authorization: 'Bearer ten_1/usr_1', ...headers },
    });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };

  it.each([
    ['no channel', ''],
    ['one twice', 'ch=order:1&ch=order:1'],
    ['more than 20', Array.from({ length: 21 }, (_, i) => `ch=order:${i}`).join('&')],
    ['something that is none', 'ch=planet:1'],
  ])('is refused with %s', async (_what, search) => {
    expect(await ask(search)).toEqual([400, 'invalid_request']);
  });

  it('is refused without a token, and with one that the live channels do not take', async () => {
    expect(await ask('ch=order:1', { authorization: '' })).toEqual([401, 'unauthenticated']);
    expect(await ask('ch=order:1', { authorization: 'Bearer no' })).toEqual([401, 'unauthenticated']);
  });

  it('is refused with a cursor that is not ours', async () => {
    const cursor = 'bm90IG91cnM';
    const asked =
      operation === 'stream' ? ask('ch=order:1', { 'last-event-id': cursor }) : ask(`ch=order:1&after=${cursor}`);
    expect(await asked).toEqual([400, 'invalid_cursor']);
  });

  it('serves 20 channels', async () => {
    const many = Array.from({ length: 20 }, aChannel);
    if (operation === 'events') {
      const { frames, cursor } = await poll(world.here.url, many);
      expect(frames.map(({ ch }) => ch)).toEqual(many);
      for (const ch of many) await world.there.process.say(ch, {});
      expect((await poll(world.here.url, many, { after: cursor })).frames.map(({ ch }) => ch)).toEqual(many);
      return;
    }
    const reader = await reading(world.here.url, many);
    for (const ch of many) expect(await reader.next('subscribed')).toMatchObject({ ch });
    reader.leave();
    for (const ch of many) await world.there.process.say(ch, {});
    const again = await reading(world.there.url, many, { after: reader.cursor() });
    expect((await again.events(20)).map(({ ch }) => ch)).toEqual(many);
  });
});
