import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import { type Process, positionOf, seqs, startProcess } from './realtime.fixtures.ts';

let redis: OwnRedis;
let here: Process;

beforeAll(async () => {
  redis = await ownRedis();
  here = await startProcess(redis, { limits: { closeMs: 50 } });
});
afterAll(async () => {
  await here.stop();
  await redis.kill();
});

it('a reader that stops costs a bounded amount of memory, is cut, and loses nothing when it resumes', async () => {
  const frozen = await here.signedIn();
  const reading = await here.signedIn();
  const start = positionOf(await frozen.sub('order:1'));
  await reading.sub('order:1');
  frozen.ws.pause();
  const data = { text: 'x'.repeat(50_000) };

  // The kernel's own buffers take some megabytes before ours begin to fill.
  const cut = () => (here.realtime.stats().closed.slow_reader ?? 0) > 0;
  let said = 0;
  for (; said < 900 && !cut(); said += 1) await here.say('order:1', { data });
  await eventually(() => expect(cut()).toBe(true));
  expect(seqs(await reading.events(said))).toEqual(Array.from({ length: said }, (_, i) => i + 1));

  const again = await here.signedIn();
  const near = { epoch: start.epoch, seq: said - 5 };
  expect(await again.sub('order:1', near)).toMatchObject({ recovered: true });
  expect(seqs(await again.events(5))).toEqual(Array.from({ length: 5 }, (_, i) => near.seq + 1 + i));

  // All of it at once would cut the reader again, each time it comes back: it gets a snapshot instead.
  expect(await again.sub('order:1', start)).toMatchObject({ recovered: false, seq: said });
});

it('a reader that resumes many channels gets one after the other, as fast as it reads', async () => {
  const channels = Array.from({ length: 60 }, (_, i) => `order:many-${i}`);
  const resume = [];
  for (const ch of channels) {
    resume.push({ ch, ...(await here.realtime.position('ten_1', ch)) });
    for (let i = 0; i < 4; i += 1) await here.say(ch, { data: { text: 'x'.repeat(50_000) } });
  }

  const socket = here.socket();
  await socket.opened;
  socket.send({ t: 'hello', v: 1, token: 'ten_1/usr_1', resume });
  socket.ws.pause();
  for (let i = 0; i < 200; i += 1) await here.realtime.position('ten_1', 'order:1'); // time enough to run into the cut
  socket.ws.resume();
  for (const ch of channels) expect(await socket.next('subscribed')).toMatchObject({ ch, recovered: true, seq: 4 });
  expect((await socket.events(240)).map(({ ch, seq }) => `${ch} ${seq}`)).toEqual(
    channels.flatMap((ch) => [1, 2, 3, 4].map((seq) => `${ch} ${seq}`)),
  );
});

it('a reader that falls behind in positions gets the newest of each, without a hole, and stays', async () => {
  const slow = await here.signedIn();
  await slow.sub('board:all');
  slow.ws.pause();
  const say = (n: number) =>
    here.say('board:all', {
      kind: 'position',
      type: 'position',
      subject: `veh_${n % 3}`,
      data: { n, text: 'x'.repeat(20_000) },
    });
  let said = 0;
  while (here.realtime.stats().superseded < 50) {
    await say(said);
    said += 1;
  }
  slow.ws.resume();

  let last = 0;
  const newest = new Map<number, number>();
  while (last < said) {
    const [event] = await slow.events(1);
    expect(event?.prev ?? Number(event?.seq) - 1).toBe(last);
    last = Number(event?.seq);
    const n = Number((event?.data as { n?: number } | undefined)?.n); // what `say` put there
    newest.set(n % 3, n);
  }
  expect([...newest.values()].toSorted((a, b) => a - b)).toEqual([said - 3, said - 2, said - 1]);
});
