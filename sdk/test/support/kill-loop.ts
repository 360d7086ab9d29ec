import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/core/clock.ts';
import { createSymphonia } from '../../src/index.ts';
import { outbox } from '../../src/outbox/index.ts';
import { type FakeSymphonia, fakeSymphonia } from '../../src/testing/index.ts';
import { overHttp } from './fake-over-http.ts';
import { seeded } from './given.ts';
import { ADA, STORES, type StoreKind } from './kill-stores.ts';
import { verdictOf } from './kill-verdict.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));

/** What processes said before they died. */
export interface Promised {
  readonly orders: Set<string>;
  /** Told as not stored. */
  readonly memory: Set<string>;
  /** Order by the key of its amendment. */
  readonly commands: Map<string, string>;
}

export interface KillLoopOptions {
  readonly kind: StoreKind;
  readonly orders: number;
  /** Promises that both processes of a round make before they are killed, on average. */
  readonly perRound: number;
  readonly seed: number;
  say?(line: string): void;
}

/**
 * Two processes order over one store until `orders` are promised. Both are killed (`kill -9`) again and again, at random
 * moments; replies are lost, the disk is full now and then, and half-written files lie about. Then one more process
 * starts, a minute later, and sends what is left. Answers what both sides have.
 */
export async function killLoop(options: KillLoopOptions) {
  const disk = smallDisk(16 + Math.ceil(options.orders / 50));
  const api = fakeSymphonia();
  const server = await overHttp(api);
  try {
    return await loopOn(disk, api, server.baseUrl, options);
  } finally {
    await server.close();
    disk.remove();
  }
}

async function loopOn(
  disk: SmallDisk,
  api: FakeSymphonia,
  baseUrl: string,
  { kind, orders, perRound, seed, say = () => {} }: KillLoopOptions,
) {
  const random = seeded(seed);
  const directory = join(disk.path, 'outbox');
  mkdirSync(directory);
  api.tokens.set(ADA.token, ADA);
  api.fault.when(() => (random() < 0.01 ? 'drop-reply' : undefined));
  const promised: Promised = { orders: new Set(), memory: new Set(), commands: new Map() };
  let rounds = 0;
  let full = 0;
  while (promised.orders.size < orders) {
    const name = `${++rounds}`;
    const fill = rounds % 6 === 2 ? disk.fill : undefined;
    let release = () => {};
    // The disk is full from the first order of one of them on; the other begins on a full one, or finds it while it works.
    const onFirst = () => {
      if (fill) release = fill();
    };
    if (fill) full++;
    const lives = ['a', 'b'].map((who) =>
      live(
        { argv: [CHILD, kind, directory, baseUrl, who + name], onFirst: who === 'a' ? onFirst : () => {} },
        { count: Math.ceil(random() * perRound) + 1, moment: random() * 15 },
        promised,
      ),
    );
    await Promise.all(lives);
    release();
    if (random() < 0.3) tear(kind, directory, random);
    if (rounds % 5 === 0)
      say(`${kind}: ${promised.orders.size} promised, ${api.orders.size} on the server, ${rounds * 2} killed`);
  }
  const left = await sendTheRest(kind, directory, baseUrl);
  const store = STORES[kind](directory);
  const verdict = verdictOf(promised, await store.list({ anyVersion: true }), api);
  await store.close();
  const counts = { promised: promised.orders.size, onServer: api.orders.size, commands: promised.commands.size };
  return { ...verdict, left, counts: { ...counts, memory: promised.memory.size, killed: rounds * 2, full } };
}

const LONGEST_LIFE_MS = 20_000;

/** Runs a process until it has said `count` orders, and kills it a moment later. */
function live(
  { argv, onFirst }: { argv: string[]; onFirst(): void },
  { count, moment }: { count: number; moment: number },
  promised: Promised,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = 0;
    let killed = false;
    const kill = (after: number) =>
      setTimeout(() => {
        killed = true;
        child.kill('SIGKILL');
      }, after);
    const latest = kill(LONGEST_LIFE_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [what, id = '', order = ''] = line.split(' ');
      if (what === 'order') promised.orders.add(id);
      if (what === 'memory') promised.memory.add(id);
      if (what === 'command') promised.commands.set(id, order);
      if (++said === 1) onFirst();
      if (said === count) kill(moment);
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(latest);
      if (killed) resolve();
      else reject(new Error('A process ended by itself.'));
    });
  });
}

/** What a power cut leaves: half a file, a torn log. None of it had been promised. */
function tear(kind: StoreKind, directory: string, random: () => number): void {
  const garbage = Buffer.from(
    Array.from({ length: 1 + Math.floor(random() * 5000) }, () => Math.floor(random() * 256)),
  );
  if (kind === 'SQLite') {
    if (existsSync(join(directory, 'outbox.db-wal'))) appendFileSync(join(directory, 'outbox.db-wal'), garbage);
    return;
  }
  const id = `0192f0c1-5a7e-7c3b-9a51-${Math.floor(random() * 1e12)
    .toString()
    .padStart(12, '0')}`;
  writeFileSync(join(directory, 'tmp', `1.1.${id}`), '{"v":1,"id":"', { flag: 'w' });
  writeFileSync(join(directory, 'records', `${id}.0.json`), random() < 0.5 ? '' : garbage);
}

/** The next start, a minute later: every lease has run out. Answers how many are not accepted when rounds bring no more. */
async function sendTheRest(kind: StoreKind, directory: string, baseUrl: string): Promise<number> {
  const clock = { ...systemClock(), now: () => Date.now() + 60_000 };
  const store = STORES[kind](directory);
  const sym = createSymphonia({ baseUrl, auth: { getToken: async () => ADA }, outbox: outbox(store), clock });
  let pending = Number.POSITIVE_INFINITY;
  for (let before = pending, idle = 0; pending > 0 && idle < 12; before = pending) {
    ({ pending } = await sym.outbox.flush({ timeoutMs: 20_000 }));
    idle = pending < before ? 0 : idle + 1; // a lost reply makes a pause, a lock of somebody killed too
    if (idle > 0) await new Promise((resolve) => setTimeout(resolve, 5000));
  }
  await sym.outbox.close();
  return pending;
}
