import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnRedis, ownRedis } from '../cache/redis.fixtures.ts';
import { CLOSE } from './close-codes.ts';
import { documentedCloses } from './frames-contract.fixtures.ts';
import { aReport, type Process, startProcess, type TestSocket } from './realtime.fixtures.ts';

let redis: OwnRedis;
let here: Process;

beforeAll(async () => {
  redis = await ownRedis();
  here = await startProcess(redis, { limits: { framesPerSecond: 5, framesBurst: 30, subscriptionsPerSocket: 3 } });
});
afterAll(async () => {
  await here.stop();
  await redis.kill();
});

const hello = fc.record({
  t: fc.constant('hello'),
  v: fc.constantFrom(1, 2, '1', null),
  token: fc.constantFrom('ten_1/usr_1', 'ten_1/usr_2', 'no', 'never', 'down', ''),
});
const channel = fc.constantFrom('order:1', 'client:ü', 'board:1,2,3,4', 'x'.repeat(300), '__proto__', '', 7);
const since = { epoch: fc.constantFrom('e', '', '0.'), seq: fc.constantFrom(0, -1, 1.5, 2 ** 53, '1', Number.NaN) };
const known = fc.oneof(
  fc.record({ t: fc.constantFrom('sub', 'unsub', 'replay'), ch: channel }),
  fc.record({ t: fc.constant('sub'), ch: channel, ...since }),
  fc.record({ t: fc.constant('replay'), ch: channel, epoch: since.epoch, from: since.seq }),
  fc.record({ t: fc.constant('token'), token: fc.constantFrom('ten_1/usr_1', 'ten_2/usr_1', 'no', 'down') }),
  fc.constant(aReport('r1')),
);
const strange = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom('{"t":', '{"t":"constructor"}', '{"t":"evt"}', '[[[', '\u0000', `{"t":"${'a'.repeat(70_000)}"}`),
  fc.uint8Array({ maxLength: 40 }),
);
const text = (frames: fc.Arbitrary<object>) => frames.map((frame) => JSON.stringify(frame));
const conversation = fc.tuple(
  fc.oneof({ weight: 5, arbitrary: fc.constant('{"t":"hello","v":1,"token":"ten_1/usr_1"}') }, text(hello)),
  fc.array(fc.oneof({ weight: 6, arbitrary: text(known) }, strange), { maxLength: 12 }),
);

/** The code that ended it, or 0 when it is still served: the answer to one more `sub` says which. */
async function outcome(socket: TestSocket): Promise<number> {
  socket.send({ t: 'sub', ch: 'order:probe' });
  const answered = () => socket.frames.some(({ ch }) => ch === 'order:probe');
  const { code } = await Promise.race([socket.ended, heard(socket, answered)]);
  return code;
}

async function heard(socket: TestSocket, there: () => boolean): Promise<{ code: number }> {
  while (!there()) await new Promise((resolve) => socket.ws.once('message', () => setImmediate(resolve)));
  return { code: 0 };
}

it('whatever a client says, it is answered by the contract or ended with a documented code, and others are served', async () => {
  expect(documentedCloses).toMatchObject(
    Object.fromEntries(Object.values(CLOSE).map(({ name, code }) => [name, code])),
  );
  const codes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(conversation, async ([first, rest]) => {
      const socket = here.socket();
      await socket.opened;
      for (const frame of [first, ...rest]) socket.ws.send(frame);
      // Every frame of the server was held against the contract when it came.
      const code = await outcome(socket);
      codes.add(code);
      if (code === 0) socket.ws.terminate();
      else expect(Object.values(documentedCloses)).toContain(code);
    }),
    { numRuns: 150 },
  );

  expect([...codes].sort()).toEqual(expect.arrayContaining([0, 4400]));
  await (await here.signedIn()).sub('order:1');
});

it('bytes that are no frames end the socket, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 200 }), async (bytes) => {
      const socket = connect(here.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        'GET /ws/tracking HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: symphonia.tracking.v1\r\n\r\n',
      );
      await new Promise((resolve) => socket.once('data', resolve));
      socket.end(bytes);
      await new Promise((resolve) => socket.resume().once('close', resolve));
    }),
    { numRuns: 50 },
  );

  await (await here.signedIn()).sub('order:1');
});
