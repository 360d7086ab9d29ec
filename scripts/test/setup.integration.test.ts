import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepts } from '../setup/ports.mjs';
import { aClone, endAll, nothingRunsIn, setup, upEnv } from './setup-clone.ts';

const clones: string[] = [];
const cloned = () => {
  const clone = aClone();
  clones.push(clone);
  return clone;
};
afterAll(async () => {
  await endAll();
  for (const clone of clones) rmSync(clone, { recursive: true, force: true });
});

const portOf = (url: string | undefined) => Number(new URL(url ?? '').port);

describe('npm run up', { timeout: 90_000 }, () => {
  let clone: string;
  const taken = createServer();
  beforeAll(async () => {
    clone = cloned();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void taken.close());

  it('serves from a clean clone, beside what has the port already, and Ctrl-C leaves nothing but the data', async () => {
    const address = taken.address();
    const wanted = typeof address === 'object' && address ? address.port : 0;

    const up = setup(clone, ['up'], { PORT: String(wanted) });
    await up.says('stop: Ctrl-C');
    const env = upEnv(clone);

    expect(up.output()).toMatch(`port ${wanted} is taken, PORT is ${env.PORT}`);
    expect(up.output()).toMatch(/serving at http:\/\/127\.0\.0\.1:\d+, ready \d+ ms after/);
    expect(up.output()).toContain('sign in: mia@demo.example');
    expect((await fetch(`http://127.0.0.1:${env.PORT}/`)).status).toBe(200);
    expect(JSON.parse(env.JWT_KEYS ?? '')).toMatchObject([
      { kty: 'EC', crv: 'P-256', d: expect.any(String), kid: expect.any(String) },
    ]);
    for (const file of ['up.env', 'secrets.json'])
      expect(statSync(join(clone, '.data', file)).mode & 0o777).toBe(0o600);

    const second = setup(clone, ['up']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`is up already (process ${up.pid})`);

    process.kill(up.pid, 'SIGINT');
    expect(await up.ended).toBe(130);
    expect(existsSync(join(clone, 'stopped-before-mongo'))).toBe(true);
    await nothingRunsIn(clone);
    for (const port of [env.PORT, portOf(env.MONGODB_URI), portOf(env.REDIS_URL), portOf(env.SMTP_URL)])
      expect(await accepts(Number(port))).toBe(false);
  });

  it('keeps data and secrets for the next start, whatever ports that one gets', async () => {
    const before = upEnv(clone);
    const held = createServer((socket) => void socket.destroy());
    await new Promise<void>((resolve) => held.listen(portOf(before.MONGODB_URI), '127.0.0.1', resolve));

    const up = setup(clone, ['up']);
    await up.says('stop: Ctrl-C');
    const after = upEnv(clone);

    expect(after.APP_SECRET).toBe(before.APP_SECRET);
    expect(after.JWT_KEYS).toBe(before.JWT_KEYS);
    expect(after.MONGODB_URI).not.toBe(before.MONGODB_URI);
    const mongo = new MongoClient(after.MONGODB_URI ?? '');
    await mongo.db().collection('kept').insertOne({ at: 1 }); // it is the primary, although its address is another one
    await mongo.close();

    process.kill(up.pid, 'SIGTERM');
    expect(await up.ended).toBe(143);
    held.close();
  });

  it('starts the server again at each save with dev', async () => {
    const dev = setup(clone, ['dev']);
    await dev.says('stop: Ctrl-C');
    const main = join(clone, 'server', 'src', 'main.ts');
    const { PORT } = upEnv(clone);
    const hello = async () => (await fetch(`http://127.0.0.1:${PORT}/`)).text();
    expect(await hello()).toBe('ok');

    const before = readFileSync(main, 'utf8');
    writeFileSync(main, before.replace("'ok'", "'saved'"));

    await expect.poll(() => hello().catch(() => 'restarting'), { timeout: 20_000 }).toBe('saved');
    writeFileSync(main, before);
    process.kill(dev.pid, 'SIGINT');
    expect(await dev.ended).toBe(130);
    await nothingRunsIn(clone);
  });

  it('ends a server that will not stop at the second Ctrl-C', async () => {
    const up = setup(clone, ['up'], { STUBBORN: '1' });
    await up.says('stop: Ctrl-C');
    process.kill(up.pid, 'SIGINT');
    await up.says('stopping the server');
    await new Promise((resolve) => setTimeout(resolve, 600)); // a second press, not the same one passed on by npm

    process.kill(up.pid, 'SIGINT');

    expect(await up.ended).toBe(130);
    expect(up.output()).toContain('killed');
    await nothingRunsIn(clone);
  });

  it('is tidied up after when it is killed itself', async () => {
    const up = setup(clone, ['up']);
    await up.says('stop: Ctrl-C');

    process.kill(up.pid, 'SIGKILL');

    await nothingRunsIn(clone);
    const again = setup(clone, ['up']);
    await again.says('stop: Ctrl-C');
    process.kill(again.pid, 'SIGINT');
    await again.ended;
  });
});

describe('throw-away servers', { timeout: 60_000 }, () => {
  const shown = (output: string, name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(output)?.[1] ?? '';

  it('take transactions and mails, and are gone with their folder when the command ends, with its exit code', async () => {
    const clone = cloned();
    const run = setup(clone, [
      'run',
      '--',
      'bash',
      '-c',
      'env; echo begun; until [ -e go ]; do sleep 0.05; done; exit 7',
    ]);
    await run.says('begun');
    const output = run.output();

    const mongo = new MongoClient(shown(output, 'MONGODB_URI'));
    await mongo.withSession((session) =>
      session.withTransaction(async () => {
        await mongo.db('x').collection('y').insertOne({ a: 1 }, { session });
      }),
    );
    await mongo.close();
    const mail = createTransport(shown(output, 'SMTP_URL'));
    await mail.sendMail({
      from: 'a@x.example',
      to: 'b@x.example',
      subject: 'Grüße',
      text: 'Ein Link: https://x.example/?token=äöü',
    });
    const caught: unknown = await (await fetch(`${shown(output, 'MAIL_CATCHER_URL')}/mails?to=B@x.example`)).json();
    expect(caught).toMatchObject([
      { from: 'a@x.example', to: ['b@x.example'], subject: 'Grüße', text: 'Ein Link: https://x.example/?token=äöü' },
    ]);
    expect(await (await fetch(`${shown(output, 'MAIL_CATCHER_URL')}/mails?to=c@x.example`)).json()).toEqual([]);

    writeFileSync(join(clone, 'go'), '');
    expect(await run.ended).toBe(7);
    const folder = /throw-away servers are up .* in (\S+)/.exec(output)?.[1] ?? '';
    expect(folder).not.toBe('');
    expect(existsSync(folder)).toBe(false);
    await nothingRunsIn(folder);
  });

  it('are gone after a signal, which the command hears first', async () => {
    const run = setup(cloned(), [
      'run',
      '--',
      'bash',
      '-c',
      'trap "echo heard; exit 0" INT; echo begun; sleep 60 & wait',
    ]);
    await run.says('begun');
    const folder = /in (\/\S+)/.exec(run.output())?.[1] ?? '';

    process.kill(run.pid, 'SIGINT');

    expect(await run.ended).toBe(130);
    expect(run.output()).toContain('heard');
    expect(existsSync(folder)).toBe(false);
    await nothingRunsIn(folder);
  });

  it('are gone after a kill -9 of the set-up', async () => {
    const run = setup(cloned(), ['run', '--', 'bash', '-c', 'echo begun; sleep 60']);
    await run.says('begun');
    const folder = /in (\/\S+)/.exec(run.output())?.[1] ?? '';
    expect(readdirSync(folder)).not.toEqual([]);

    process.kill(run.pid, 'SIGKILL');

    await nothingRunsIn(folder);
    await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
  });

  it('are not started where the environment names servers', async () => {
    const run = setup(cloned(), ['run', '--', 'env'], {
      MONGODB_URI: 'mongodb://mine:1/',
      REDIS_URL: 'redis://mine:2',
    });

    expect(await run.ended).toBe(0);
    expect(run.output()).toContain('MONGODB_URI=mongodb://mine:1/\n');
    expect(run.output()).toContain('REDIS_URL=redis://mine:2\n');
    expect(run.output()).not.toContain('SYMPHONIA_MONGOD_BINARY');
  });
});

describe('the set-up', () => {
  it('says in one sentence what it cannot do', async () => {
    const nothing = setup(cloned(), ['run', '--', 'true'], { PATH: '/nowhere', SYMPHONIA_MONGOD: 'path' });
    expect(await nothing.ended).toBe(1);
    expect(nothing.output()).toMatch(
      /MongoDB by path: mongod is not on PATH\.\n(.*\n)*.*There is no MongoDB .* or set MONGODB_URI/,
    );
    const unknown = setup(cloned(), ['fly']);
    expect(await unknown.ended).toBe(64);
    expect(unknown.output()).toContain('up [--verbose]');
  });
});
