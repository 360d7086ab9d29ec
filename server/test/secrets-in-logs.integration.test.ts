import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { v7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../src/platform/cache/redis.fixtures.ts';
import { type Caller, caller } from './caller.ts';
import { anAddress, givenTenant } from './given-tenant.ts';
import { startTestApp, testEnvironment } from './test-app.ts';

const database = await startTestApp();
afterAll(async () => {
  await database.mongo.db.dropDatabase();
  await database.stop();
});

const SECRET = 'swordfish-and-chips-4711';

it('a process that logs all it can logs no password, no token and no key', async () => {
  const env = testEnvironment({ LOG_LEVEL: 'debug', DATABASE: database.mongo.db.databaseName });
  const process_ = spawn(process.execPath, ['server/src/main.ts'], {
    env: { ...env, PATH: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [process_.stdout, process_.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const exited = once(process_, 'exit');
  const secrets: string[] = [
    SECRET,
    env.APP_SECRET ?? '',
    (JSON.parse(env.JWT_KEYS ?? '[]') as { d: string }[])[0]?.d ?? '',
  ];
  try {
    const port = await eventually(
      () => /"port":(\d+).*"ready"/.exec(output)?.[1] ?? Promise.reject(new Error(`It is not ready: ${output}`)),
      20_000,
    );
    const url = `http://127.0.0.1:${port}`;
    const anybody = caller(url, { address: anAddress() });

    const slug = `t-${v7().slice(-12)}`;
    const signIn = { tenant: slug, email: 'ada@test.example', password: SECRET };
    const { tokens } = (
      await anybody.post('/auth/register', {
        tenant: { slug, name: 'Acme' },
        admin: { name: 'Ada', email: signIn.email, password: SECRET },
      })
    ).body;
    const signedIn = (await anybody.post('/auth/login', signIn)).body;
    const refreshed = (await anybody.post('/auth/refresh', { refreshToken: signedIn.refreshToken })).body;
    for (const pair of [tokens, signedIn, refreshed])
      secrets.push(pair.accessToken as string, pair.refreshToken as string);

    // Ways to go wrong: each of them may be logged, none with what it carried.
    await anybody.post('/auth/login', { ...signIn, password: `${SECRET}!` });
    await anybody.post('/auth/login', { ...signIn, pasword: SECRET });
    await anybody.raw('post', '/auth/login', `{"password":"${SECRET}`);
    await anybody.post('/auth/refresh', { refreshToken: `${refreshed.refreshToken}x` });
    await caller(url, { address: anAddress(), token: `${SECRET}.${SECRET}.x` }).get('/users');
    const admin = caller(url, { address: anAddress(), token: refreshed.accessToken as string });
    await admin.post('/users', { name: 'Dora', email: 'ADA@test.example', password: SECRET, role: 'admin' });
    await admin.get(`/users?password=${SECRET}`);
    const device = (await admin.post('/tracking/devices', { vehicleId: await aVehicleOf(admin), name: 'Phone' })).body;
    const { key } = (await admin.post(`/tracking/devices/${device.id}/key`)).body;
    secrets.push(device.key as string, key as string);
    const basic = { Authorization: `Basic ${Buffer.from(`phone:${key}`).toString('base64')}` };
    for (const one of [device.key, key, `${key}x`]) await anybody.get(`/ingest/osmand?id=${one}&lat=49.8&lon=8.6`);
    await anybody.get(`/ingest/osmand/none?id=${key}`);
    await anybody.patch(`/ingest/osmand?deviceid=${key}`, {});
    await anybody.raw('post', '/ingest/osmand', `{"device_id":"${key}`);
    await anybody.post('/ingest/osmand', { device_id: key, location: { coords: { latitude: 91 } } });
    await anybody.post('/ingest/owntracks', { _type: 'location' }, basic);
    // Of a tracking link the path is the secret.
    const link = `tl_${'0'.repeat(32)}_${SECRET}.1.x`;
    await anybody.get(`/public/tracking/${link}`);
    await fetch(`${url}/track/${link}`, { headers: { 'x-forwarded-for': anAddress() } });
    await caller(url, { address: anAddress(), token: link }).get('/users');
    await admin.post('/auth/logout');
    await admin.get('/users');
  } finally {
    process_.kill('SIGTERM');
    await exited;
  }
  expect(output).toContain('"answered"');
  expect(output).toContain('stopped');
  for (const secret of secrets) expect(output.includes(secret), `the output holds ${secret.slice(0, 12)}…`).toBe(false);
  expect(process_.exitCode).toBe(0);
});

/** A vehicle, for a tenant that has none yet. */
async function aVehicleOf(admin: Caller): Promise<string> {
  const carrier = { name: 'Main Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] };
  const carrierId = (await admin.post('/carriers', carrier)).body.id as string;
  return (await admin.post('/vehicles', { carrierId, plate: 'DA 1', transportTypes: ['ltl'] })).body.id as string;
}

it('the database holds no password and no token either', async () => {
  const tenant = await givenTenant(database);
  const everything: string[] = [];
  for (const { name } of await database.mongo.db.listCollections().toArray()) {
    everything.push(JSON.stringify(await database.mongo.db.collection(name).find().toArray()));
  }
  const text = everything.join('\n');
  expect(text).toContain(tenant.admin.userId);
  for (const secret of [SECRET, 'correct horse battery', tenant.admin.token ?? '', tenant.admin.refreshToken])
    expect(text.includes(secret)).toBe(false);
});
