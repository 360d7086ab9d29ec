import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'symphonia-ops-'));
const database = new URL(process.env.MONGODB_URI ?? '');
database.pathname = `/t_${randomUUID().replaceAll('-', '')}`;
const signingKey = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'test',
};
const env = {
  ...process.env,
  MONGODB_URI: database.href,
  APP_SECRET: randomUUID(),
  JWT_KEYS: JSON.stringify([signingKey]),
  REGISTRATION: 'closed',
};

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as an operator does, in a folder of the test's own. */
function ops(args: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, ...args.split(' ').filter(Boolean)],
      { cwd: folder, env: { ...env, ...more } },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

const client = new MongoClient(database.href);
let db: Db;
beforeAll(() => {
  db = client.db();
});
afterAll(async () => {
  await db.dropDatabase();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('ops', () => {
  it('lists its commands, and says how each is called', async () => {
    const { code, stdout } = await ops('');
    expect(code).toBe(0);
    for (const command of ['indexes plan', 'token --tenant', 'demo --apply', 'doctor'])
      expect(stdout).toContain(command);
    expect((await ops('token --help')).stdout).toContain('--email');
  });

  it.each([
    ['nonsense', 'There is no command nonsense'],
    ['indexes', 'Say indexes plan or indexes apply.'],
    ['indexes plan --apply', 'A plan changes nothing'],
    ['demo --aply', "Unknown option '--aply'"],
    ['token --tenant demo', 'Say whose token'],
  ])('ends with 64 and one sentence for: %s', async (args, sentence) => {
    const { code, stdout, stderr } = await ops(args);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each(['indexes plan', 'token --tenant demo --role dispatcher', 'demo'])(
    'ends with 1 and one sentence when the database does not answer: %s',
    async (args) => {
      const { code, stderr } = await ops(args, { MONGODB_URI: 'mongodb://127.0.0.1:9/none' });
      expect(code).toBe(1);
      expect(stderr.trim()).toBe(
        'MongoDB does not answer at MONGODB_URI: start it (npm run up) or correct the address.',
      );
    },
  );

  it('says every mistake of the configuration at once', async () => {
    const { code, stderr } = await ops('indexes plan', { APP_SECRET: 'short', JWT_KEYS: '[]' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/APP_SECRET[\s\S]*JWT_KEYS/);
  });
});

describe('ops indexes', () => {
  it('plans before it applies, applies once, and then there is nothing to do', async () => {
    expect(await ops('indexes plan')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('orders.newest: build'),
    });
    expect(await ops('indexes apply')).toMatchObject({ code: 2, stdout: expect.stringContaining('add --apply') });
    expect(await db.listCollections().toArray()).toEqual([]);

    expect(await ops('indexes apply --apply')).toMatchObject({ code: 0 });
    expect(await ops('indexes plan')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('as the code wants them'),
    });
    expect(await db.collection('orders').indexInformation({ full: true })).toContainEqual(
      expect.objectContaining({ name: 'reference', unique: true }),
    );
  });

  it('mends an expiry, a hidden index and a dropped one, and names what nobody wants without dropping it', async () => {
    await db.command({ collMod: 'sessions', index: { name: 'expiry', expireAfterSeconds: 60 } });
    await db.command({ collMod: 'orders', index: { name: 'newest', hidden: true } });
    await db.collection('orders').dropIndex('type_newest');
    await db.collection('orders').createIndex({ weight: 1 }, { name: 'forgotten' });

    const { code, stdout } = await ops('indexes plan');
    expect(code).toBe(2);
    expect(stdout).toContain('sessions.expiry: expire after 0 s instead of 60 s');
    expect(stdout).toContain('orders.newest: show to the planner again');
    expect(stdout).toContain('orders.type_newest: build');
    expect(stdout).toContain('orders.forgotten: no code wants it');

    expect((await ops('indexes apply --apply')).code).toBe(0);
    expect((await ops('indexes plan')).code).toBe(0);
    const names = (await db.collection('orders').indexes()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['type_newest', 'forgotten']));
  });

  it('leaves an index that is unique by mistake to a person and goes on saying so', async () => {
    await db.collection('clients').dropIndex('newest');
    await db
      .collection('clients')
      .createIndex({ tenantId: 1, createdAt: -1, _id: -1 }, { name: 'newest', unique: true });
    const { code, stdout } = await ops('indexes apply --apply');
    expect(code).toBe(2);
    expect(stdout).toContain('clients.newest: BLOCKED');
    await db.collection('clients').dropIndex('newest');
    expect((await ops('indexes apply --apply')).code).toBe(0);
  });
});

describe('ops demo and ops token', () => {
  const count = async () =>
    Promise.all(
      ['tenants', 'users', 'products', 'clients', 'carriers', 'vehicles', 'plans', 'subscriptions', 'contracts'].map(
        (name) => db.collection(name).countDocuments(),
      ),
    );

  it('makes the demo tenant where strangers may not register, and keeps its password for the next run', async () => {
    expect(await ops('demo')).toMatchObject({ code: 2, stdout: expect.stringContaining('not there') });
    expect(await db.collection('tenants').countDocuments()).toBe(0);

    const first = await ops('demo --apply');
    expect(first.code).toBe(0);
    expect(await count()).toEqual([1, 16, 12, 4, 6, 10, 3, 3, 2]);
    const kept = join(folder, '.data/demo.json');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const { password } = JSON.parse(readFileSync(kept, 'utf8'));
    expect(first.stdout).toContain(`password    ${password}`);

    const second = await ops('demo --apply');
    expect(second).toMatchObject({ code: 0, stdout: first.stdout });
    expect(await count()).toEqual([1, 16, 12, 4, 6, 10, 3, 3, 2]);
  });

  it('makes the rest when an earlier run died half-way', async () => {
    await db.collection('vehicles').deleteMany({ plate: { $regex: '^D' } });
    await db.collection('users').deleteMany({ role: { $in: ['admin', 'driver'] } });
    expect(await ops('demo')).toMatchObject({ code: 2, stdout: expect.stringContaining('people: 12 there, 4 not') });
    await db.collection('contracts').updateMany({}, { $set: { status: 'draft' } });
    expect((await ops('demo --apply')).code).toBe(0);
    expect(await db.collection('contracts').countDocuments({ status: 'active' })).toBe(2);
    expect(await count()).toEqual([1, 16, 12, 4, 6, 10, 3, 3, 2]);
  });

  it('does not show a password that is not this database’s', async () => {
    const { stdout } = await ops('demo --apply --password a-password-of-another-place');
    expect(stdout).not.toContain('a-password-of-another-place');
    expect(stdout).toContain('chosen when the tenant was made');
  });

  it('drives a vehicle of the demo along its recorded way to a proof of delivery, only when told to', async () => {
    const drive = 'drive --only darmstadt-frankfurt --speed 500';
    expect(await ops(drive)).toMatchObject({ code: 2, stdout: expect.stringContaining('Griesheim → Oberursel') });
    expect(await db.collection('orders').countDocuments()).toBe(0);

    const driven = await ops(`${drive} --apply`);

    expect(driven).toMatchObject({ code: 0, stdout: expect.stringMatching(/\/board\n.*\/track\/tl_.*delivered to/s) });
    expect(await db.collection('orders').findOne()).toMatchObject({ status: 'delivered' });
    expect(await db.collection('positions').countDocuments()).toBe(1_315);
  });

  it('opens a session for a user by address or by role', async () => {
    const byEmail = JSON.parse(
      (await ops('token --tenant demo --email Jonas.Petersen@rheinfracht.example --json')).stdout,
    );
    expect(byEmail).toMatchObject({ role: 'dispatcher', tokenType: 'Bearer' });
    expect(await db.collection('sessions').findOne({ id: byEmail.sessionId })).toMatchObject({ userId: byEmail.sub });

    const byRole = await ops('token --tenant demo --role driver');
    expect(byRole).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/, driver\naccess token, until 20[\s\S]*\neyJ[\s\S]*\nrt_/),
    });
  });

  it.each([
    ['token --tenant nobody --role admin', 'There is no tenant with the slug nobody'],
    ['token --tenant demo --email nobody@example.com', 'Nobody in demo has the address nobody@example.com.'],
    ['token --tenant demo --email jonas.petersen@rheinfracht.example --role driver', 'is dispatcher, not driver'],
  ])('refuses in one sentence: %s', async (args, sentence) => {
    const { code, stdout, stderr } = await ops(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});

describe('ops doctor', () => {
  it('says that all is well', async () => {
    const { code, stdout } = await ops('doctor');
    expect(stdout).not.toContain('WRONG');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Node is 24[\s\S]*disk[\s\S]*configuration[\s\S]*replica set[\s\S]*REDIS_URL[\s\S]*REDIS_QUEUE_URL/,
    );
  });

  it('says what is wrong and what to do, for each thing by itself', async () => {
    const { code, stdout } = await ops('doctor', {
      MONGODB_URI: 'mongodb://127.0.0.1:9/none',
      REDIS_QUEUE_URL: 'redis://127.0.0.1:9',
    });
    expect(code).toBe(2);
    expect(stdout).toMatch(/ok +REDIS_URL/);
    expect(stdout).toMatch(/WRONG +MongoDB does not answer/);
    expect(stdout).toMatch(/WRONG +REDIS_QUEUE_URL does not answer/);
  });
});
