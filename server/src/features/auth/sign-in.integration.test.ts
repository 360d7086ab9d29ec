import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress, type GivenTenant, givenTenant, PASSWORD, type Person } from '../../../test/given-tenant.ts';
import { expectProblem, expectRetryAfter } from '../../../test/problems.ts';
import { startTestApp, testApp } from '../../../test/test-app.ts';

const app = await testApp();

const signIn = (tenant: Pick<GivenTenant, 'slug'>, email: string, password: string, address = anAddress()) =>
  caller(app.url, { address }).post('/auth/login', { tenant: tenant.slug, email, password });

describe('signing in', () => {
  it('gives tokens to who knows tenant, e-mail and password', async () => {
    const tenant = await givenTenant(app);
    const answer = await signIn(tenant, tenant.dispatcher.email, PASSWORD);
    expect(answer).toMatchObject({
      status: 200,
      body: { tenant: tenant.id, sub: tenant.dispatcher.userId, role: 'dispatcher', expiresIn: 600 },
    });
    const as = caller(app.url, { address: anAddress(), token: answer.body.accessToken as string });
    expect((await as.get('/clients')).status).toBe(200);
  });

  it('tells a client and a driver whom they belong to', async () => {
    const tenant = await givenTenant(app);
    const client = await tenant.person('client', { clientId: 'cli_01920000-0000-7000-8000-000000000000' });
    const answer = await signIn(tenant, client.email, PASSWORD);
    expect(answer.body).toMatchObject({ role: 'client', clientId: 'cli_01920000-0000-7000-8000-000000000000' });
  });

  it('says the same to a wrong password, an unknown e-mail and an unknown tenant', async () => {
    const tenant = await givenTenant(app);
    const elsewhere = await givenTenant(app);
    const answers = await Promise.all([
      signIn(tenant, tenant.admin.email, 'wrong horse battery'),
      signIn(tenant, 'nobody@test.example', PASSWORD),
      signIn({ slug: 'no-such-tenant' }, tenant.admin.email, PASSWORD),
      signIn(elsewhere, tenant.admin.email, PASSWORD),
    ]);
    for (const answer of answers) expectProblem(answer, 401, 'invalid_credentials');
    const shown = answers.map(({ body: { requestId: _, ...rest } }) => rest as object);
    expect(new Set(shown.map((body) => JSON.stringify(body))).size).toBe(1);
  });
});

describe('five failures in a quarter of an hour', () => {
  const failFiveTimes = (tenant: GivenTenant, emails: (i: number) => string, addresses: (i: number) => string) =>
    Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        signIn(tenant, emails(i), 'wrong', addresses(i)).then(({ status }) => expect(status).toBe(401)),
      ),
    );

  it('close the account, from wherever one tries, even with the right password; other accounts stay open', async () => {
    const tenant = await givenTenant(app);
    const address = anAddress();
    await failFiveTimes(tenant, () => tenant.admin.email, anAddress);

    const sixth = await signIn(tenant, tenant.admin.email.toUpperCase(), PASSWORD);
    expectProblem(sixth, 429, 'rate_limited');
    expectRetryAfter(sixth);
    expect((await signIn(tenant, tenant.dispatcher.email, PASSWORD, address)).status).toBe(200);
    // Who is signed in already stays it.
    expect((await tenant.admin.get('/users')).status).toBe(200);
  });

  it('close the address, for whatever account; other addresses stay open', async () => {
    const tenant = await givenTenant(app);
    const address = anAddress();
    await failFiveTimes(
      tenant,
      (i) => `guess${i}@test.example`,
      () => address,
    );

    expectProblem(await signIn(tenant, tenant.admin.email, PASSWORD, address), 429, 'rate_limited');
    expect((await signIn(tenant, tenant.admin.email, PASSWORD)).status).toBe(200);
  });

  it('do not include sign-ins that succeed', async () => {
    const tenant = await givenTenant(app);
    const address = anAddress();
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await signIn(tenant, tenant.admin.email, PASSWORD, address)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
  });
});

describe('the published keys', () => {
  const keysOf = async (person: Pick<Person, 'get'>) =>
    (await person.get('/.well-known/jwks.json')).body as JSONWebKeySet;

  it('verify an access token with any library, and hold nothing secret', async () => {
    const tenant = await givenTenant(app);
    const keys = await keysOf(tenant.anybody);
    const { payload } = await jwtVerify(tenant.admin.token ?? '', createLocalJWKSet(keys), {
      issuer: 'symphonia',
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({
      sub: tenant.admin.userId,
      tid: tenant.id,
      role: 'admin',
      sid: expect.stringMatching(/^ses_/),
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
    for (const key of keys.keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('can change: a new first key signs, the old one still verifies', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const fresh = {
      ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
      kid: 'next',
    };
    const rotated = await startTestApp({
      JWT_KEYS: JSON.stringify([fresh, ...app.config.jwtKeys]),
      DATABASE: app.mongo.db.databaseName,
    });
    try {
      const tenant = await givenTenant(app);
      const there = caller(rotated.url, {
        address: anAddress(),
        ...(tenant.admin.token ? { token: tenant.admin.token } : {}),
      });
      expect((await there.get('/users')).status).toBe(200);
      const answer = await caller(rotated.url, { address: anAddress() }).post('/auth/refresh', {
        refreshToken: tenant.admin.refreshToken,
      });
      expect(decodeProtectedHeader(answer.body.accessToken as string).kid).toBe('next');
      expect((await keysOf(there)).keys.map(({ kid }) => kid)).toEqual(['next', 'test-1']);
    } finally {
      await rotated.stop();
    }
  });
});
